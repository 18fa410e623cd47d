import { CONTRACTS } from '../contracts.js'
import { VALIDATION } from './abi.js'
import { type Action, type ActionContext, callAs } from './actions.js'
import { pickAgent, pickUnknownId } from './agentActions.js'
import type { Execution } from './execution.js'
import { FACTORY, PAYERS, pickHash, TEXTS, WORDS } from './people.js'
import { encodeRawCall } from './rawText.js'

/** ERC-8004: agents' owners who ask validators, and what those answer. */
export const VALIDATION_ACTIONS: readonly Action[] = [
  { name: 'request validation', weight: 2, run: request },
  { name: 'request validation by other code', weight: 1, run: requestUnchecked },
  { name: 'respond to validation', weight: 4, run: respond },
]

/** By the owner; by others, and for a hash that is taken, it reverts. */
function request(context: ActionContext): Execution | undefined {
  const { world, rng } = context
  const found = pickAgent(world, rng)
  if (!found) return undefined
  return ask(context, rng.chance(0.9) ? found.owner : rng.pick(PAYERS), found.id, pickHash(rng))
}

/** The registry is a proxy: other code there can log any agent, and a hash twice. */
function requestUnchecked(context: ActionContext): Execution {
  const { world, rng } = context
  const taken = world.validation.list().map(({ hash }) => hash)
  const known = rng.chance(0.3) ? pickAgent(world, rng)?.id : undefined
  const hash = taken.length > 0 && rng.chance(0.5) ? rng.pick(taken) : pickHash(rng)
  return ask(context, rng.pick(PAYERS), known ?? pickUnknownId(world, rng), hash, false)
}

function ask(context: ActionContext, caller: string, id: bigint, hash: string, isChecked = true): Execution {
  const { world, rng } = context
  const asked = { id, validator: rng.pick([...PAYERS, FACTORY]), uri: rng.pick(['ipfs://request', ...TEXTS]), hash }
  const input = encodeRawCall(VALIDATION, 'validationRequest', [asked.validator, id, asked.uri, hash])
  return callAs(context, { caller, to: CONTRACTS.validation, input }, (run) =>
    world.validation.request(run, caller, asked, isChecked),
  )
}

/** Again and lower too; by another than who was asked, and above 100, it reverts. */
function respond(context: ActionContext): Execution | undefined {
  const { world, rng } = context
  const requests = world.validation.list()
  if (requests.length === 0) return undefined
  const found = rng.pick(requests)
  const said = {
    requestHash: found.hash,
    validator: rng.chance(0.9) ? found.validator : rng.pick(PAYERS),
    response: rng.pick([0, 0, 1, 50, 99, 100, 100, 101]),
    uri: rng.pick(['ipfs://response', ...TEXTS]),
    hash: pickHash(rng),
    tag: rng.pick(WORDS),
  }
  const args = [said.requestHash, said.response, said.uri, said.hash, said.tag]
  const input = encodeRawCall(VALIDATION, 'validationResponse', args)
  return callAs(context, { caller: said.validator, to: CONTRACTS.validation, input }, (run) =>
    world.validation.respond(run, said),
  )
}
