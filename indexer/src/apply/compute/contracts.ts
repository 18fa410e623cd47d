import { Contract, ContractImplementation } from '@touchstone/store/model'
import type { EventOf } from '../../decode/event'
import type { FactContext, FactState } from '../state'

/** The generation of a serving contract's rules where the network's file does not name the implementation. */
export const UNKNOWN_GENERATION = 'unknown'

/** `Upgraded` of a beacon, or of a proxy of its own: every contract behind it runs the new code from this log on. */
export function applyUpgraded(state: FactState, event: EventOf<'upgraded'>, context: FactContext) {
  for (const { address, beacon } of context.contracts.values()) {
    if ((beacon ?? address) !== event.beacon) continue
    const contract = state.contracts.find(address)
    if (contract) setImplementation(state, contract, event, context)
  }
}

function setImplementation(state: FactState, contract: Contract, event: EventOf<'upgraded'>, context: FactContext) {
  const { implementation, at } = event
  const current = new Contract({ ...contract, implementation, implementationFromBlock: at.blockNumber })
  state.contracts.put(current)
  state.implementations.close(
    contract.id,
    (row) => new ContractImplementation({ ...row, toBlock: at.blockNumber, toLogIndex: at.logIndex }),
  )
  const row = new ContractImplementation({
    id: `${contract.id}-${at.blockNumber}-${at.logIndex}`,
    contract: current,
    implementation,
    generation: findGeneration(context, contract.id, implementation),
    fromBlock: at.blockNumber,
    fromLogIndex: at.logIndex,
    toBlock: null,
    toLogIndex: null,
    txHash: at.txHash,
  })
  state.implementations.open(contract.id, row)
}

/** Generation of an implementation as the network's file names it; null for contracts without generations. */
export function findGeneration(context: FactContext, address: string, implementation: string): string | null {
  const contract = context.contracts.get(address)
  if (contract?.kind !== 'inferenceServing') return null
  return contract.implementations?.find((known) => known.address === implementation)?.generation ?? UNKNOWN_GENERATION
}

/** Whether the contract keeps a signer in each account, and nobody but the payer has a say: to October 2025. */
export function keepsSignerInAccount(generation: string): boolean {
  return generation === 'B' || generation === 'C'
}

/** What ran behind a serving contract at this point of the chain. */
export function codeInForce(state: FactState, address: string): { implementation: string | null; generation: string } {
  const row = state.implementations.findOpen(address)
  return { implementation: row?.implementation ?? null, generation: row?.generation ?? UNKNOWN_GENERATION }
}
