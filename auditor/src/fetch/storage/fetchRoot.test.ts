import { randomBytes } from 'node:crypto'
import { type Hex, wholeOf } from '@touchstone/verify'
import { afterEach, describe, expect, it } from 'vitest'
import { openTestSpool } from '../../../testing/spool.js'
import {
  type Behaviour,
  type StorageServer,
  startStorageServer,
  TEST_CHAIN_ID,
  TEST_FLOW,
} from '../../../testing/storageServer.js'
import { type Door, openDoor } from '../../safe/door.js'
import type { FetchAttempt } from '../attempt.js'
import { DEFAULT_LIMITS, type FetchLimits } from '../limits.js'
import { fetchRoot } from './fetchRoot.js'
import { createRootHash } from './rootHash.js'

const LIMITS: FetchLimits = { ...DEFAULT_LIMITS, connectMs: 500, requestMs: 600, sourceMs: 2_000, rootMs: 6_000 }
const FILE = Buffer.from(`{"spec":"x"}\n${'{"n":1}\n'.repeat(300)}`)

const { spool } = openTestSpool()
const started: StorageServer[] = []
const doors: Door[] = []

afterEach(async () => {
  await Promise.all([...started.splice(0).map((server) => server.stop()), ...doors.splice(0).map((it) => it.close())])
})

async function start(behaviour: Behaviour, file: Uint8Array = FILE) {
  const server = await startStorageServer(behaviour)
  started.push(server)
  const root = server.add(7, file)
  return { server, root }
}

async function fetchFrom(
  sources: { indexers?: StorageServer[]; nodes?: StorageServer[]; listed?: string[] },
  root: Hex,
  submissions = [{ txSeq: 7, size: FILE.length }],
  limits = LIMITS,
) {
  const nodes = (sources.nodes ?? []).map(({ url }) => url)
  const indexers = (sources.indexers ?? []).map(({ url }) => url)
  const door = openDoor([...nodes, ...indexers, ...(sources.listed ?? [])], limits)
  doors.push(door)
  const attempts: FetchAttempt[] = []
  const payload = await spool.during(async (scratch) => {
    const fetched = await fetchRoot(
      {
        network: { chainId: TEST_CHAIN_ID, flow: TEST_FLOW },
        indexers,
        nodes,
        door,
        limits,
        hash: createRootHash(undefined),
      },
      {
        root,
        submissions,
        stop: new AbortController().signal,
        scratch,
        record: async (attempt) => {
          attempts.push(attempt)
        },
      },
    )
    return (
      fetched && {
        ...fetched,
        bytes: Uint8Array.from(wholeOf(fetched.bytes)),
        isOnDisk: !(fetched.bytes instanceof Uint8Array),
      }
    )
  })
  return { payload, attempts, outcomes: attempts.map(({ outcome }) => outcome) }
}

