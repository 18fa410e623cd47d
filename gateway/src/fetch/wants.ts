/** What of a block has to be at hand before it can be served. The header always. */
export interface BlockWants {
  block: number
  items: TransactionWants[]
}

export interface TransactionWants {
  index: number
  hash: string
  transaction: boolean
  receipt: boolean
  frames: boolean
}
