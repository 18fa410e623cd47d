import { createHash } from 'node:crypto'
import { openBlobs } from '@touchstone/store/blobs'
import { type Hex, keccak256 } from '@touchstone/verify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Bench, listCurrent, openBench, until, untilIdle } from '../../testing/auditing.js'
import {
  insertAnchor,
  insertSettlement,
  PROVIDER,
  recordsOf,
  STRANGER,
  setHeight,
  settlementId,
  trailOf,
} from '../../testing/chain.js'
import { LOOKED_CHANNEL } from '../queue/interest.js'
import { queueJudgeByIds } from '../queue/jobs.js'
import { withdraw } from '../withdraw/withdraw.js'
import { COMMITMENTS_START, checkFirst, sweepCommitments } from './queueChecks.js'

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

const insertRequest = (id: string, uri: string, hash: string, from: string = PROVIDER, agent = 'empty') =>
  bench.db.query(
    `insert into validation_request (id, registry, validator, request_hash, uri, block_number, block_time, tx_hash, tx_from,
       log_index, agent_id) values ($1, '', '', $2, $3, 2, now(), $4, $5, 0, $6)`,
    [id, hash, uri, `0x${'7a'.repeat(32)}`, from, agent],
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

describe('a validation request that names a trail', () => {
  const TRAIL = trailOf(recordsOf(1))

  /** The trail on 0G Storage, submitted by a stranger without the tags of a trail. */
  async function storeUntagged(): Promise<Hex> {
    for (const node of bench.nodes) node.add(5, TRAIL)
    const root = bench.nodes[0].add(5, TRAIL)
    const untagged = { payer: null, provider: null, author: STRANGER }
    await insertAnchor(bench.db, { txSeq: 5, root, size: TRAIL.length, block: 10, ...untagged })
    await insertSettlement(bench.db, { n: 1, block: 10 })
    return root
  }

  it('opens the bill as a trail of who sent it, and is tied to its agent', async () => {
    const root = await storeUntagged()
    await insertRequest('request', `0g://${root}`, keccak(TRAIL))
    const found = await check('request')
    expect(found.request).toMatchObject({ outcome: 'match', expected: keccak(TRAIL), found: keccak(TRAIL) })
    const [row] = await until(
      () => listCurrent(bench.db),
      ([current]) => current?.opening === 'pass',
    )
    expect(JSON.parse(row?.body ?? '').trails).toEqual([
      expect.objectContaining({ root, author: PROVIDER, anchorTx: `0x${'7a'.repeat(32)}` }),
    ])
    const { rows } = await bench.db.query('select request_id, root from verdicts.validation_trail')
    expect(rows).toEqual([{ request_id: 'request', root }])
  })

  it('leaves its note in a verdict where the trail was withdrawn', async () => {
    const root = await storeUntagged()
    await insertRequest('request', `0g://${root}`, keccak(TRAIL))
    await check('request')
    await until(
      () => listCurrent(bench.db),
      ([current]) => current?.opening === 'pass',
    )
    await untilIdle(bench.db)
    await withdraw(bench.db, { blobs: openBlobs(bench.env), reports: openBlobs(bench.env, 'reports') }, root, 'a name')
    await bench.db.query(`update verdicts.verdict set verifier = 'older'`)
    await queueJudgeByIds(bench.db, [settlementId(1)])
    const [row] = await until(
      () => listCurrent(bench.db),
      ([current]) => current?.verdicts === 3 || current?.opening === 'absent',
    )
    const body = JSON.parse(row?.body ?? '')
    expect(row).toMatchObject({ outcome: 'paid', opening: 'absent' })
    expect(body.trails).toEqual([expect.objectContaining({ root, author: PROVIDER, withdrawnAt: expect.any(Number) })])
    expect(row?.body).toContain('was withdrawn')
  })

  it('fails alone where its hash is wrong: the settlement is as if nobody had named anything', async () => {
    const root = await storeUntagged()
    await insertRequest('request', `0g://${root}`, keccak(FILE))
    const found = await check('request')
    expect(found.request).toMatchObject({ outcome: 'mismatch', expected: keccak(FILE), found: keccak(TRAIL) })
    expect(await listCurrent(bench.db)).toMatchObject([{ outcome: 'paid', opening: 'absent', verdicts: 1 }])
    expect((await bench.db.query('select from verdicts.payload')).rowCount).toBe(0)
  })

  it("accuses nobody by a stranger's request, and keeps nothing of a file that is no trail", async () => {
    const wrong = trailOf(recordsOf(1).map((record) => ({ ...record, fee: '301', outputFee: '201' })))
    for (const node of bench.nodes) for (const [at, file] of [wrong, FILE].entries()) node.add(6 + at, file)
    const roots = [wrong, FILE].map((file, at) => bench.nodes[0].add(6 + at, file))
    const untagged = { payer: null, provider: null, author: STRANGER }
    for (const [at, root] of roots.entries())
      await insertAnchor(bench.db, {
        txSeq: 6 + at,
        root,
        size: at ? FILE.length : wrong.length,
        block: 10,
        ...untagged,
      })
    await insertSettlement(bench.db, { n: 1, block: 10 })
    await insertRequest('trail', `0g://${roots[0]}`, keccak(wrong), STRANGER)
    await insertRequest('file', `0g://${roots[1]}`, keccak(FILE))
    const found = await check('trail', 'file')
    expect([found.trail?.outcome, found.file?.outcome]).toEqual(['match', 'match'])
    expect(await listCurrent(bench.db)).toMatchObject([{ outcome: 'paid', opening: 'absent' }])
    expect((await bench.db.query('select root from verdicts.payload')).rows).toEqual([{ root: roots[0] }])
  })
})

describe('an agent that somebody opened', () => {
  it('has its card looked up without a payer, once, and a flood or garbage queues nothing else', async () => {
    await insertCard('unused', DATA, 'empty')
    await insertFeedback('other', DATA, keccak(FILE))
    await bench.start()
    const say = (payload: string) => bench.db.query('select pg_notify($1, $2)', [LOOKED_CHANNEL, payload])
    for (const payload of ["agent:'; drop table x; --", 'agent:', 'x'.repeat(7_000), 'agent:nobody', 'agent:EMPTY'])
      await say(payload)
    await bench.db.query("select pg_notify($1, 'agent:flood' || n) from generate_series(1, 20000) n", [LOOKED_CHANNEL])
    const listChecks = async () =>
      (await bench.db.query<Row>('select subject, outcome from verdicts.commitment_check')).rows
    await until(
      async () => {
        await say('agent:empty')
        return listChecks()
      },
      (rows) => rows.length > 0,
    )
    await say('agent:empty')
    await checkFirst(bench.db, ['empty', 'nobody'])
    await untilIdle(bench.db)
    expect(await listChecks()).toEqual([{ subject: 'unused', outcome: 'no-hash' }])
  })

  it('adds nothing to a queue that is long already', async () => {
    await insertCard('unused', DATA, 'empty')
    await bench.db.query(
      `select graphile_worker.add_job('check_commitment', '{}', job_key := 'filler' || n) from generate_series(1, 1000) n`,
    )
    await checkFirst(bench.db, ['empty'])
    const { rows } = await bench.db.query("select key from graphile_worker.jobs where key like 'check_%'")
    expect(rows).toEqual([])
  })
})
