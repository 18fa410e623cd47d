import type { Tokenizer } from '@touchstone/verify'

/** What stands for itself in Qwen3's vocabulary is cut out first; its texts are brought into this form; these are its words. */
export interface Words {
  added: readonly string[]
  form: 'NFC'
  pattern: RegExp
}

const MAX_WORDS = 50_000
/** Longer ones hardly come again. */
const MAX_LENGTH = 32

/**
 * Counts like the tokenizer, word by word: tokens never reach across words, so that a word that was counted before
 * need not be taken apart again. Texts of one model repeat theirs.
 */
export function countByWords(tokenizer: Tokenizer, { added, form, pattern }: Words): Tokenizer {
  const known = new Map<string, number>()
  const special = new RegExp(added.map(quote).join('|'), 'g')
  const countWord = (word: string): number => {
    if (word.length > MAX_LENGTH) return tokenizer.encode(word).length
    const before = known.get(word)
    if (before !== undefined) return before
    const { length } = tokenizer.encode(word)
    if (known.size >= MAX_WORDS) known.clear()
    known.set(word, length)
    return length
  }
  return {
    encode: (text) => {
      let length = text.match(special)?.length ?? 0
      for (const section of text.split(special))
        for (const [word] of section.normalize(form).matchAll(pattern)) length += countWord(word)
      return { length }
    },
  }
}

function quote(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
