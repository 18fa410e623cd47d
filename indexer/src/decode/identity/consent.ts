import { functions } from '../../abi/IdentityRegistry'
import { type ContractCall, pickCalls } from '../calls'
import type { LogMeaning, PlacedMeaning } from '../log'
import { toBoundedHex } from '../text'
import type { WalletConsent } from './event'

const MAX_SIGNATURE = 1024

type WalletMeaning = Extract<LogMeaning, { kind: 'agent-wallet' }>

/** A setAgentWallet call as its calldata names it. */
interface WalletCall extends WalletConsent {
  agentId: bigint
  wallet: string
}

/**
 * Gives each wallet that setAgentWallet named the calldata of its call: the log carries no signature. Calls and logs of a
 * registry are paired by counting in execution order, and only where all of them agree; the default wallet of a
 * registration has no call of its own. A re-entering contract can only make the counts differ, which pairs nothing.
 */
export function joinConsents(meanings: PlacedMeaning[], calls: readonly ContractCall[]): void {
  for (const [registry, logs] of groupNamed(meanings)) {
    const named = pickCalls(calls, registry, [functions.setAgentWallet]).map(({ input }) => decodeCall(input))
    const isPaired = named.length === logs.length && named.every((call, n) => agrees(call, logs[n]))
    if (!isPaired) continue
    for (const [n, call] of named.entries()) {
      const log = logs[n]
      if (log && call) log.consent = { deadline: call.deadline, signature: call.signature }
    }
  }
}

function agrees(call: WalletCall | undefined, log: WalletMeaning | undefined): boolean {
  return call !== undefined && log !== undefined && call.agentId === log.agentId && call.wallet === log.wallet
}

/** Wallets named by each registry that are not the default of a registration: that is the first after Registered. */
function groupNamed(meanings: PlacedMeaning[]): Map<string, WalletMeaning[]> {
  const groups = new Map<string, WalletMeaning[]>()
  const registering = new Set<string>()
  for (const { contract, meaning } of meanings) {
    if (meaning.kind === 'agent-registered') registering.add(`${contract} ${meaning.agentId}`)
    if (meaning.kind !== 'agent-wallet' || meaning.wallet === null) continue
    if (registering.delete(`${contract} ${meaning.agentId}`)) continue
    const group = groups.get(contract)
    if (group) group.push(meaning)
    else groups.set(contract, [meaning])
  }
  return groups
}

/** Undefined for calldata that does not decode: the registry would not have accepted it. */
function decodeCall(input: string): WalletCall | undefined {
  try {
    const { agentId, newWallet, deadline, signature } = functions.setAgentWallet.decode(input)
    return { agentId, wallet: newWallet, deadline, signature: toBoundedHex(signature, MAX_SIGNATURE) }
  } catch {
    return undefined
  }
}
