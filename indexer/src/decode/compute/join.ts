import { functions } from '../../abi/InferenceServing'
import { type ContractCall, pickCalls } from '../calls'
import type { ChainTransaction } from '../chain'
import type { AccountLevel, EventBody } from '../event'
import type { PlacedMeaning } from '../log'
import { orderBy } from '../order'
import { toBoundedHex } from '../text'
import type { ComputeMeaning } from './log'
import { joinServices } from './service'
import { joinSettlements, type SettlementResult } from './settlement'

/** Room for the fifty items that a call may hold. */
const MAX_INPUT_BYTES = 32_768

type Placed<Kind extends ComputeMeaning['kind']> = PlacedMeaning<Extract<ComputeMeaning, { kind: Kind }>>
type PlacedEvent = PlacedMeaning<EventBody>

/** The logs of a transaction, apart by what they are joined with. */
interface Sorted {
  events: PlacedEvent[]
  results: SettlementResult[]
  services: Placed<'service-log'>[]
  batches: Placed<'batch-log'>[]
}

/** Joins the logs of a transaction with each other and with the calls that made them. */
export function joinMeanings(
  meanings: PlacedMeaning[],
  calls: readonly ContractCall[],
  tx: ChainTransaction,
): PlacedEvent[] {
  const { events, results, services, batches } = sortMeanings(meanings)
  const settlements = joinSettlements(results, calls, tx)
  for (const [n, { logIndex, contract, settlement }] of settlements.entries()) {
    events.push({ logIndex, contract, meaning: settlement })
    const level = results[n]?.level
    if (level && settlement.level === null) events.push(toLevelEvent(level))
  }
  for (const [contract, logs] of groupByContract(services)) {
    const updates = joinServices(
      logs.map(({ meaning }) => meaning.service),
      calls,
      contract,
    )
    for (const [k, { logIndex }] of logs.entries()) {
      const meaning = updates[k]
      if (meaning) events.push({ logIndex, contract, meaning })
    }
  }
  for (const [contract, logs] of groupByContract(batches)) events.push(...joinBatches(logs, calls, contract))
  return orderBy(events, (event) => event.logIndex)
}

/**
 * A result takes the FundSpent and BalanceUpdated logs that stand right before it: the contract logs those of an item one
 * after the other. A level that no result takes is an event of its own.
 */
function sortMeanings(meanings: PlacedMeaning[]): Sorted {
  const sorted: Sorted = { events: [], results: [], services: [], batches: [] }
  let spent: Extract<ComputeMeaning, { kind: 'fund-spent' }> | undefined
  let level: SettlementResult['level'] = null
  const release = () => {
    if (level) sorted.events.push(toLevelEvent(level))
    spent = undefined
    level = null
  }
  for (const { logIndex, contract, meaning } of meanings) {
    if (meaning.kind === 'level-log') {
      if (level) release()
      const { payer, provider, balance, pendingRefund } = meaning
      level = { payer, provider, balance, pendingRefund, logIndex, contract }
      continue
    }
    if (meaning.kind === 'result') {
      const isSpent = spent?.payer === meaning.payer && spent.service === contract
      const isOwn: boolean = level?.payer === meaning.payer && level.contract === contract
      const { payer, status, unsettledAmount } = meaning
      const own = { spent: isSpent ? (spent?.amount ?? null) : null, level: isOwn ? level : null }
      // Named one by one, here and above: spreads cost more than the rest of this loop.
      sorted.results.push({ payer, status, unsettledAmount, logIndex, contract, spent: own.spent, level: own.level })
      if (isOwn) level = null
    }
    release()
    if (meaning.kind === 'fund-spent') spent = meaning
    else if (meaning.kind === 'service-log') sorted.services.push({ logIndex, contract, meaning })
    else if (meaning.kind === 'batch-log') sorted.batches.push({ logIndex, contract, meaning })
    else if (meaning.kind !== 'result') sorted.events.push({ logIndex, contract, meaning })
  }
  release()
  return sorted
}

/** Gives the k-th TEESettlementCompleted the calldata of the k-th settle call, where that is by the provider it names. */
function joinBatches(logs: Placed<'batch-log'>[], calls: readonly ContractCall[], contract: string): PlacedEvent[] {
  const settles = pickCalls(calls, contract, [functions.settleFeesWithTEE])
  return logs.map(({ logIndex, meaning: { provider, raw } }, k) => {
    const call = settles.length === logs.length ? settles[k] : undefined
    const input = call?.from === provider ? toBoundedHex(call.input, MAX_INPUT_BYTES) : null
    return { logIndex, contract, meaning: { ...raw, input } }
  })
}

function groupByContract<Row extends { contract: string }>(rows: Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groups.get(row.contract)
    if (group) group.push(row)
    else groups.set(row.contract, [row])
  }
  return groups
}

function toLevelEvent(level: AccountLevel & { logIndex: number; contract: string }): PlacedEvent {
  const { logIndex, contract, payer, provider, balance, pendingRefund } = level
  return { logIndex, contract, meaning: { kind: 'account-level', payer, provider, balance, pendingRefund } }
}
