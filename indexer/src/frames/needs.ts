import { events as entrance } from '../abi/DAEntrance'
import { events as identity, functions as identityFunctions } from '../abi/IdentityRegistry'
import { events, functions } from '../abi/InferenceServing'
import { events as events2025, functions as functions2025 } from '../abi/InferenceServing2025'
import { events as ledger } from '../abi/LedgerManager'
import type { ChainTransaction, WatchedContracts } from '../decode/chain'
import { findItems, readItemCount } from '../decode/compute/settlement'
import { isWalletNamed } from '../decode/identity/agent'

/** Topics of logs that tell half of what a call says: of each, how many a contract logged in one transaction. */
type Tally = Map<string, number>

/** Logs that only a call to the ledger makes, whose amounts and parties are in calldata. */
const OF_THE_LEDGER = [events.RefundRequested, events.AccountDeleted].map(({ topic }) => topic)

/**
 * Whether the calls within a transaction have to be asked for: it has a log that is told in full by calldata alone, and the
 * transaction is not itself the one call that made it. Without any log only its frames say whether it succeeded.
 */
export function needsFrames(tx: ChainTransaction, watched: WatchedContracts): boolean {
  if (tx.logs.length === 0) return tx.to !== null && watched.has(tx.to)
  return [...tallyByContract(tx)].some(([contract, tally]) => {
    const kind = watched.get(contract)?.kind
    if (kind === 'identityRegistry') return needsWalletFrames(tx, contract, tally)
    if (kind === 'inferenceServing') return needsServingFrames(tx, contract, tally, watched)
    if (kind === 'daEntrance') return tally.has(entrance.ErasureCommitmentVerified.topic) && tx.to !== contract
    return kind === 'ledgerManager' && tally.has(ledger.LedgerInfoUpdated.topic) && tx.to !== contract
  })
}

function needsServingFrames(tx: ChainTransaction, proxy: string, tally: Tally, watched: WatchedContracts): boolean {
  const count = ({ topic }: { topic: string }) => tally.get(topic) ?? 0
  const results = count(events.TEESettlementResult)
  const updates = count(events.ServiceUpdated)
  const batches = count(events2025.TEESettlementCompleted)
  if (results > 0 && !isSettledBy(tx, proxy, results)) return true
  if (updates > 0 && !(updates === 1 && isCallOf(tx, proxy, UPDATES))) return true
  if (batches > 0 && !(batches === 1 && isCallOf(tx, proxy, SETTLES))) return true
  // Whatever else moves an account came through the ledger, which logs nothing of it.
  const isMoved = OF_THE_LEDGER.some((topic) => tally.has(topic)) || count(events.BalanceUpdated) > results
  const isToLedger = tx.to !== null && watched.get(tx.to)?.kind === 'ledgerManager'
  return isMoved && !isToLedger && batches === 0
}

/** Wallets that a registration did not name by default are signed, in calldata alone. */
function needsWalletFrames(tx: ChainTransaction, registry: string, tally: Tally): boolean {
  const registered = tally.get(identity.Registered.topic) ?? 0
  if ((tally.get(identity.MetadataSet.topic) ?? 0) <= registered) return false
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

function tallyByContract(tx: ChainTransaction): Map<string, Tally> {
  const tallies = new Map<string, Tally>()
  for (const { address, topics } of tx.logs) {
    const tally = tallies.get(address) ?? new Map<string, number>()
    const topic = topics[0] ?? ''
    tallies.set(address, tally.set(topic, (tally.get(topic) ?? 0) + 1))
  }
  return tallies
}
