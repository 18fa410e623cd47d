import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { sha256 } from '#primitives'
import type { QuoteContext } from './judge.js'
import type { QuoteJudgement } from './types.js'

/**
 * Genuine quotes that were judged before, by everything that a judgement depends on: a report stands behind thousands of
 * settlements, and judging it takes tens of signatures. Anything but `genuine` is judged again.
 */
export interface QuoteMemo {
  find(key: string): QuoteJudgement | undefined
  keep(key: string, judgement: QuoteJudgement): void
}

/** Remembers the last quotes used, `most` of them: some kilobytes each. */
export function createQuoteMemo(most = 64): QuoteMemo {
  const known = new Map<string, QuoteJudgement>()
  return {
    find: (key) => {
      const judgement = known.get(key)
      if (judgement === undefined) return undefined
      known.delete(key)
      known.set(key, judgement)
      return judgement
    },
    keep: (key, judgement) => {
      if (judgement.kind !== 'genuine') return
      known.set(key, judgement)
      const [oldest] = known.keys()
      if (known.size > most && oldest !== undefined) known.delete(oldest)
    },
  }
}

/** One name for one quote, collateral, time and set of roots: SHA-256 over all of them. */
export function nameJudgement(quote: Uint8Array, { collateral, at, roots }: QuoteContext): string {
  const rest = utf8ToBytes(JSON.stringify([collateral, at, roots]))
  // The digest of the quote has one length: where it ends and the rest begins cannot be moved.
  return bytesToHex(sha256(concatBytes(sha256(quote), rest)))
}
