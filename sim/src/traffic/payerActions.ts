import type { Rng } from '../rng.js'
import { SERVING } from './abi.js'
import { type Action, type ActionContext, callAs, type Step } from './actions.js'
import type { Execution } from './execution.js'
import { PAYERS, PROVIDERS, SMART_PROVIDERS } from './people.js'
import type { ServingContract } from './serving.js'

/** What payers say at a serving contract: of a provider's key, and of session tokens. */
export const PAYER_ACTIONS: readonly Action[] = [
  { name: 'acknowledge as payer', weight: 4, run: acknowledge },
  { name: 'revoke tokens', weight: 3, run: revokeTokens },
]

function acknowledge(context: ActionContext): Execution {
  const { contract, payer, provider } = drawAccount(context)
  const acknowledged = context.rng.chance(0.7)
  const { body, ...call } = buildAcknowledgement(contract, { payer, provider, acknowledged })
  return callAs(context, { caller: payer, ...call }, body)
}

/** Reverts without an account, and where a payer with money there takes its word back. */
export function buildAcknowledgement(
  contract: ServingContract,
  { payer, provider, acknowledged }: { payer: string; provider: string; acknowledged: boolean },
): Step {
  const input = SERVING.encodeFunctionData('acknowledgeTEESigner', [provider, acknowledged])
  const body = (run: Execution) => contract.acknowledgeAsPayer(run, payer, provider, acknowledged)
  return { to: contract.address, input, value: 0n, body }
}

function revokeTokens(context: ActionContext): Execution {
  const { contract, payer, provider } = drawAccount(context)
  const tokens = drawTokens(context.rng)
  return callAs(context, { caller: payer, to: contract.address, input: encodeRevocation(provider, tokens) }, (run) =>
    contract.revokeTokens(run, payer, provider, tokens),
  )
}

/** Most often one that exists. */
function drawAccount({ world, rng }: ActionContext): { contract: ServingContract; payer: string; provider: string } {
  const contract = rng.chance(0.2) ? world.retired : world.serving
  const accounts = contract.listAccounts()
  const none = { user: rng.pick(PAYERS), provider: rng.pick([...PROVIDERS, ...SMART_PROVIDERS]) }
  const { user: payer, provider } = accounts.length > 0 && rng.chance(0.9) ? rng.pick(accounts) : none
  return { contract, payer, provider }
}

/** One of the 256 ids, a list with repetitions, which may be empty, or all. */
function drawTokens(rng: Rng): number[] | 'all' {
  const kind = rng.int(0, 3)
  if (kind === 0) return 'all'
  const count = kind === 1 ? 1 : rng.pick([0, 2, 5, 300])
  return Array.from({ length: count }, () => rng.pick([0, 255, rng.int(0, 255)]))
}

function encodeRevocation(provider: string, tokens: number[] | 'all'): string {
  if (tokens === 'all') return SERVING.encodeFunctionData('revokeAllTokens', [provider])
  if (tokens.length === 1) return SERVING.encodeFunctionData('revokeToken', [provider, tokens[0]])
  return SERVING.encodeFunctionData('revokeTokens', [provider, tokens])
}
