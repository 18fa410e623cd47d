import { parseNetwork } from '@touchstone/networks'
import { toNetworkFile } from '@touchstone/sim/contracts'
import { drawFaults } from '@touchstone/sim/faults'
import { createRng } from '@touchstone/sim/rng'
import { Simulation } from '@touchstone/sim/simulation'
import type { Row } from '@touchstone/sim/truth'
import { startTestPostgres } from '@touchstone/stack/testing'
import { buildFactsSource } from '@touchstone/store'
import { migrate } from '@touchstone/store/migrate'
import type { Client } from 'pg'
import type { DataSource } from 'typeorm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FactsDatabase } from './database'
import type { Capability } from './digest/digestRows'
import { resetFacts } from './start/continuity'
import { seedNetwork } from './start/seed'
import { Follower } from './testing/follower'
import { openClient } from './testing/indexer'
import { readSeeds } from './testing/seeds'
import { findDifferences } from './testing/truth'

const FINALITY = 5
const STEPS = 45
const DIGESTED_EVERY = 3
const NETWORK = parseNetwork(
  JSON.stringify(toNetworkFile({ url: 'http://127.0.0.1:1', wsUrl: 'ws://127.0.0.1:1', finality: FINALITY })),
  'simulated',
)
/** In turn, by seed. */
const CAPABILITIES: readonly Capability[] = ['frames', 'none', 'frames+calls', 'none', 'frames+calls']
const SEEDS = readSeeds('memory')

let postgres: Awaited<ReturnType<typeof startTestPostgres>>
let source: DataSource
let client: Client
const seen = { settlements: 0, forks: 0, deep: 0 }
/** Rows at the end of each chain, in blocks from its first fork on: of ERC-8004, and of what payers and providers do besides. */
const forked = { feedback: 0, revoked: 0, answers: 0, requests: 0, responses: 0, unknown: 0 }
const besides = { searched: 0, direct: 0, inner: 0, acknowledged: 0, revocations: 0, stakes: 0 }

beforeAll(async () => {
  postgres = await startTestPostgres()
  await migrate(postgres.url)
  source = await buildFactsSource(postgres.url).initialize()
  client = await openClient(postgres.url)
})

afterAll(async () => {
  await client?.end()
  await source?.destroy()
  await postgres?.stop()
})

/** Lets a chain live, follows it after some of its steps, and compares the facts with the truth now and then. */
async function live(seed: number): Promise<void> {
  const capability = CAPABILITIES[seed % CAPABILITIES.length] ?? 'none'
  const simulation = new Simulation({ seed, finality: FINALITY, capability })
  const plan = drawFaults(seed)
  const rng = createRng(seed ^ 0x1f123bb5)
  const follower = new Follower(NETWORK, new FactsDatabase(postgres.url, () => undefined), source, capability)
  let firstFork = Number.POSITIVE_INFINITY
  for (let step = 1; step <= STEPS; step++) {
    const { head } = simulation
    if (rng.chance(plan.deepReorg) && head > 3 * FINALITY) {
      const depth = rng.int(FINALITY + 1, 2 * FINALITY)
      simulation.fork(depth)
      firstFork = Math.min(firstFork, head - depth + 1)
      seen.deep += 1
    } else if (rng.chance(plan.reorg + 0.05) && head > FINALITY) {
      const depth = rng.int(1, FINALITY)
      simulation.fork(depth, rng.int(1, depth + 2))
      firstFork = Math.min(firstFork, head - depth + 1)
      seen.forks += 1
    } else simulation.mine()
    if (step < STEPS && rng.chance(0.4)) continue
    await follower.follow(simulation.chain.snapshot())
    if (rng.chance(plan.kill)) await follower.stop()
    if (step < STEPS && rng.chance(0.8)) continue
    expect(await findDifferences(client, simulation.truth()), `seed ${seed}, step ${step}`).toEqual([])
  }
  await follower.stop()
  if (seed % DIGESTED_EVERY === 0) await expectSameDigests(simulation, capability)
  seen.settlements += simulation.world.truth.table('settlement').size
  countForked(simulation, firstFork)
}

/** Counts rows of the chain as it is in the end, from that height on. */
function countForked({ world: { truth } }: Simulation, from: number): void {
  const list = (table: string, column = 'block_number') =>
    truth
      .table(table)
      .entries()
      .map(([, row]) => row)
      .filter((row) => row[column] !== null && Number(row[column]) >= from)
  const count = (table: string, column?: string) => list(table, column).length
  const unknown = truth.table('raw_log').entries()
  forked.feedback += count('feedback')
  forked.revoked += count('feedback', 'revoked_block')
  forked.answers += count('feedback_response')
  forked.requests += count('validation_request')
  forked.responses += count('validation_response')
  forked.unknown += unknown.filter(([, row]) => row.reason === 'unknown-subject').length
  const movements = list('ledger_movement')
  const isLogged = ({ kind }: Row) => kind === 'transfer' || kind === 'retrieve' || kind === 'delete-ledger'
  besides.searched += movements.filter((row) => row.calldata === 'transaction' && !isLogged(row)).length
  besides.direct += movements.filter((row) => row.calldata === 'transaction' && isLogged(row)).length
  besides.inner += movements.filter((row) => row.calldata === 'trace').length
  besides.acknowledged += count('payer_acknowledgement')
  besides.revocations += count('token_revocation')
  besides.stakes += count('stake_change')
}

/** The digests of the index that lived through it all are those of one that read the chain as it is in the end. */
async function expectSameDigests(simulation: Simulation, capability: Capability) {
  const read = async () => (await client.query('select id, height, digest, events from state_digest order by id')).rows
  const lived = await read()
  const other = new Follower(NETWORK, new FactsDatabase(postgres.url, () => undefined), source, capability)
  await other.reset()
  await other.follow(simulation.chain.snapshot())
  await other.stop()
  expect(await read()).toEqual(lived)
  expect(lived.some(({ events }) => Number(events) > 50)).toBe(true)
}

describe('the facts of a simulated chain', () => {
  it.each(SEEDS)('are the truth after forks and resets: seed %i', async (seed) => {
    await resetFacts(source)
    await seedNetwork(source, NETWORK)
    await live(seed)
  })

  it('were put to the test', () => {
    expect(seen.settlements).toBeGreaterThan(40 * SEEDS.length)
    expect(seen.forks).toBeGreaterThan(SEEDS.length)
    expect(seen.deep).toBeGreaterThan(0)
  })

  it('hold what the registries of ERC-8004 said after forks', () => {
    for (const [what, count] of Object.entries(forked)) expect(count, what).toBeGreaterThan(20)
  })

  it('hold what payers and providers did after forks, with and without a log', () => {
    for (const [what, count] of Object.entries(besides)) expect(count, what).toBeGreaterThan(20)
  })
})
