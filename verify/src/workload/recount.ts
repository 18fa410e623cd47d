/**
 * Tokens counted again with a vocabulary at hand. A comparison that decides nothing: several token sequences spell one
 * text, and what stands around a text is the server's affair.
 */
import { findUsage } from '../content/usage.js'
import type { ModelEntry } from '../trust.js'
import type { Observation } from '../verdict.js'
import { readCompletion, readPrompt } from './exchange.js'

/** A vocabulary that the caller brings: it weighs megabytes. */
export interface Tokenizer {
  encode(text: string): { readonly length: number }
}

export interface Exchange {
  /** What the measured or advertised model stands for. */
  entry: ModelEntry
  tokenizer: Tokenizer
  /** Bodies as they were sent. */
  request: Uint8Array
  response: Uint8Array
}

/** Longer texts are not counted: a vocabulary's merges take long on words without an end. */
const MAX_LENGTH = 64 * 1024

/** Tokens as a response states them, and as the vocabulary counts them. */
export interface Count {
  stated: bigint
  counted: bigint
}

export interface Recount {
  /** `ended`: the token that ends the answer is counted, and not part of its text. */
  completion: (Count & { ended: boolean }) | undefined
  prompt: Count | undefined
}

/**
 * Counts the tokens of an exchange. Undefined where the model has another vocabulary, the response states no counts, or
 * neither text can be read out of the bodies.
 */
export function recount({ entry, tokenizer, request, response }: Exchange): Recount | undefined {
  const usage = entry.tokenizer === 'qwen3' ? findUsage(response) : undefined
  if (usage === undefined) return undefined
  const completion = countCompletion(tokenizer, usage.completionTokens, readCompletion(response))
  const prompt = countPrompt(tokenizer, usage.promptTokens, readPrompt(request))
  return completion === undefined && prompt === undefined ? undefined : { completion, prompt }
}

/** Says of one exchange whether its stated counts agree with Qwen3's vocabulary; undefined as `recount`. */
export function recountTokens(exchange: Exchange): Observation | undefined {
  const found = recount(exchange)
  if (found === undefined) return undefined
  const sentences = [
    ...(found.completion === undefined ? [] : [describeCompletion(found.completion)]),
    ...(found.prompt === undefined ? [] : [describePrompt(found.prompt)]),
  ]
  return { id: 'token-recount', question: 'workload', text: sentences.join(' '), evidence: [] }
}

/** What makes counts of completions differ rightly. */
export const COMPLETION_EXCUSES =
  'Hidden reasoning, removed stop texts and another spelling of the same text by tokens all do that.'
/** The same of prompts. */
export const PROMPT_EXCUSES = 'A system text of the server, another template or a switched-off reasoning all do that.'

function countCompletion(
  tokenizer: Tokenizer,
  stated: bigint,
  completion: { text: string; ended: boolean } | undefined,
): Recount['completion'] {
  if (completion === undefined || completion.text.length > MAX_LENGTH) return undefined
  const { text, ended } = completion
  return { stated, counted: BigInt(tokenizer.encode(text).length) + (ended ? 1n : 0n), ended }
}

function countPrompt(tokenizer: Tokenizer, stated: bigint, prompt: string | undefined): Count | undefined {
  if (prompt === undefined || prompt.length > MAX_LENGTH) return undefined
  return { stated, counted: BigInt(tokenizer.encode(prompt).length) }
}

function describeCompletion({ stated, counted, ended }: Count & { ended: boolean }): string {
  const of = ended ? `the answer recounts to ${counted - 1n} and its end` : `the answer recounts to ${counted}`
  if (stated === counted) return `Completion tokens agree: ${stated} stated, ${of}.`
  return `Completion tokens differ: ${stated} stated, ${of}. ${COMPLETION_EXCUSES}`
}

function describePrompt({ stated, counted }: Count): string {
  if (stated === counted) return `Prompt tokens agree: ${stated} in Qwen3's plain chat template.`
  return `Prompt tokens differ: ${stated} stated, ${counted} in Qwen3's plain chat template. ${PROMPT_EXCUSES}`
}
