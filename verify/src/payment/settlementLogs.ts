/** The logs that the contract writes for one item of a settle call, found in a receipt (0G serving contracts, C to E). */
import { keccak256 } from '#primitives'
import type { Log } from '../chain/receipt.js'
import { toHex } from '../hex.js'
import type { Hex } from '../subject.js'

/** What the logs of one item say. Amounts in neuron. */
export interface SettlementLogs {
  payer: Hex
  status: bigint
  unsettled: bigint
  /** From BalanceUpdated right before the result; null where another log stands there. */
  level: { payer: Hex; provider: Hex; amount: bigint } | null
  /** From FundSpent right before that; null where another log stands there. */
  spent: { payer: Hex; service: Hex; amount: bigint } | null
}

const utf8 = new TextEncoder()
const RESULT = topicOf('TEESettlementResult(address,uint8,uint256)')
const LEVEL = topicOf('BalanceUpdated(address,address,uint256,uint256)')
const SPENT = topicOf('FundSpent(address,address,uint256)')

/**
 * The logs of the `ordinal`-th result of the contract, from 0; undefined where there are fewer. The contract writes
 * FundSpent (through its ledger), BalanceUpdated and the result directly one after the other.
 */
export function findSettlementLogs(logs: readonly Log[], contract: Hex, ordinal: number): SettlementLogs | undefined {
  const places = logs.flatMap((log, at) => (hasShape(log, RESULT, 2, 64) && isOf(log, contract) ? [at] : []))
  const at = places[ordinal]
  const result = at === undefined ? undefined : logs[at]
  if (at === undefined || result === undefined) return undefined
  const [level, spent] = [logs[at - 1], logs[at - 2]]
  const isLevel = level !== undefined && isOf(level, contract) && hasShape(level, LEVEL, 3, 64)
  const isSpent = isLevel && spent !== undefined && hasShape(spent, SPENT, 3, 32)
  return {
    payer: indexed(result, 1),
    status: word(result, 0),
    unsettled: word(result, 1),
    level: isLevel ? { payer: indexed(level, 1), provider: indexed(level, 2), amount: word(level, 0) } : null,
    spent: isSpent ? { payer: indexed(spent, 1), service: indexed(spent, 2), amount: word(spent, 0) } : null,
  }
}

/** topic0 of an event by its signature. */
export function topicOf(signature: string): Hex {
  return toHex(keccak256(utf8.encode(signature)))
}

function isOf(log: Log, contract: Hex): boolean {
  return toHex(log.address) === contract.toLowerCase()
}

function hasShape({ topics, data }: Log, topic: Hex, count: number, size: number): boolean {
  const [first] = topics
  return first !== undefined && topics.length === count && data.length === size && toHex(first) === topic
}

function indexed({ topics }: Log, at: number): Hex {
  return toHex((topics[at] ?? new Uint8Array(32)).subarray(12))
}

function word({ data }: Log, at: number): bigint {
  return BigInt(toHex(data.subarray(32 * at, 32 * at + 32)))
}
