import { formatDuration } from './format'

const REASON = new Map([
  ['reorg', 'the settlement moved to another block'],
  ['new-evidence', 'there was new evidence'],
  ['new-verifier', 'the verifier is a newer one'],
  ['new-trust', 'the pinned roots and releases changed'],
  ['other-inputs', 'something else that is judged changed'],
])

/** Why a verdict was made again. A word that is not known stays as it is. */
export function describeReason(reason: string): string {
  return REASON.get(reason) ?? reason
}

/** How far from a settlement its report was observed. Seconds, negative before it; null where the settlement is gone. */
export function describeDistance(seconds: number | null): string {
  if (seconds === null) return 'how far from the settlement is not known'
  if (seconds === 0) return 'at the second of the settlement'
  return `${formatDuration(Math.abs(seconds) * 1_000)} ${seconds < 0 ? 'before' : 'after'} the settlement`
}
