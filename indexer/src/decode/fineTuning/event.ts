/** Which deliverable: its id is the provider's own text. */
export interface DeliverableName {
  payer: string
  provider: string
  /** Cut to 512 characters, for the eye. */
  deliverable: string
  /** keccak256 of the whole id: ids that differ behind the cut stay apart. */
  idHash: string
}

export type FineTuningEvent =
  | ({ kind: 'fine-tuning-settled'; fee: bigint; acknowledged: boolean; nonce: bigint } & DeliverableName)
  | ({ kind: 'deliverable-added'; modelRootHash: string } & DeliverableName)
  | ({ kind: 'deliverable-changed'; status: 'acknowledged' | 'evicted' | 'abandoned' } & DeliverableName)
  | {
      kind: 'fine-tuning-service'
      provider: string
      url: string
      quota: string
      pricePerToken: bigint
      teeSigner: string
      occupied: boolean
    }
  | { kind: 'fine-tuning-service-removed'; provider: string }
