import { events as entrance } from '../abi/DAEntrance'
import { events as identity, functions as identityFunctions } from '../abi/IdentityRegistry'
import { events, functions } from '../abi/InferenceServing'
import { events as events2025, functions as functions2025 } from '../abi/InferenceServing2025'
import { events as ledger } from '../abi/LedgerManager'
import type { ChainTransaction, WatchedContracts } from '../decode/chain'
import { findItems, readItemCount } from '../decode/compute/settlement'
import { isWalletNamed } from '../decode/identity/agent'

/** Logs that only a call to the ledger makes, whose amounts and parties are in calldata. */
const OF_THE_LEDGER = [events.RefundRequested, events.AccountDeleted]

type Topic = { topic: string }

/**
 * Whether the calls within a transaction have to be asked for: it has a log that is told in full by calldata alone, and the
 * transaction is not itself the one call that made it. Without any log only its frames say whether it succeeded.
 */
export function needsFrames(tx: ChainTransaction, watched: WatchedContracts): boolean {
  if (tx.logs.length === 0) return tx.to !== null && watched.has(tx.to)
  return listEmitters(tx).some((contract) => {
    const kind = watched.get(contract)?.kind
    const has = (event: Topic) => tx.to !== contract && countLogs(tx, contract, event) > 0
    if (kind === 'identityRegistry') return needsWalletFrames(tx, contract)
    if (kind === 'inferenceServing') return needsServingFrames(tx, contract, watched)
    if (kind === 'daEntrance') return has(entrance.ErasureCommitmentVerified)
    return kind === 'ledgerManager' && has(ledger.LedgerInfoUpdated)
  })
}

function needsServingFrames(tx: ChainTransaction, proxy: string, watched: WatchedContracts): boolean {
  const count = (event: Topic) => countLogs(tx, proxy, event)
  const results = count(events.TEESettlementResult)
  const updates = count(events.ServiceUpdated)
  const batches = count(events2025.TEESettlementCompleted)
  if (results > 0 && !isSettledBy(tx, proxy, results)) return true
  if (updates > 0 && !(updates === 1 && isCallOf(tx, proxy, UPDATES))) return true
  if (batches > 0 && !(batches === 1 && isCallOf(tx, proxy, SETTLES))) return true
  // Whatever else moves an account came through the ledger, which logs nothing of it.
  const isMoved = OF_THE_LEDGER.some((event) => count(event) > 0) || count(events.BalanceUpdated) > results
  const isToLedger = tx.to !== null && watched.get(tx.to)?.kind === 'ledgerManager'
  return isMoved && !isToLedger && batches === 0
}

/** Wallets that a registration did not name by default are signed, in calldata alone. */
function needsWalletFrames(tx: ChainTransaction, registry: string): boolean {
  const registered = countLogs(tx, registry, identity.Registered)
  if (countLogs(tx, registry, identity.MetadataSet) <= registered) return false
  const named = tx.logs.filter((log) => log.address === registry && isWalletNamed(log))
  return named.length > registered && !isCallOf(tx, registry, [identityFunctions.setAgentWallet])
}

const SETTLES = [functions.settleFeesWithTEE]
const UPDATES = [functions.addOrUpdateService, functions2025.addOrUpdateService]

/** Whether the transaction is the settle call of all these results. Calldata that does not decode never will. */
function isSettledBy(tx: ChainTransaction, proxy: string, results: number): boolean {
  if (!isCallOf(tx, proxy, SETTLES)) return false
  // Where as many are announced, it does not matter whether they can be read.
  if (readItemCount(tx.input) === results) return true
  const items = findItems(tx.input)
  return items === null || items.length === results
}

function isCallOf(tx: ChainTransaction, contract: string, functions: { is(input: string): boolean }[]): boolean {
  return tx.to === contract && functions.some((one) => one.is(tx.input))
}

/** The contracts that logged something, which are few: counting their logs in maps would cost more than going through them. */
function listEmitters({ logs }: ChainTransaction): string[] {
  const emitters: string[] = []
  for (const { address } of logs) if (!emitters.includes(address)) emitters.push(address)
  return emitters
}

function countLogs({ logs }: ChainTransaction, contract: string, { topic }: Topic): number {
  let count = 0
  for (const log of logs) if (log.address === contract && log.topics[0] === topic) count += 1
  return count
}