describe('fetchRoot', () => {
  it.each(['lie', 'server-error', 'unknown'] as const)(
    'asks the next node a pause after one that had nothing: %s',
    async (behaviour) => {
      const { server: first, root } = await start(behaviour)
      const { server: second } = await start('honest')
      const limits = { ...LIMITS, spacingMs: 300 }
      const { attempts } = await fetchFrom({ nodes: [first, second] }, root, undefined, limits)
      const [before, after] = attempts
      expect(after).toMatchObject({ source: second.url, outcome: 'match' })
      const pause = (after?.startedAt.getTime() ?? 0) - (before?.finishedAt.getTime() ?? 0)
      expect(pause).toBeGreaterThanOrEqual(295)
    },
  )

  it('takes the bytes of an honest node and cuts the padding off', async () => {
    const { server, root } = await start('honest')
    const { payload, attempts } = await fetchFrom({ nodes: [server] }, root)
    expect(Buffer.from(payload?.bytes ?? [])).toEqual(FILE)
    expect(payload?.source).toBe(server.url)
    expect(attempts).toMatchObject([
      { source: server.url, outcome: 'match', bytes: Math.ceil(FILE.length / 256) * 256 },
    ])
  })

  it('names the node that lied and takes the bytes of the next', async () => {
    const { server: liar } = await start('lie')
    const { server: honest, root } = await start('honest')
    const { payload, attempts } = await fetchFrom({ nodes: [liar, honest] }, root)
    expect(payload?.source).toBe(honest.url)
    expect(attempts).toMatchObject([
      { source: liar.url, outcome: 'mismatch', foundRoot: expect.stringMatching(/^0x[0-9a-f]{64}$/) },
      { source: honest.url, outcome: 'match' },
    ])
    expect(attempts[0]?.foundRoot).not.toBe(root)
  })

  it('assembles a file of several segments', async () => {
    const large = randomBytes(3 * 262_144 + 5)
    large[large.length - 1] = 9
    const { server, root } = await start('honest', large)
    const { payload } = await fetchFrom({ nodes: [server] }, root, [{ txSeq: 7, size: large.length }])
    expect(large.equals(payload?.bytes ?? new Uint8Array())).toBe(true)
  })

  it.each<[string, number, boolean]>([
    ['a large one on disk', 5 * 262_144 + 5, true],
    ['a small one in memory', 3_000, false],
  ])('takes a whole file from a gateway: %s', async (_name, size, isOnDisk) => {
    const file = randomBytes(size)
    file[size - 1] = 9
    const { server: gateway, root } = await start('honest', file)
    const { payload, outcomes } = await fetchFrom({ indexers: [gateway] }, root, [{ txSeq: 7, size }])
    expect(payload).toMatchObject({ source: `${gateway.url}/file`, isOnDisk })
    expect([file.equals(payload?.bytes ?? new Uint8Array()), outcomes]).toEqual([true, ['match']])
    const { attempts, ...other } = await fetchFrom({ indexers: [gateway] }, root, [{ txSeq: 7, size: size + 300 }])
    expect(other.payload).toMatchObject({ isOnDisk })
    expect(attempts).toMatchObject([{ outcome: 'match', bytes: size, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }])
    gateway.add(7, randomBytes(size), root)
    expect((await fetchFrom({ indexers: [gateway] }, root, [{ txSeq: 7, size }])).outcomes).toEqual(['mismatch'])
    gateway.add(7, randomBytes(size + 70_000), root)
    expect((await fetchFrom({ indexers: [gateway] }, root, [{ txSeq: 7, size }])).outcomes).toEqual(['too-large'])
    expect(spool.usedBytes).toBe(0)
  })

  it.each<[Behaviour, string]>([
    ['lie', 'mismatch'],
    ['truncate', 'size-mismatch'],
    ['tail', 'size-mismatch'],
    ['too-long', 'size-mismatch'],
    ['not-base64', 'bad-answer'],
    ['wrong-network', 'wrong-network'],
    ['behind', 'node-behind'],
    ['pruned', 'pruned'],
    ['never-uploaded', 'never-uploaded'],
    ['partial', 'partial'],
    ['unknown', 'unknown-root'],
    ['hang', 'time-out'],
    ['slow-loris', 'time-out'],
    ['endless', 'too-large'],
    ['giant-json', 'too-large'],
    ['redirect', 'bad-answer'],
    ['gzip', 'bad-answer'],
    ['rate-limit', 'rate-limited'],
    ['server-error', 'unreachable'],
    ['garbage', 'bad-answer'],
  ])('calls a node with behaviour %s: %s, within the deadline', async (behaviour, outcome) => {
    const { server, root } = await start(behaviour)
    const before = performance.now()
    const { payload, outcomes } = await fetchFrom({ nodes: [server] }, root)
    expect(payload).toBeUndefined()
    expect(outcomes).toEqual([outcome])
    expect(performance.now() - before).toBeLessThan(LIMITS.sourceMs + 500)
  })

  it('calls a node that holds only some segments partial', async () => {
    const large = randomBytes(262_144 + 300)
    const { server, root } = await start('missing-segment', large)
    const { outcomes } = await fetchFrom({ nodes: [server] }, root, [{ txSeq: 7, size: large.length }])
    expect(outcomes).toEqual(['partial'])
  })

  it('asks no source for a root that is anchored at another Flow alone', async () => {
    const { server, root } = await start('honest')
    const { payload, attempts } = await fetchFrom({ nodes: [server] }, root, [])
    expect(payload).toBeUndefined()
    expect(attempts).toMatchObject([{ source: 'auditor', outcome: 'wrong-network' }])
  })

  it('calls a dead port unreachable', async () => {
    const { server, root } = await start('honest')
    await server.stop()
    expect((await fetchFrom({ nodes: [server] }, root)).outcomes).toEqual(['unreachable'])
  })

  it('never dials an address that the network does not list, however an indexer spells it', async () => {
    const { server: indexer, root } = await start('honest')
    const { server: unlisted } = await start('honest')
    indexer.locations = [
      'http://169.254.169.254/latest/meta-data',
      unlisted.url,
      `http://user:secret@${indexer.url.slice(7)}`,
      'file:///etc/passwd',
      indexer.url.replace('http:', 'https:'),
      'not a url',
    ]
    const { payload, attempts } = await fetchFrom({ indexers: [indexer] }, root)
    expect(unlisted.asked).toEqual([])
    expect(attempts.slice(0, 6).map(({ outcome }) => outcome)).toEqual(Array(6).fill('unreachable'))
    expect(attempts[0]).toMatchObject({
      source: 'http://169.254.169.254/latest/meta-data',
      detail: expect.stringContaining('refused'),
    })
    // The gateway of the listed indexer is left, as the last resort.
    expect(payload?.source).toBe(`${indexer.url}/file`)
  })

  it("asks nodes in the indexer's order first", async () => {
    const { server: first, root } = await start('pruned')
    const { server: second } = await start('honest')
    const { server: indexer } = await start('honest')
    indexer.locations = [second.url]
    const { payload, attempts } = await fetchFrom({ indexers: [indexer], nodes: [first, second] }, root)
    expect(payload?.source).toBe(second.url)
    expect(attempts).toHaveLength(1)
    expect(first.asked).toEqual([])
  })

  it('takes the submission that the node holds, behind any number that it does not', async () => {
    const { server, root } = await start('honest')
    const { outcomes } = await fetchFrom({ nodes: [server] }, root, [
      ...Array.from({ length: 6 }, (_, txSeq) => ({ txSeq, size: FILE.length + 9_000 })),
      { txSeq: 7, size: FILE.length },
    ])
    expect(outcomes).toEqual(['match'])
  })

  it('does not let a stranger who anchors the root with another size spoil the file or accuse the node', async () => {
    const { server, root } = await start('honest')
    for (const size of [FILE.length - 3, FILE.length + 3]) {
      const { payload, outcomes } = await fetchFrom({ nodes: [server] }, root, [{ txSeq: 7, size }])
      expect(outcomes).toEqual(['match'])
      expect(Buffer.from(payload?.bytes ?? [])).toEqual(FILE)
    }
  })

  it('fetches no file above the limit, and looks at some of its segments', async () => {
    const { server, root } = await start('honest')
    const limits = { ...LIMITS, maxPayloadBytes: 100 }
    const { payload, attempts } = await fetchFrom({ nodes: [server] }, root, undefined, limits)
    expect(payload).toBeUndefined()
    expect(attempts).toMatchObject([
      { source: 'auditor', outcome: 'too-large' },
      { source: server.url, outcome: 'too-large', detail: expect.stringMatching(/^1 of 1 segments/) },
    ])
  })

  it('records nothing about a source when the process stops in between', async () => {
    const { server, root } = await start('hang')
    const door = openDoor([server.url], LIMITS)
    doors.push(door)
    const attempts: FetchAttempt[] = []
    const stop = new AbortController()
    const work = spool.during((scratch) =>
      fetchRoot(
        {
          network: { chainId: TEST_CHAIN_ID, flow: TEST_FLOW },
          indexers: [],
          nodes: [server.url],
          door,
          limits: LIMITS,
          hash: createRootHash(undefined),
        },
        {
          root,
          submissions: [{ txSeq: 7, size: FILE.length }],
          stop: stop.signal,
          scratch,
          record: async (it) => void attempts.push(it),
        },
      ),
    )
    stop.abort()
    await expect(work).rejects.toThrow(/abort/i)
    expect(attempts).toEqual([])
  })
})
