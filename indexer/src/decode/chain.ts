import type { ContractKind } from '@touchstone/networks'

/** What the decoder is given: the part of a block that matched the question, without the SDK's types. */
export interface ChainLog {
  address: string
  topics: string[]
  data: string
  logIndex: number
}

/** One call within a transaction, as a trace tells it. Hex is lower case. */
export interface CallFrame {
  /** Indexes of the calls that lead to it: the transaction's own call is []. */
  path: number[]
  type: 'call' | 'delegatecall' | 'staticcall' | 'callcode' | 'create' | 'create2' | 'selfdestruct'
  from: string
  /** Null for a creation that failed. */
  to: string | null
  input: string
  value: bigint
  /** The call itself or one that leads to it was reverted: it had no effect. */
  failed: boolean
}

export interface ChainTransaction {
  hash: string
  from: string
  /** Null for a contract creation. */
  to: string | null
  input: string
  /** Neuron sent with it. */
  value: bigint
  /** Logs of watched contracts, by log index. */
  logs: ChainLog[]
  /** Calls in the order of execution; null where none were asked for, or the RPC could not tell. */
  frames: CallFrame[] | null
}

export interface ChainBlock {
  height: number
  hash: string
  /** Milliseconds. */
  timestamp: number
  transactions: ChainTransaction[]
}

/** A contract whose logs are read. Addresses in lower case. */
export interface WatchedContract {
  /** `beacon`: emits `Upgraded` for the proxies behind it. */
  kind: ContractKind | 'beacon'
  label: string
  address: string
  /** Of the event shapes, where the network's file says. */
  version?: string | undefined
  /** Whether it says itself when its code changes (ERC-1967), as beacons do for others. */
  upgradeable?: boolean | undefined
}

/** The contracts whose logs are read, by address. */
export type WatchedContracts = ReadonlyMap<string, WatchedContract>
