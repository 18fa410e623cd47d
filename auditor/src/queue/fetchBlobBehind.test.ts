import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { status } from '@grpc/grpc-js'
import { daRowRoot, type Hex, keccak256, storageRoot } from '@touchstone/verify'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Bench, openBench } from '../../testing/auditing.js'
import {
  insertAnchor,
  insertSettlement,
  PROVIDER,
  recordsOf,
  setHeight,
  settlementId,
  trailOf,
} from '../../testing/chain.js'
import { type DaServer, sliceOf, startDaServer } from '../../testing/daServer.js'
import { checkCommitment } from '../commitments/checkCommitment.js'
import { type Contexts, openContexts } from '../contexts.js'
import type { DaRootHash } from '../fetch/da/daRoot.js'
import { judge } from '../judge/judge.js'
import { loadSigner } from '../judge/key.js'
import { createMetrics } from '../metrics.js'
import { fetchTrail } from './fetchTrail.js'

const TRAIL = trailOf(recordsOf(1))
const WITNESS: { r1: Hex; r2: Hex } = { r1: `0x${'01'.repeat(32)}`, r2: `0x${'02'.repeat(32)}` }
const ENTRANCE: Hex = `0x${'e0'.repeat(20)}`
const SIGNERS: Hex = `0x${'50'.repeat(20)}`
const NODE_OWNER: Hex = `0x${'a1'.repeat(20)}`

const fold = (left: Uint8Array, right: Uint8Array) => keccak256(Buffer.concat([left, right]))
const toHex = (bytes: Uint8Array): Hex => `0x${Buffer.from(bytes).toString('hex')}`
const bytesOf = (hash: Hex) => Buffer.from(hash.slice(2), 'hex')
const dataRootOf = (bytes: Uint8Array) => toHex(fold(fold(daRowRoot(bytes), bytesOf(WITNESS.r1)), bytesOf(WITNESS.r2)))
const DATA_ROOT = dataRootOf(TRAIL)
const POINTER = `da://${DATA_ROOT}/5/0\n`
const ROOT = storageRoot(Buffer.from(POINTER)).root as Hex

/** As if these were the roots of every blob's extensions: the honest ones take seconds. */
const hash: DaRootHash = async ({ bytes }) => ({ root: dataRootOf(bytes), ...WITNESS })

let bench: Bench
let contexts: Contexts
let open: DaServer[]
let chain: Server

beforeEach(async () => {
  bench = await openBench()
  open = []
  chain = createServer((_request, response) => {
    // An array of 3072 addresses, all of one signer.
    const words = [32n, 3072n, ...new Array<bigint>(3072).fill(BigInt(NODE_OWNER))]
    const result = `0x${words.map((word) => word.toString(16).padStart(64, '0')).join('')}`
    response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, result }))
  })
  await new Promise<void>((resolve) => chain.listen(0, '127.0.0.1', resolve))
  bench.nodes[0].add(1, Buffer.from(POINTER))
  bench.nodes[1].behaviour = 'unknown'
  await insertSettlement(bench.db, { n: 1, block: 10, records: recordsOf(1) })
  await insertAnchor(bench.db, { txSeq: 1, root: ROOT, size: POINTER.length, block: 11 })
  await setHeight(bench.db, 100)
})

afterEach(async () => {
  await contexts.close()
  await Promise.all(open.map((server) => server.stop()))
  chain.close()
  await bench.stop()
})

async function serve(...args: Parameters<typeof startDaServer>): Promise<DaServer> {
  const server = await startDaServer(...args)
  open.push(server)
  return server
}

async function openWith(da: { dispersers?: DaServer[]; nodes?: DaServer[] }) {
  const urls = (servers: DaServer[] = []) => servers.map(({ url }) => url)
  const network = {
    ...bench.network,
    rpc: [`http://127.0.0.1:${(chain.address() as AddressInfo).port}`],
    contracts: [
      ...bench.network.contracts,
      { kind: 'daEntrance' as const, label: 'da', address: ENTRANCE, startBlock: 0 },
      { kind: 'daSigners' as const, label: 'da-signers', address: SIGNERS, startBlock: 0 },
    ],
    da: { dispersers: urls(da.dispersers), retrievers: [], nodes: urls(da.nodes) },
  }
  const signer = await loadSigner(bench.env.KEY_FILE)
  contexts = openContexts(bench.env, network, {
    pool: bench.db,
    signer,
    metrics: createMetrics(),
    log: pino({ level: 'silent' }),
  })
  const { fetching } = contexts
  if (fetching.da === undefined) throw new Error('The network has 0G DA.')
  contexts.fetching.da = { ...fetching.da, hash }
  contexts.commitments.da = contexts.fetching.da
}

