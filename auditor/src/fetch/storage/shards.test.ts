import { randomBytes } from 'node:crypto'
import { type Hex, wholeOf } from '@touchstone/verify'
import fc from 'fast-check'
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
import { DEFAULT_LIMITS } from '../limits.js'
import { isInShard } from './assembly.js'
import { fetchRoot } from './fetchRoot.js'
import { createRootHash } from './rootHash.js'

const FILE = randomBytes(4 * 262_144 + 700)
FILE[FILE.length - 1] = 9
const LIMITS = { ...DEFAULT_LIMITS, connectMs: 500, requestMs: 2_000 }

const { spool } = openTestSpool()
const started: StorageServer[] = []
const doors: Door[] = []
afterEach(() => Promise.all([...started.splice(0).map((it) => it.stop()), ...doors.splice(0).map((it) => it.close())]))

/** A node with the file, or with its shard of it: `[shardId, numShard]`. */
async function start(behaviour: Behaviour, [shardId, numShard] = [0, 1] as [number, number]) {
  const server = await startStorageServer(behaviour)
  server.shard = { shardId, numShard }
  started.push(server)
  return { server, root: server.add(7, FILE) }
}

async function fetchFrom(
  nodes: { server: StorageServer; root: Hex }[],
  maxPayloadBytes = DEFAULT_LIMITS.maxPayloadBytes,
) {
  const urls = nodes.map(({ server }) => server.url)
  const limits = { ...LIMITS, maxPayloadBytes }
  const door = openDoor(urls, limits)
  doors.push(door)
  const attempts: FetchAttempt[] = []
  const isWhole = await spool.during(async (scratch) => {
    const payload = await fetchRoot(
      {
        network: { chainId: TEST_CHAIN_ID, flow: TEST_FLOW },
        indexers: [],
        nodes: urls,
        door,
        limits,
        hash: createRootHash(undefined),
      },
      {
        root: nodes[0]?.root ?? '0x',
        submissions: [{ txSeq: 7, size: FILE.length }],
        stop: new AbortController().signal,
        scratch,
        record: async (attempt) => void attempts.push(attempt),
      },
    )
    return payload !== undefined && FILE.equals(wholeOf(payload.bytes))
  })
  return { isWhole, attempts }
}

describe('nodes that hold single shards', () => {
  it('puts the file together from nodes that cover all shards', async () => {
    const nodes = [await start('honest', [1, 2]), await start('honest', [0, 2])]
    const { isWhole, attempts } = await fetchFrom(nodes)
    expect(isWhole).toBe(true)
    expect(attempts).toMatchObject([
      { outcome: 'partial', bytes: 2 * 262_144, detail: 'shard 1 of 2; 3 segments are with other nodes' },
      { outcome: 'match', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ])
  })

  it('asks each node for the missing segments of its own shard alone', async () => {
    const nodes = [await start('honest', [1, 2]), await start('honest', [1, 2]), await start('honest', [0, 2])]
    expect((await fetchFrom(nodes)).isWhole).toBe(true)
    const asked = nodes.map(
      ({ server }) => server.asked.filter((it) => it === 'zgs_downloadSegmentWithProofByTxSeq').length,
    )
    expect(asked).toEqual([2, 0, 3])
  })

  it('is partial where a shard is nowhere', async () => {
    const { isWhole, attempts } = await fetchFrom([await start('honest', [1, 2]), await start('honest', [3, 4])])
    expect(isWhole).toBe(false)
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['partial', 'partial'])
  })

  it('names the node and the segment that is wrong, and takes that segment from the next', async () => {
    const nodes = [await start('lie-later'), await start('honest')]
    const { isWhole, attempts } = await fetchFrom(nodes)
    expect(isWhole).toBe(true)
    expect(attempts).toMatchObject([
      {
        source: nodes[0]?.server.url,
        outcome: 'mismatch',
        bytes: 2 * 262_144,
        detail: expect.stringMatching(/^segment 1 of 5: the bytes have another segment root/),
        foundRoot: expect.stringMatching(/^0x[0-9a-f]{64}$/),
      },
      { source: nodes[1]?.server.url, outcome: 'match' },
    ])
    expect(attempts[0]?.foundRoot).not.toBe(nodes[0]?.root)
  })

  it('looks at segments of a file that is too large, and names the node with a wrong one', async () => {
    const nodes = [await start('lie-later'), await start('honest'), await start('honest', [0, 2])]
    const { attempts } = await fetchFrom(nodes, 1_000)
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['too-large', 'mismatch', 'too-large', 'too-large'])
    expect(attempts[2]?.detail).toMatch(/^5 of 5 segments/)
    expect(attempts[3]?.detail).toMatch(/^3 of 5 segments/)
  })

  it('gives each segment to exactly one shard', () => {
    fc.assert(
      fc.property(fc.nat(1e9), fc.nat(1e6), fc.integer({ min: 1, max: 64 }), (firstSegment, index, numShard) => {
        const holders = Array.from({ length: numShard }, (_, shardId) =>
          isInShard({ firstSegment, shard: { shardId, numShard } }, index),
        )
        expect(holders.filter(Boolean)).toHaveLength(1)
      }),
    )
  })
})
