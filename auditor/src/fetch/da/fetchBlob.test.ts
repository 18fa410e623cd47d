import { status } from '@grpc/grpc-js'
import { type DaPointer, type Hex, recoverRows, verifyDaWitness } from '@touchstone/verify'
import { afterEach, describe, expect, it } from 'vitest'
import { extendRows } from '../../../../verify/src/da/extension.js'
import { type DaServer, type Hostility, sliceOf, startDaServer, startHostileServer } from '../../../testing/daServer.js'
import { createDialGuard } from '../../safe/dialGuard.js'
import { type FetchAttempt, type Refusal, refuse } from '../attempt.js'
import { DEFAULT_LIMITS } from '../limits.js'
import type { DaRootHash } from './daRoot.js'
import { fetchBlob } from './fetchBlob.js'
import type { NodeRows } from './rows.js'

// Vector of 1000 bytes of 0G's encoder, byte i = (31 i + 7) mod 256.
const BLOB = Buffer.from(Uint8Array.from({ length: 1000 }, (_, i) => (i * 31 + 7) % 256))
const WITNESS: { r1: Hex; r2: Hex } = {
  r1: '0x632bdb15129bcbfd646b85c1788ace50bad5caddc91bb4ea6148dd482a0e8713',
  r2: '0x3e1d8240c18e3b20c4658d12d74bde5c02b8b2d59bbf2e9ce45282f6948bab9b',
}
const DATA_ROOT = '0xb40add23458a9eadfd1e4f3c3d9a1e21a8d88337ab7042243c1b2a3b206545ed'
const POINTER: DaPointer = { kind: 'pointer', dataRoot: DATA_ROOT, epoch: 2n ** 64n - 1n, quorumId: 3n }
const ROOT: Hex = `0x${'11'.repeat(32)}`
const LIMITS = { ...DEFAULT_LIMITS, connectMs: 400, requestMs: 400, sourceMs: 3_000, rootMs: 10_000 }

const started: DaServer[] = []

afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.stop()))
})

async function keep(starting: Promise<DaServer>): Promise<DaServer> {
  const server = await starting
  started.push(server)
  return server
}

const serve = (blob: Uint8Array | { code: status; details: string }) => keep(startDaServer({ blob: () => blob }))

/** By witness: the whole root takes seconds, and `daRoot.test.ts` has it. */
const hash: DaRootHash = async ({ bytes }) => {
  const result = verifyDaWitness({ bytes, dataRoot: DATA_ROOT, witness: WITNESS })
  if (result.kind === 'refused') throw new Error(result.field)
  return { root: result.kind === 'match' ? DATA_ROOT : (result.found as Hex), ...WITNESS }
}

interface Asked {
  dispersers?: DaServer[]
  retrievers?: DaServer[]
  nodes?: NodeRows[] | Refusal
  listed?: string[]
  stop?: AbortSignal
}

async function fetchFrom({ dispersers = [], retrievers = [], nodes = [], listed, stop }: Asked) {
  const urls = (servers: DaServer[]) => servers.map(({ url }) => url)
  const all = [...urls(dispersers), ...urls(retrievers), ...('ok' in nodes ? [] : nodes.map(({ url }) => url))]
  const attempts: FetchAttempt[] = []
  const blob = await fetchBlob(
    {
      guard: createDialGuard(listed ?? all),
      limits: LIMITS,
      dispersers: urls(dispersers),
      retrievers: urls(retrievers),
      hash,
      recover: async (known) => recoverRows(known),
    },
    {
      root: ROOT,
      pointer: POINTER,
      findNodes: async () => ('ok' in nodes ? nodes : { ok: true, nodes }),
      stop: stop ?? new AbortController().signal,
      record: async (attempt) => {
        attempts.push(attempt)
      },
    },
  )
  return { blob, attempts, outcomes: attempts.map(({ outcome }) => outcome) }
}

const rowsFrom = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at)