const fetch = () => fetchTrail(contexts.fetching, ROOT, new AbortController().signal)

async function listAttempts() {
  const { rows } = await bench.db.query<{ source: string; outcome: string; root: string }>(
    'select root, source, outcome from verdicts.fetch_attempt order by id',
  )
  return rows
}

async function judgeIt() {
  await judge(contexts.judging, settlementId(1))
  const { rows } = await bench.db.query<{ opening: string; content: string; fault: string | null; body: string }>(
    `select v.* from verdicts.current_verdict c join verdicts.verdict v on v.id = c.verdict_id`,
  )
  const [row] = rows
  if (row === undefined) throw new Error('No verdict.')
  return { ...row, body: JSON.parse(row.body) }
}

describe('a trail on 0G DA alone', () => {
  it('opens its settlement, and the verdict says where the bytes lie', async () => {
    const disperser = await serve({ blob: () => TRAIL })
    await openWith({ dispersers: [disperser] })
    await fetch()
    const { opening, body } = await judgeIt()
    expect(opening).toBe('pass')
    expect(body.openedBy).toBe(ROOT)
    expect(body.trails).toMatchObject([{ root: ROOT, da: { pointer: POINTER, ...WITNESS } }])
    const content = body.questions.find(({ id }: { id: string }) => id === 'content')
    const check = content.checks.find(({ id }: { id: string }) => id === 'storage-root')
    expect(check).toMatchObject({ status: 'pass' })
    const refs = check.evidence.map(({ ref }: { ref: string }) => ref)
    expect(refs).toContain(POINTER.trim())
    expect(refs.at(-1)).toBe(`${POINTER.trim()} from ${disperser.url}/disperser.Disperser/RetrieveBlob`)
    // No quorum signed for it within an hour of its naming: said, and no obstacle to bytes that are right.
    expect(await listAttempts()).toMatchObject([
      { root: ROOT, outcome: 'match', source: bench.nodes[0].url },
      { root: ROOT, outcome: 'da-unattested', source: 'chain' },
      { root: ROOT, outcome: 'match' },
    ])
  })

  it('lets a lying disperser be named and accuse nobody, then is asked for from the nodes of the quorum', async () => {
    const liar = await serve({ blob: () => Buffer.from('{"other":1}\n') })
    await openWith({ dispersers: [liar] })
    await fetch()
    const before = await judgeIt()
    expect([before.opening, before.fault]).toEqual(['unavailable', null])
    expect(JSON.stringify(before.body)).not.toContain('"fail"')
    const node = await serve({ slices: (rows) => rows.map((row) => sliceOf(row, Buffer.from(TRAIL))) })
    await bench.db.query(
      `insert into da_signer (id, signer, socket, from_block, from_log_index, tx_hash) values ('s', $1, $2, 1, 0, '0x')`,
      [NODE_OWNER, `127.0.0.1:${node.port}`],
    )
    await contexts.close()
    await openWith({ dispersers: [liar], nodes: [node] })
    await bench.db.query('update verdicts.fetch_attempt set finished_at = now() - interval $$1 day$$')
    await fetch()
    const after = await judgeIt()
    expect([after.opening, after.fault]).toEqual(['pass', null])
    expect(JSON.stringify(after.body.observations)).toContain(liar.url)
    const attempts = await listAttempts()
    expect(attempts.at(-1)).toMatchObject({ source: 'nodes of quorum 0, epoch 5', outcome: 'match' })
    expect(attempts.filter(({ source }) => source === bench.nodes[0].url)).toHaveLength(1)
  }, 30_000)

  it('dials no socket that the chain names at an inner address', async () => {
    const inner = await serve({ slices: (rows) => rows.map((row) => sliceOf(row, Buffer.from(TRAIL))) })
    await bench.db.query(
      `insert into da_signer (id, signer, socket, from_block, from_log_index, tx_hash) values ('s', $1, $2, 1, 0, '0x')`,
      [NODE_OWNER, `127.0.0.1:${inner.port}`],
    )
    await openWith({})
    await fetch()
    expect(inner.asked).toEqual([])
    expect(await listAttempts()).toContainEqual({
      root: ROOT,
      source: `${inner.url} (DA node)`,
      outcome: 'unreachable',
    })
  })

  it('is expired where nobody has it and the nodes need no longer keep it', async () => {
    const pruned = await serve({ blob: () => ({ code: status.NOT_FOUND, details: 'no such blob' }) })
    await bench.db.query(
      `insert into da_upload (id, entrance, sender, author, data_root, epoch, quorum, price, block_number, block_time,
         tx_hash, log_index) values ('u', $1, '0x', '0x', '0x', 306, 0, 0, 1, now(), '0x', 0)`,
      [ENTRANCE],
    )
    await openWith({ dispersers: [pruned] })
    await fetch()
    expect((await listAttempts()).map(({ outcome }) => outcome)).toEqual([
      'match',
      'da-unattested',
      'unknown-root',
      'rows-missing',
      'expired',
    ])
    const { opening, fault } = await judgeIt()
    expect([opening, fault]).toEqual(['unavailable', null])
    // That was the last round, until the blob is named anew.
    const { rows } = await bench.db.query("select from graphile_worker.jobs where key like 'fetch%'")
    expect(rows).toEqual([])
    await fetch()
    expect(pruned.asked).toHaveLength(1)
    await insertAnchor(bench.db, { txSeq: 2, root: ROOT, size: POINTER.length, block: 90, time: new Date() })
    await fetch()
    expect(pruned.asked).toHaveLength(2)
  })

  it('is asked for again behind the window while sources only fail', async () => {
    const down = await serve({ blob: () => ({ code: status.UNAVAILABLE, details: 'later' }) })
    await bench.db.query(
      `insert into da_upload (id, entrance, sender, author, data_root, epoch, quorum, price, block_number, block_time,
         tx_hash, log_index) values ('u', $1, '0x', '0x', '0x', 306, 0, 0, 1, now(), '0x', 0)`,
      [ENTRANCE],
    )
    await openWith({ dispersers: [down] })
    await fetch()
    expect((await listAttempts()).map(({ outcome }) => outcome)).not.toContain('expired')
    const { rows } = await bench.db.query(
      "select run_at > now() as later from graphile_worker.jobs where key like 'fetch%'",
    )
    expect(rows).toEqual([{ later: true }])
  })

  it('is taken from an own copy where another anchor names the same blob', async () => {
    const disperser = await serve({ blob: () => TRAIL })
    await openWith({ dispersers: [disperser] })
    await fetch()
    const again = POINTER.replace('/5/', '/6/')
    const root = bench.nodes[0].add(2, Buffer.from(again))
    await insertAnchor(bench.db, { txSeq: 2, root, size: again.length, block: 12 })
    await fetchTrail(contexts.fetching, root, new AbortController().signal)
    expect(disperser.asked).toHaveLength(1)
    const { rows } = await bench.db.query('select root from verdicts.payload order by root')
    expect(rows).toEqual([ROOT, root].sort().map((known) => ({ root: known })))
  })
})

