import type { Hex } from '../../subject.js'
import type { TrustMaterial } from '../../trust.js'
import type { QuoteMemo } from '../quote/memo.js'

/** With what a report is judged. */
export interface JudgeContext {
  /** Collateral as JSON text or parsed; null to use what the report brings along. */
  collateral: unknown
  /** Time for which to judge, in milliseconds. */
  at: number
  /** The key that the quote must bind; null to show which one it does. */
  signer: Hex | null
  trust: Pick<TrustMaterial, 'quoteRoots' | 'gpuRoots' | 'osImages'>
  /** Whether the signer signed the report as a whole, so that what no quote binds is at least its own word. */
  authored: boolean
  /** Quotes judged before; left out, each is judged anew. */
  memo?: QuoteMemo | undefined
}
