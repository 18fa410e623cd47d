import { CONTRACTS } from '../contracts.js'
import type { Rng } from '../rng.js'
import type { Rating } from '../truth/reputation.js'
import { REPUTATION } from './abi.js'
import { type Action, type ActionContext, callAs } from './actions.js'
import { pickAgent, pickUnknownId } from './agentActions.js'
import type { Execution } from './execution.js'
import { FACTORY, OPERATORS, PAYERS, pickHash, TEXTS, WORDS } from './people.js'
import { encodeRawCall } from './rawText.js'

/** ERC-8004: what clients say of agents, what they take back, and what they are answered. */
export const REPUTATION_ACTIONS: readonly Action[] = [
  { name: 'feedback', weight: 3, run: giveFeedback },
  { name: 'feedback by other code', weight: 1, run: giveUncheckedFeedback },
  { name: 'revoke feedback', weight: 3, run: revokeFeedback },
  { name: 'answer feedback', weight: 3, run: appendResponse },
]

const PEOPLE = [...PAYERS, ...OPERATORS, FACTORY]
/** The most that the contract takes, and the most that a log can hold. */
const [MOST_VALUE, MOST_INT128] = [10n ** 38n, 2n ** 127n - 1n]

function giveFeedback(context: ActionContext): Execution | undefined {
  const { world, rng } = context
  const found = pickAgent(world, rng)
  if (!found) return undefined
  const value = rng.pick([0n, 1n, -1n, -12345n, 2n ** 64n, MOST_VALUE, -MOST_VALUE, MOST_VALUE + 1n])
  const rating = drawRating(rng, value, rng.pick([0, 2, 18, 18, 19]))
  return give(context, found.id, rating, rng.pick(PEOPLE))
}

/** The registry is a proxy: other code there can log any agent and value, and a number twice. */
function giveUncheckedFeedback(context: ActionContext): Execution {
  const { world, rng } = context
  const rating = drawRating(rng, rng.pick([MOST_INT128, -MOST_INT128 - 1n]), rng.pick([0, 255]))
  const given = world.reputation.list()
  if (given.length > 0 && rng.chance(0.3)) {
    const { id, client } = rng.pick(given)
    return give(context, id, rating, client, { repeats: true })
  }
  const known = rng.chance(0.4) ? pickAgent(world, rng)?.id : undefined
  return give(context, known ?? pickUnknownId(world, rng), rating, rng.pick(PEOPLE), { repeats: false })
}

function give(
  context: ActionContext,
  id: bigint,
  rating: Rating,
  caller: string,
  other?: { repeats: boolean },
): Execution {
  const { value, decimals, tag1, tag2, endpoint, uri, hash } = rating
  const input = encodeRawCall(REPUTATION, 'giveFeedback', [id, value, decimals, tag1, tag2, endpoint, uri, hash])
  return callAs(context, { caller, to: CONTRACTS.reputation, input }, (run) =>
    context.world.reputation.giveFeedback(run, caller, id, rating, other),
  )
}

/** What is revoked already, or was never given, reverts. */
function revokeFeedback(context: ActionContext): Execution | undefined {
  const { world, rng } = context
  const given = world.reputation.list()
  if (given.length === 0) return undefined
  const open = given.filter(({ isRevoked }) => !isRevoked)
  const { id, client, index: named } = rng.pick(open.length > 0 && rng.chance(0.8) ? open : given)
  const index = rng.chance(0.9) ? named : named + 1n
  const input = encodeRawCall(REPUTATION, 'revokeFeedback', [id, index])
  return callAs(context, { caller: client, to: CONTRACTS.reputation, input }, (run) =>
    world.reputation.revokeFeedback(run, client, id, index),
  )
}

function appendResponse(context: ActionContext): Execution | undefined {
  const { world, rng } = context
  const given = world.reputation.list()
  if (given.length === 0) return undefined
  const found = rng.pick(given)
  const name = { id: found.id, client: found.client, index: rng.chance(0.9) ? found.index : found.index + 1n }
  const file = { uri: rng.pick(['ipfs://answer', ...TEXTS]), hash: pickHash(rng) }
  const responder = rng.pick(PEOPLE)
  const args = [name.id, name.client, name.index, file.uri, file.hash]
  const input = encodeRawCall(REPUTATION, 'appendResponse', args)
  return callAs(context, { caller: responder, to: CONTRACTS.reputation, input }, (run) =>
    world.reputation.appendResponse(run, responder, name, file),
  )
}

function drawRating(rng: Rng, value: bigint, decimals: number): Rating {
  const [tag1, tag2, endpoint] = [rng.pick(WORDS), rng.pick(['', 'week']), rng.pick(['https://e.example', ...WORDS])]
  return { value, decimals, tag1, tag2, endpoint, uri: rng.pick(['ipfs://said', ...TEXTS]), hash: pickHash(rng) }
}