describe('a blob that a validation request names', () => {
  const URI = POINTER.trimEnd()

  beforeEach(async () => {
    await bench.db.query('delete from anchor')
    await bench.db.query(
      `insert into agent (id, agent_id, owner, minted_block, minted_time, mint_tx_hash, registered)
       values ('agent', 1, '', 1, now(), '', true)`,
    )
  })

  const check = async (hash: Hex) => {
    await bench.db.query(
      `insert into validation_request (id, registry, validator, request_hash, uri, block_number, block_time, tx_hash, tx_from,
         log_index, agent_id) values ('request', '', '', $1, $2, 12, now(), $3, $4, 0, 'agent')`,
      [hash, URI, ROOT, PROVIDER],
    )
    const payload = { kind: 'validation' as const, subject: 'request' }
    await checkCommitment(contexts.commitments, payload, new AbortController().signal)
    const { rows } = await bench.db.query('select outcome, expected, found, source from verdicts.commitment_check')
    await judge(contexts.judging, settlementId(1))
    const verdicts = await bench.db.query('select opening, body from verdicts.verdict order by id desc')
    return { row: rows[0], verdict: verdicts.rows[0] }
  }

  it('opens its bill though nobody anchored anything, past a disperser that lies', async () => {
    const [liar, honest] = [await serve({ blob: () => Buffer.from('other') }), await serve({ blob: () => TRAIL })]
    await openWith({ dispersers: [liar, honest] })
    const { row, verdict } = await check(toHex(keccak256(TRAIL)))
    expect(row).toMatchObject({ outcome: 'match', source: expect.stringContaining(honest.url) })
    expect(verdict).toMatchObject({ opening: 'pass' })
    expect(JSON.parse(verdict.body).trails).toEqual([
      expect.objectContaining({ root: ROOT, author: PROVIDER, da: { pointer: POINTER, ...WITNESS } }),
    ])
  })

  const insertUpload = (epoch: number, time: string) =>
    bench.db.query(
      `insert into da_upload (id, entrance, sender, author, data_root, epoch, quorum, price, block_number, block_time,
         tx_hash, log_index) values ($2, $1, '0x', '0x', '0x', $3, 0, 0, 1, $4, '0x', 0)`,
      [ENTRANCE, `upload-${epoch}`, epoch, time],
    )

  const look = async () => {
    const payload = { kind: 'validation' as const, subject: 'request' }
    await checkCommitment(contexts.commitments, payload, new AbortController().signal)
    const { rows } = await bench.db.query('select outcome, source, detail from verdicts.commitment_check order by id')
    const jobs = await bench.db.query(
      "select run_at > now() as later from graphile_worker.jobs where key like 'check%'",
    )
    return { rows, jobs: jobs.rows }
  }

  it.each([
    ['that nobody published', 5, 306],
    ['of an epoch that never comes', 999_999, 302],
  ])('%s is asked for until its window is over, and then says since when no more', async (_name, epoch, now) => {
    const empty = await serve({ blob: () => ({ code: status.NOT_FOUND, details: 'no such blob' }) })
    await openWith({ dispersers: [empty] })
    await insertUpload(1, '2026-01-01')
    await bench.db.query(
      `insert into validation_request (id, registry, validator, request_hash, uri, block_number, block_time, tx_hash, tx_from,
         log_index, agent_id) values ('request', '', '', $1, $2, 12, now(), $1, $3, 0, 'agent')`,
      [ROOT, URI.replace('/5/', `/${epoch}/`), PROVIDER],
    )
    const asked = await look()
    expect(asked.rows).toHaveLength(1)
    expect(asked.rows[0].outcome).not.toBe('expired')
    expect(asked.jobs).toEqual([{ later: true }])
    await bench.db.query("delete from graphile_worker._private_jobs where key like 'check%'")
    await insertUpload(now, '2099-01-01')
    const over = await look()
    expect(over.rows[1]).toEqual({
      outcome: 'expired',
      source: 'chain',
      detail: `window of 300 epochs ended, now is epoch ${now}; not asked for since ${new Date().toISOString().slice(0, 10)}`,
    })
    expect(over.jobs).toEqual([])
  })

  it.each<[string, () => Uint8Array | { code: status; details: string }, string]>([
    ['ends after days where sources only fail', () => ({ code: status.UNAVAILABLE, details: 'later' }), 'expired'],
    ['stays what it is where the bytes come', () => TRAIL, 'mismatch'],
  ])('behind its window %s', async (_name, blob, outcome) => {
    await openWith({ dispersers: [await serve({ blob })] })
    await insertUpload(306, '2026-01-01')
    const { row } = await check(ROOT)
    expect(row.outcome).not.toBe('expired')
    await bench.db.query(
      `insert into verdicts.commitment_check (kind, subject, uri, outcome, attempts)
       select kind, subject, uri, outcome, attempts from verdicts.commitment_check, generate_series(1, 14)`,
    )
    expect((await look()).rows.at(-1).outcome).toBe(outcome)
  })

  it('is a mismatch of the request alone where its hash is wrong', async () => {
    await openWith({ dispersers: [await serve({ blob: () => TRAIL })] })
    const wrong = toHex(keccak256(Buffer.from('other')))
    const { row, verdict } = await check(wrong)
    expect(row).toMatchObject({ outcome: 'mismatch', expected: wrong, found: toHex(keccak256(TRAIL)) })
    expect(verdict).toMatchObject({ opening: 'absent' })
  })
})
