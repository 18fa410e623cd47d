/** What the decoder is given: the part of a block that matched the question, without the SDK's types. */
export interface ChainLog {
  address: string
  topics: string[]
  data: string
  logIndex: number
}

export interface ChainTransaction {
  hash: string
  from: string
  /** Null for a contract creation. */
  to: string | null
  input: string
  /** Logs of watched contracts, by log index. */
  logs: ChainLog[]
}

export interface ChainBlock {
  height: number
  hash: string
  /** Milliseconds. */
  timestamp: number
  transactions: ChainTransaction[]
}

/** The contracts whose logs are read; all addresses in lower case. A missing one is not indexed on this network. */
export interface WatchedContracts {
  inferenceServing?: string
  ledgerManager?: string
  flow?: string
  identityRegistry?: string
  beacons: string[]
}
