import type { Tokenizer } from '../recount.js'
import { MergeCounter } from './mergeCounter.js'
import { readMerges } from './readMerges.js'

/** Texts that have a token of their own and are cut out first: `added_tokens` of Qwen3's `tokenizer.json`. */
export const QWEN3_ADDED: readonly string[] = [
  ...['<|endoftext|>', '<|im_start|>', '<|im_end|>', '<|object_ref_start|>', '<|object_ref_end|>', '<|box_start|>'],
  ...['<|box_end|>', '<|quad_start|>', '<|quad_end|>', '<|vision_start|>', '<|vision_end|>', '<|vision_pad|>'],
  ...['<|image_pad|>', '<|video_pad|>', '<tool_call>', '</tool_call>', '<|fim_prefix|>', '<|fim_middle|>'],
  ...['<|fim_suffix|>', '<|fim_pad|>', '<|repo_name|>', '<|file_sep|>', '<tool_response>', '</tool_response>'],
  ...['<think>', '</think>'],
]

/** What is between them is brought into NFC and split into these words: tokens never reach across two. */
const WORD =
  /'(?:[sS]|[tT]|[rR][eE]|[vV][eE]|[mM]|[lL][lL]|[dD])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+/gu

/** Words that come again are looked up instead of merged again: so many of at most so many letters, some 300 kB. */
const MOST_KNOWN = 4_096
const LONGEST_KNOWN = 24

/**
 * Counts tokens as Qwen3's vocabulary does. It weighs some 3 MB; reading the file takes as much again and its own size.
 * @param tokenizerJson bytes of the `tokenizer.json` that Qwen publishes with the model.
 * @throws VocabularyError where it is another file.
 */
export function openQwen3(tokenizerJson: Uint8Array): Tokenizer {
  const counter = new MergeCounter(readMerges(tokenizerJson))
  const added = new RegExp(QWEN3_ADDED.map(quote).join('|'), 'g')
  const encoder = new TextEncoder()
  let bytes = new Uint8Array(256)
  const known = new Map<string, number>()
  const countAnew = (word: string): number => {
    if (word.length * 3 > bytes.length) bytes = new Uint8Array(word.length * 3)
    // A lone surrogate becomes U+FFFD, as in every encoder of UTF-8.
    return counter.count(bytes, encoder.encodeInto(word, bytes).written)
  }
  const countWord = (word: string): number => {
    if (word.length > LONGEST_KNOWN) return countAnew(word)
    let count = known.get(word)
    if (count === undefined) {
      count = countAnew(word)
      if (known.size === MOST_KNOWN) known.clear()
      known.set(word, count)
    }
    return count
  }
  return {
    encode: (text) => {
      let length = text.match(added)?.length ?? 0
      for (const section of text.split(added))
        for (const word of section.normalize('NFC').match(WORD) ?? []) length += countWord(word)
      return { length }
    },
  }
}

function quote(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