describe('fetchBlob', () => {
  it('takes the bytes of an honest disperser, by the key of the dispersal', async () => {
    const disperser = await serve(BLOB)
    const { blob, attempts } = await fetchFrom({ dispersers: [disperser] })
    expect(blob).toMatchObject({ source: `${disperser.url}/disperser.Disperser/RetrieveBlob`, ...WITNESS })
    expect(Buffer.compare(Buffer.from(blob?.bytes ?? []), BLOB)).toBe(0)
    expect(disperser.asked).toEqual([{ root: DATA_ROOT.slice(2), epoch: `${2n ** 64n - 1n}`, quorum: '3' }])
    expect(attempts).toMatchObject([{ root: ROOT, outcome: 'match', bytes: 1000 }])
  })

  it('names a disperser that lies, and goes on to the retriever', async () => {
    const other = Buffer.from(BLOB)
    other[999] = 1
    const liar = await serve(other)
    const retriever = await serve(BLOB)
    const { blob, attempts } = await fetchFrom({ dispersers: [liar], retrievers: [retriever] })
    expect(blob?.source).toBe(`${retriever.url}/retriever.Retriever/RetrieveBlob`)
    expect(attempts).toMatchObject([
      {
        source: `${liar.url}/disperser.Disperser/RetrieveBlob`,
        outcome: 'mismatch',
        foundRoot: expect.not.stringContaining(DATA_ROOT),
      },
      { outcome: 'match' },
    ])
  })

  it('tells a longer payload from the padding that has the same rows but for their length', async () => {
    const { outcomes } = await fetchFrom({ dispersers: [await serve(Buffer.concat([BLOB, Buffer.alloc(1)]))] })
    expect(outcomes[0]).toBe('mismatch')
  })

  it.each<[Hostility, string, RegExp]>([
    ['hang', 'time-out', /DEADLINE/],
    ['hang-open', 'unreachable', /no connection/],
    ['close', 'unreachable', /UNAVAILABLE/],
    ['giant', 'too-large', /RESOURCE_EXHAUSTED/],
    ['gzip-bomb', 'too-large', /RESOURCE_EXHAUSTED/],
    ['garbage', 'bad-answer', /./],
    ['endless', 'time-out', /DEADLINE/],
    ['giant-trailer', 'bad-answer', /^UNKNOWN: a+$/],
  ])('ends an answer that would %s as %s', async (hostility, outcome, detail) => {
    const before = process.memoryUsage().rss
    const hostile = await keep(startHostileServer(hostility))
    const { blob, attempts } = await fetchFrom({ dispersers: [hostile] })
    expect(blob).toBeUndefined()
    expect(attempts[0]).toMatchObject({ outcome, bytes: 0, detail: expect.stringMatching(detail) })
    expect(attempts[0]?.foundRoot).toBeUndefined()
    expect(attempts[0]?.detail?.length).toBeLessThan(300)
    if (hostility !== 'gzip-bomb') expect(process.memoryUsage().rss - before).toBeLessThan(250 * 2 ** 20)
  })

  it.each([
    [status.UNKNOWN, 'request rate limited', 'rate-limited'],
    [status.RESOURCE_EXHAUSTED, 'request pool is full', 'rate-limited'],
    [status.UNKNOWN, 'failed to dial retriever', 'unreachable'],
    [status.NOT_FOUND, 'fail to recover slice: Incorrect scalar', 'da-decode-error'],
    [status.NOT_FOUND, 'fail to recover slice: Non zero in padding range', 'da-decode-error'],
    [status.NOT_FOUND, 'fail to recover slice: Not enough valid lines', 'rows-missing'],
    [status.NOT_FOUND, 'no such blob', 'unknown-root'],
    [status.UNKNOWN, 'parameter StorageRoot len is not accepted', 'bad-answer'],
  ])('reads status %s, "%s" as %s', async (code, details, outcome) => {
    const { outcomes } = await fetchFrom({ retrievers: [await serve({ code, details })] })
    expect(outcomes[0]).toBe(outcome)
  })

  it('dials no inner address that the network file does not list', async () => {
    const disperser = await serve(BLOB)
    const { attempts } = await fetchFrom({ dispersers: [disperser], listed: [] })
    expect(attempts[0]).toMatchObject({ outcome: 'unreachable', detail: expect.stringContaining('refused') })
    expect(disperser.asked).toEqual([])
  })

  it('joins the rows of the nodes where nobody else has the blob', async () => {
    const node = await keep(startDaServer({ slices: (rows) => rows.map((row) => sliceOf(row, BLOB)) }))
    const other = await keep(startDaServer({ slices: (rows) => rows.map((row) => sliceOf(row, BLOB)) }))
    const nodes = [
      { url: node.url, rows: [...rowsFrom(0, 300), ...rowsFrom(900, 1024)] },
      { url: other.url, rows: rowsFrom(300, 900) },
    ]
    const { blob, attempts } = await fetchFrom({ nodes })
    expect(attempts).toMatchObject([{ source: `nodes of quorum 3, epoch ${2n ** 64n - 1n}`, outcome: 'match' }])
    expect(Buffer.compare(Buffer.from(blob?.bytes ?? []), BLOB)).toBe(0)
    expect(node.asked.map(({ rows }) => rows?.length)).toEqual([256, 168])
  })

  it('says what nodes lack or spoil, and of wrong rows that they recompute to another root', async () => {
    const honest = { slices: (rows: number[]) => rows.map((row) => sliceOf(row, BLOB)) }
    const node = await keep(startDaServer(honest))
    const empty = await keep(startDaServer({}))
    const halves = (second: DaServer) => [
      { url: node.url, rows: rowsFrom(0, 512) },
      { url: second.url, rows: rowsFrom(512, 1024) },
    ]
    const lacking = await fetchFrom({ nodes: halves(empty) })
    expect(lacking.attempts).toMatchObject([
      { source: `${empty.url} (DA node)`, outcome: 'rows-missing' },
      { outcome: 'rows-missing', detail: '512 of the 1024 rows of the payload were served; missing 512-1023' },
    ])
    const short = await keep(startDaServer({ slices: (rows) => rows.map((row) => sliceOf(row, BLOB).subarray(1)) }))
    expect((await fetchFrom({ nodes: halves(short) })).outcomes).toEqual(['bad-answer', 'rows-missing'])
    const few = await keep(startDaServer({ slices: () => [] }))
    expect((await fetchFrom({ nodes: halves(few) })).outcomes).toEqual(['bad-answer', 'rows-missing'])
    const scalar = await keep(startDaServer({ slices: (rows) => rows.map((row) => sliceOf(row, BLOB).fill(0xff, 8)) }))
    expect((await fetchFrom({ nodes: halves(scalar) })).outcomes).toEqual(['da-decode-error'])
    const liar = await keep(startDaServer({ slices: (rows) => rows.map((row) => sliceOf(row, Buffer.alloc(1000, 1))) }))
    const lied = [{ url: liar.url, rows: rowsFrom(0, 1024) }]
    expect((await fetchFrom({ nodes: lied })).outcomes).toEqual(['mismatch'])
  })

  it('accuses nobody where a single row is missing, be it one of zeros that the payload could do without', async () => {
    const node = await keep(startDaServer({ slices: (rows) => rows.map((row) => sliceOf(row, BLOB)) }))
    const held = [...rowsFrom(0, 7), ...rowsFrom(8, 1000), ...rowsFrom(1001, 1024)]
    const { blob, attempts } = await fetchFrom({ nodes: [{ url: node.url, rows: held }] })
    expect(blob).toBeUndefined()
    expect(attempts).toMatchObject([
      { outcome: 'rows-missing', detail: '1022 of the 1024 rows of the payload were served; missing 7, 1000' },
    ])
    expect(attempts[0]?.foundRoot).toBeUndefined()
  })

  it('computes missing rows from rows of the extensions, and accuses nobody where these are wrong', async () => {
    const extension = extendRows(
      (row) => sliceOf(row, BLOB).subarray(8),
      () => undefined,
    )
    extension.evaluate(1)
    const encoded = (row: number) =>
      row < 1024 ? sliceOf(row, BLOB) : Buffer.concat([sliceOf(0, BLOB).subarray(0, 8), extension.readRow(row - 1024)])
    const node = await keep(startDaServer({ slices: (rows) => rows.map((row) => sliceOf(row, BLOB)) }))
    const other = await keep(startDaServer({ slices: (rows) => rows.map(encoded) }))
    const liar = await keep(startDaServer({ slices: (rows) => rows.map((row) => encoded(row).fill(1, 40, 50)) }))
    const held = [...rowsFrom(1, 7), ...rowsFrom(8, 1024)]
    const nodesWith = ({ url }: DaServer) => [
      { url: node.url, rows: held },
      { url, rows: rowsFrom(1030, 1100) },
    ]
    const { blob, attempts } = await fetchFrom({ nodes: nodesWith(other) })
    expect(attempts).toMatchObject([{ outcome: 'match', bytes: 1000 }])
    expect(Buffer.compare(Buffer.from(blob?.bytes ?? []), BLOB)).toBe(0)
    expect(other.asked.map(({ rows }) => rows)).toEqual([[1030, 1031]])
    const lied = await fetchFrom({ nodes: nodesWith(liar) })
    expect(lied.blob).toBeUndefined()
    expect(lied.attempts).toMatchObject([
      { outcome: 'rows-missing', bytes: 0, detail: expect.stringMatching(/^2 rows of the payload were missing/) },
    ])
    expect(lied.attempts[0]?.foundRoot).toBeUndefined()
  }, 60_000)

  it('keeps why the quorum could not be found', async () => {
    const { attempts } = await fetchFrom({ nodes: refuse('unreachable', 'no node of the chain answers') })
    expect(attempts).toMatchObject([{ outcome: 'unreachable', detail: 'no node of the chain answers' }])
  })

  it('records nothing about what the auditor broke off itself', async () => {
    const hostile = await keep(startHostileServer('hang'))
    const stop = AbortSignal.timeout(200)
    await expect(fetchFrom({ dispersers: [hostile], stop })).rejects.toThrow()
  })
})
