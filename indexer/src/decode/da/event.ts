/** A blob that the entrance was told of. `sender` is the disperser's account, as the contract saw it. */
export interface DaUploadEvent {
  kind: 'da-upload'
  sender: string
  dataRoot: string
  epoch: bigint
  quorum: bigint
  /** Neuron. */
  price: bigint
}

/** What a quorum signed, as the calldata of the verification names it. */
export interface DaSubmission {
  /** G1 point: x,y in decimals. */
  commitment: string
  /** 384 bytes: one bit a row. */
  quorumBitmap: string
  /** G2 point: 128 bytes as in the calldata. */
  aggregateKey: string
  /** G1 point: x,y in decimals. */
  signature: string
}

export interface DaCommitmentEvent {
  kind: 'da-commitment'
  dataRoot: string
  epoch: bigint
  quorum: bigint
  /** Null where the calldata could not be paired with the logs beyond doubt. */
  submission: DaSubmission | null
  calldata: 'transaction' | 'trace' | 'unavailable'
}

/** A node showed one line of a blob and was paid for it. */
export interface DaSampleEvent {
  kind: 'da-sample'
  beneficiary: string
  round: bigint
  dataRoot: string
  epoch: bigint
  quorum: bigint
  line: bigint
  subline: bigint
  /** Neuron. */
  reward: bigint
}

export type DaEvent =
  | DaUploadEvent
  | DaCommitmentEvent
  | DaSampleEvent
  | { kind: 'da-signer'; signer: string; keyG1: string; keyG2: string }
  | { kind: 'da-socket'; signer: string; socket: string }
