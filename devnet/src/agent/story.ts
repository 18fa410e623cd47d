import { FOLLOWED } from '../provider/completion.js'

/** One agent of the devnet: who it says it is, and at which provider it infers. */
export interface AgentStory {
  name: string
  description: string
  /** Name of the provider. */
  provider: string
  /** What it names on chain at its registration for the system text of its requests. Without it nothing. */
  commits?: Commitment
  /** Sends a small transaction after every third inference, and names it in the request behind. */
  acts?: true
}

/** `hash`: SHA-256 of the system text, as metadata. `text`: the text itself, in its card. `another`: the hash of another text. */
export type Commitment = 'hash' | 'text' | 'another'

export const AGENTS: readonly AgentStory[] = [
  {
    name: 'Atlas',
    description: 'Keeps a stablecoin treasury balanced across lending markets.',
    provider: 'aspen',
    commits: 'hash',
    acts: true,
  },
  { name: 'Beacon', description: 'Watches oracle prices and raises alarms on deviations.', provider: 'birch' },
  { name: 'Cinder', description: 'Trades momentum on perpetual futures.', provider: 'cedar' },
  { name: 'Delta', description: 'Hedges the exposure of liquidity positions.', provider: 'dogwood' },
  { name: 'Ember', description: 'Allocates to yield strategies by risk budget.', provider: 'elm', commits: 'another' },
  { name: 'Fable', description: 'Writes daily market letters for a fund.', provider: 'fir' },
  { name: 'Grove', description: 'Screens token listings for a market maker.', provider: 'ginkgo' },
  { name: 'Harbor', description: 'Routes stablecoin payments between venues.', provider: 'hazel' },
  { name: 'Indigo', description: 'Prices options on staked assets.', provider: 'ironwood' },
  { name: 'Juno', description: 'Settles insurance claims of a lending pool.', provider: 'juniper' },
  { name: 'Kestrel', description: 'Watches the reserves of bridges.', provider: 'kauri', commits: 'text' },
  { name: 'Lumen', description: 'Reports the solvency of lending pools.', provider: 'larch' },
]

const QUESTIONS = [
  'Should the position be rebalanced now?',
  'What changed in the last hour?',
  'Is the collateral ratio safe until tomorrow?',
  'Which venue has the best depth?',
  'How much should be hedged?',
]

/** What an agent tells the model to be, in every request. */
export function toSystemText({ name, description }: AgentStory): string {
  return `You are ${name}. ${description} Answer in one sentence.`
}

/** The body of an agent's n-th request, with the transaction that followed the one before. Every third asks for a stream. */
export function toRequest(story: AgentStory, model: string, n: number, followed?: string): string {
  return JSON.stringify({
    model,
    messages: [
      { role: 'system', content: toSystemText(story) },
      { role: 'user', content: `Round ${n}. ${QUESTIONS[n % QUESTIONS.length]}` },
    ],
    ...(followed === undefined ? {} : { metadata: { [FOLLOWED]: followed } }),
    ...(n % 3 === 2 ? { stream: true, stream_options: { include_usage: true } } : {}),
  })
}
