/** A service; texts are bytes as they go on chain, one a character. */
export interface Service {
  serviceType: string
  url: string
  model: string
  verifiability: string
  inputPrice: bigint
  outputPrice: bigint
  additionalInfo: string
  signer: string
  /** Name of the test key behind `signer`. */
  keyName: string
  /** What its additionalInfo amounts to, by whoever wrote it. */
  terms: { mode: string; pricing: string }
}

/** An item as calldata carries it, and whether the service's key signed it by the scheme in force. */
export interface Item {
  user: string
  provider: string
  totalFee: bigint
  requestsHash: string
  nonce: bigint
  signature: string
  isGenuine: boolean
}
