import { createHash } from 'node:crypto'
import { type Hex, keccak256 } from '@touchstone/verify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Bench, openBench, until, untilIdle } from '../../testing/auditing.js'
import { insertAnchor, setHeight } from '../../testing/chain.js'
import { withdraw } from '../withdraw/withdraw.js'
import { COMMITMENTS_START, sweepCommitments } from './queueChecks.js'

const FILE = Buffer.from('{"a":1}')
const DATA = `data:,${encodeURIComponent(FILE.toString())}`
const keccak = (bytes: Uint8Array): Hex => `0x${Buffer.from(keccak256(bytes)).toString('hex')}`

let bench: Bench

beforeEach(async () => {
  bench = await openBench()
  await bench.db.query(
    `insert into agent (id, agent_id, owner, minted_block, minted_time, mint_tx_hash, registered)
     values ('paying', 1, '', 1, now(), '', true), ('empty', 2, '', 1, now(), '', true)`,
  )
  await bench.db.query(
    `insert into payer_link (id, payer, type, strength, evidence, from_block, from_log_index, tx_hash, agent_id)
     values ('l', '', 'L2', 'A', '', 1, 0, '', 'paying')`,
  )
  await setHeight(bench.db, 20)
})
afterEach(() => bench.stop())

const insertCard = (id: string, uri: string, agent = 'paying') =>
  bench.db.query(`insert into agent_card (id, uri, from_block, tx_hash, agent_id) values ($1, $2, 1, '', $3)`, [
    ...[id, uri, agent],
  ])

const insertFeedback = (id: string, uri: string, hash: string, block = 1) =>
  bench.db.query(
    `insert into feedback (id, registry, client, index, value, value_decimals, tag1, tag2, endpoint, uri, hash, block_number,
       block_time, tx_hash, log_index) values ($1, '', '', 1, 1, 0, '', '', '', $2, $3, $4, now(), '', 0)`,
    [id, uri, hash, block],
  )

interface Row {
  subject: string
  outcome: string
  expected: string | null
  found: string | null
  detail: string | null
}

/** Queues what was never looked at and waits until every subject has a row. */
async function check(...subjects: string[]): Promise<Record<string, Row>> {
  await bench.start()
  await sweepCommitments(bench.db, COMMITMENTS_START)
  const rows = await until(
    async () => (await bench.db.query<Row>('select * from verdicts.commitment_check order by id')).rows,
    (found) => subjects.every((subject) => found.some((row) => row.subject === subject)),
  )
  await untilIdle(bench.db)
  return Object.fromEntries(rows.map((row) => [row.subject, row]))
}

describe('other commitments', () => {
  it('compare a feedback with the keccak256 of its file, and blame nobody for what cannot be had', async () => {
    await insertFeedback('right', DATA, keccak(FILE))
    await insertFeedback('wrong', DATA, keccak(Buffer.from('other')))
    await insertFeedback('inside', 'http://127.0.0.1:9/x', keccak(FILE))
    await insertFeedback('strange', 'javascript:alert(1)', keccak(FILE))
    await insertFeedback('later', DATA, keccak(FILE), 21)
    await insertFeedback('bare', DATA, `0x${'0'.repeat(64)}`)
    const found = await check('right', 'wrong', 'inside', 'strange')
    expect(found.right).toMatchObject({ outcome: 'match', found: keccak(FILE), bytes: '7' })
    expect(found.wrong).toMatchObject({
      outcome: 'mismatch',
      expected: keccak(Buffer.from('other')),
      found: keccak(FILE),
    })
    expect(['unreachable', 'bad-answer']).toContain(found.inside?.outcome)
    expect(found.inside?.found).toBeNull()
    expect(found.strange).toMatchObject({ outcome: 'unread', found: null })
    expect(Object.keys(found).sort()).toEqual(['inside', 'right', 'strange', 'wrong'])
    const { rows } = await bench.db.query<{ key: string }>(
      `select key from graphile_worker.jobs where key like 'check_%' order by 1`,
    )
    // What is final is not asked for again.
    expect(rows.map(({ key }) => key)).toEqual(['check_commitment:feedback:inside', 'check_commitment:feedback:wrong'])
  })

  it('say of a card that there is no hash to compare, and look at none without a payer', async () => {
    await insertCard('card', DATA)
    await insertCard('unused', DATA, 'empty')
    const cid = `f01551220${createHash('sha256').update(FILE).digest('hex')}`
    await insertCard('named', `ipfs://${cid}`)
    const found = await check('card', 'named')
    expect(found.card).toMatchObject({ outcome: 'no-hash', expected: null, found: keccak(FILE) })
    expect(found.named).toMatchObject({ outcome: 'unreachable', expected: cid.slice(9) })
    expect(found.unused).toBeUndefined()
  })

  it('recompute the storage root of what an INFT and a fine-tuned model name, past a node that lies', async () => {
    const [liar, honest] = bench.nodes
    liar.behaviour = 'lie'
    for (const node of bench.nodes) node.add(5, FILE)
    const root = honest.add(5, FILE)
    await insertAnchor(bench.db, { txSeq: 5, root, size: FILE.length, block: 10 })
    const nowhere = `0x${'ab'.repeat(32)}`
    await bench.db.query(
      `insert into inft_data (id, position, description, data_hash, from_block, from_log_index, tx_hash)
       values ('data', 0, '', $1, 1, 0, ''), ('lost', 0, '', $2, 1, 0, '')`,
      [root, nowhere],
    )
    await bench.db.query(
      `insert into fine_tuning_deliverable (id, contract, payer, provider, deliverable, model_root_hash, status, added_block,
         added_log_index, updated_block, tx_hash) values ('model', '', '', '', '', $1, '', 1, 0, 1, '')`,
      [root],
    )
    await insertCard('stored', `0g://${root}`)
    await insertFeedback('file', `0g://${root}`, keccak(Buffer.from('other')))
    const found = await check('data', 'lost', 'model', 'stored', 'file')
    for (const subject of ['data', 'model', 'stored'])
      expect(found[subject]).toMatchObject({ outcome: 'match', expected: root, found: root })
    expect(found.lost).toMatchObject({ outcome: 'unknown-root', found: null })
    expect(found.file).toMatchObject({ outcome: 'mismatch', found: keccak(FILE) })
  })

  it('do not ask for a root that was withdrawn', async () => {
    const root = bench.nodes[0].add(5, FILE)
    await insertAnchor(bench.db, { txSeq: 5, root, size: FILE.length, block: 10 })
    const gone = { remove: async () => false } as never
    await withdraw(bench.db, { blobs: gone, reports: gone }, root, 'why')
    await insertCard('stored', `0g://${root}`)
    expect((await check('stored')).stored).toMatchObject({ outcome: 'unread', detail: 'withdrawn' })
  })
})
