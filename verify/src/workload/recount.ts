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

/**
 * Compares the counts that a response states with a recount by Qwen3's vocabulary. Undefined where the model has another
 * vocabulary, the response states no counts, or neither text can be read out of the bodies.
 */
export function recountTokens({ entry, tokenizer, request, response }: Exchange): Observation | undefined {
  const usage = entry.tokenizer === 'qwen3' ? findUsage(response) : undefined
  if (usage === undefined) return undefined
  const sentences = [
    compareCompletion(tokenizer, usage.completionTokens, readCompletion(response)),
    comparePrompt(tokenizer, usage.promptTokens, readPrompt(request)),
  ].filter((sentence) => sentence !== undefined)
  if (sentences.length === 0) return undefined
  return { id: 'token-recount', question: 'workload', text: sentences.join(' '), evidence: [] }
}

function compareCompletion(
  tokenizer: Tokenizer,
  stated: bigint,
  completion: { text: string; ended: boolean } | undefined,
): string | undefined {
  if (completion === undefined || completion.text.length > MAX_LENGTH) return undefined
  const text = BigInt(tokenizer.encode(completion.text).length)
  // The token that ends an answer is counted and not part of its text.
  const counted = completion.ended ? text + 1n : text
  const of = `the answer recounts to ${text}${completion.ended ? ' and its end' : ''}`
  if (stated === counted) return `Completion tokens agree: ${stated} stated, ${of}.`
  return `Completion tokens differ: ${stated} stated, ${of}. Hidden reasoning, removed stop texts and another spelling of the same text by tokens all do that.`
}

function comparePrompt(tokenizer: Tokenizer, stated: bigint, prompt: string | undefined): string | undefined {
  if (prompt === undefined || prompt.length > MAX_LENGTH) return undefined
  const counted = BigInt(tokenizer.encode(prompt).length)
  if (stated === counted) return `Prompt tokens agree: ${stated} in Qwen3's plain chat template.`
  return `Prompt tokens differ: ${stated} stated, ${counted} in Qwen3's plain chat template. A system text of the server, another template or a switched-off reasoning all do that.`
}
