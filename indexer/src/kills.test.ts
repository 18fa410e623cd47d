import { parseNetwork } from '@touchstone/networks'
import { toNetworkFile } from '@touchstone/sim/contracts'
import { Simulation } from '@touchstone/sim/simulation'
import type { Row } from '@touchstone/sim/truth'
import type { ChainView } from '@touchstone/sim/view'
import { startTestPostgres } from '@touchstone/stack/testing'
import { buildFactsSource } from '@touchstone/store'
import { migrate } from '@touchstone/store/migrate'
import type { Client } from 'pg'
import type { DataSource } from 'typeorm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Follower } from './testing/follower'
import { openClient } from './testing/indexer'
import { InjectedDatabase, Injection, Killed, type KillPoint, labelStatement } from './testing/injected'
import { findDifferences } from './testing/truth'

const FINALITY = 5
const NETWORK = parseNetwork(
  JSON.stringify(toNetworkFile({ url: 'http://127.0.0.1:1', wsUrl: 'ws://127.0.0.1:1', finality: FINALITY })),
  'simulated',
)

/** A chain as a node sees it at one time, with what the facts must then be. */
interface Stage {
  view: ChainView
  truth: [string, [string, Row][]][]
}

/** What the index is brought to before each kill, and what it was about to do when it came. */
const MOVES = [
  { name: 'the first blocks', from: undefined, to: 'old', most: 12 },
  { name: 'new blocks', from: 'old', to: 'new', most: 14 },
  { name: 'a fork', from: 'new', to: 'forked', most: 14 },
  { name: 'a fork below finality', from: 'forked', to: 'deep', most: 8 },
] as const

const stages = new Map<string, Stage>()
let postgres: Awaited<ReturnType<typeof startTestPostgres>>
let source: DataSource | undefined
let client: Client
let follower: Follower | undefined
const injection = new Injection()
let killed = 0

beforeAll(async () => {
  postgres = await startTestPostgres()
  await migrate(postgres.url)
  client = await openClient(postgres.url)
  const simulation = new Simulation({ seed: 7, finality: FINALITY, capability: 'none' })
  const keep = (name: string) => stages.set(name, { view: simulation.chain.snapshot(), truth: simulation.truth() })
  for (let n = 0; n < 24; n++) simulation.mine()
  keep('old')
  for (let n = 0; n < 3; n++) simulation.mine()
  keep('new')
  simulation.fork(3)
  keep('forked')
  simulation.fork(3 * FINALITY)
  keep('deep')
})

afterAll(async () => {
  await end()
  await client?.end()
  await source?.destroy()
  await postgres?.stop()
})

function stageOf(name: string): Stage {
  const stage = stages.get(name)
  if (!stage) throw new RangeError(`There is no stage ${name}.`)
  return stage
}

/** Brings the index to a stage; after a kill by another process, which knows only what is in the database. */
async function follow(name: string | undefined): Promise<void> {
  follower ??= await start()
  if (name === undefined) {
    await follower.stop()
    await follower.reset()
  } else await follower.follow(stageOf(name).view)
}

async function start(): Promise<Follower> {
  injection.arm()
  const isWell = await source?.query('select 1').catch(() => false)
  if (!isWell) {
    await source?.destroy().catch(() => undefined)
    source = injection.watch(await buildFactsSource(postgres.url).initialize())
  }
  if (!source) throw new Error('The database was not opened.')
  return new Follower(NETWORK, new InjectedDatabase(postgres.url, injection), source, 'none')
}

/** The process ends: neither it nor its connections do anything more. */
async function end(): Promise<void> {
  await follower?.stop().catch(() => undefined)
  follower = undefined
}

/** Points of a move, one for each kind of statement before and after it, spread over all of its statements. */
function choosePoints(statements: readonly string[], most: number): (KillPoint & { label: string })[] {
  const byLabel = new Map<string, number[]>()
  for (const [at, sql] of statements.entries()) {
    const label = labelStatement(sql)
    if (label !== 'other') byLabel.set(label, [...(byLabel.get(label) ?? []), at])
  }
  const points = [...byLabel].flatMap(([label, places], n) =>
    (['before', 'after'] as const).map((when) => {
      return { label: `${when} ${label}`, when, statement: places[(n * 7 + 1) % places.length] ?? 0 }
    }),
  )
  // What ends a transaction comes first, then the others evenly.
  const ends = points.filter(({ label }) => /commit|truncate/.test(label))
  const others = points.filter((point) => !ends.includes(point))
  const step = Math.max(1, others.length / (most - ends.length))
  return [...ends, ...others.filter((_, n) => Math.floor(n / step) !== Math.floor((n - 1) / step))]
}

describe('an index whose process ends at any statement', () => {
  it.each(MOVES)(
    'has the right rows after the next start: $name',
    async ({ name, from, to, most }) => {
      injection.arm()
      // Once there and back: blocks that became final meanwhile stay so, and the statements are the same from then on.
      for (const stage of [from, to, from]) await follow(stage)
      injection.arm()
      await follow(to)
      const points = choosePoints([...injection.statements], most)
      expect(points.length).toBeGreaterThanOrEqual(most - 2)
      for (const point of points) {
        injection.arm()
        await follow(from)
        injection.arm(point)
        await expect(follow(to), `${name}, ${point.label}`).rejects.toThrow(Killed)
        await end()
        await follow(to)
        expect(await findDifferences(client, stageOf(to).truth), `${name}, ${point.label}`).toEqual([])
        killed += 1
      }
    },
    120_000,
  )

  it('was killed at 34 points and more', () => {
    expect(killed).toBeGreaterThanOrEqual(34)
  })
})
