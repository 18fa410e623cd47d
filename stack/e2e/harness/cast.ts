import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseNetwork } from '@touchstone/networks'
import { inject } from 'vitest'
import { ask } from './api.js'
import { until } from './until.js'

/** The devnet's agents by the story that their providers tell; see devnet/src/provider/story.ts. */
export const CAST = {
  published: 'Atlas',
  relayed: 'Beacon',
  mockKey: 'Cinder',
  silent: 'Delta',
  forged: 'Ember',
  overBilled: 'Fable',
  unknownCode: 'Grove',
  derivative: 'Harbor',
  garbledCollateral: 'Indigo',
  revoked: 'Juno',
  onDa: 'Kestrel',
  archivedCollateral: 'Lumen',
} as const
export type Story = keyof typeof CAST

/** The file that the running devnet has written. */
export function readNetwork() {
  const path = join(inject('dataDir'), 'network.json')
  return parseNetwork(readFileSync(path, 'utf8'), path)
}

/** Id of the agent that lives a story. */
export function agentOf(story: Story): string {
  const found = readNetwork().examples?.find(({ label }) => label === CAST[story])
  if (!found) throw new Error(`network.json names no example ${CAST[story]}.`)
  return found.agent
}

/** Words of others, as the API marks them. */
export type Text = { text: string }
export type Check = {
  id: string
  status: string
  fault: string | null
  expected: Text | null
  found: Text | null
  reason: Text | null
}
export type Question = {
  id: string
  status: string | null
  fault: string | null
  reason: Text | null
  checks: Check[]
}
export type Attempt = { source: Text; outcome: string; foundRoot: string | null }
export type Trail = {
  root: string
  author: string
  authorRole: string
  usedForOpening: boolean
  opensBill: boolean
  source: Text | null
  attempts: Attempt[]
}
export type Settlement = {
  id: string
  outcome: string
  fault: string | null
  sentence: string
  amount: string
  nonce: string
  payer: string
  provider: string
  accepted: boolean
  status: number
  blockNumber: number
  txHash: string
  txFrom: string
  requestsHash: string
  questions: Question[]
  trails: Trail[]
  service: { derivedMode: string } | null
}

const SETTLEMENT = `
  id outcome fault sentence amount nonce payer provider accepted status blockNumber txHash txFrom requestsHash
  questions { id status fault reason { text } checks { id status fault expected { text } found { text } reason { text } } }
  trails { root author authorRole usedForOpening opensBill source { text } attempts { source { text } outcome foundRoot } }
  service { derivedMode }`

/** One settlement with its questions, checks and trails. */
export async function getSettlement(id: string): Promise<Settlement> {
  const query = `query ($id: ID!) { settlement(id: $id) { ${SETTLEMENT} } }`
  const { settlement } = await ask<{ settlement: Settlement | null }>(query, { id })
  if (!settlement) throw new Error(`The API knows no settlement ${id}.`)
  return settlement
}

/** The newest settlements of an agent, newest first. */
export async function listSettlements(agent: string, outcome?: string): Promise<Settlement[]> {
  const query = `query ($id: ID!, $filter: SettlementFilter) {
    agent(id: $id) { settlements(first: 10, filter: $filter) { nodes { ${SETTLEMENT} } } } }`
  const filter = outcome ? { outcome: [outcome] } : null
  const { agent: found } = await ask<{ agent: { settlements: { nodes: Settlement[] } } | null }>(query, {
    id: agent,
    filter,
  })
  return found?.settlements.nodes ?? []
}

/** Waits for a settlement of the agent with this outcome and these statuses: a verdict before its evidence may be another. */
export function waitForCells(story: Story, outcome: string, wanted: string): Promise<Settlement> {
  return until(
    `${CAST[story]} has a settlement that is ${outcome}: ${wanted}`,
    async () => (await listSettlements(agentOf(story), outcome)).find((settlement) => cells(settlement) === wanted),
    240_000,
  )
}

/**
 * Waits for a settlement of the agent with this outcome. One that fails by several questions fails by the first that has
 * its evidence: `failing` names the one that is waited for.
 */
export function waitForOutcome(story: Story, outcome: string, failing?: string): Promise<Settlement> {
  const fails = (settlement: Settlement) => failing === undefined || question(settlement, failing).status === 'fail'
  return until(
    `${CAST[story]} has a settlement that is ${outcome}${failing === undefined ? '' : ` by its ${failing}`}`,
    async () => (await listSettlements(agentOf(story), outcome)).find(fails),
    240_000,
  )
}

/** The six statuses in their order, e.g. `pass pass fail absent absent absent`. */
export function cells(settlement: Settlement): string {
  return settlement.questions.map(({ status }) => status ?? 'waiting').join(' ')
}

/** One question of a settlement. */
export function question(settlement: Settlement, id: string): Question {
  const found = settlement.questions.find((asked) => asked.id === id)
  if (!found) throw new Error(`Settlement ${settlement.id} lacks the question ${id}.`)
  return found
}

/** One check of a settlement. */
export function check(settlement: Settlement, questionId: string, id: string): Check {
  const found = question(settlement, questionId).checks.find((made) => made.id === id)
  if (!found) throw new Error(`Settlement ${settlement.id} lacks the check ${questionId}/${id}.`)
  return found
}
