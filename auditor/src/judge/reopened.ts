import canonicalize from 'canonicalize'

/** Why a verdict is made again. */
export type Reopened = 'reorg' | 'new-evidence' | 'new-verifier' | 'new-trust' | 'other-inputs'

/** What a signed verdict says that it rests on; the rest of it is in `inputs` alone. */
interface RestsOn {
  blockHash?: unknown
  verifier?: unknown
  trust?: unknown
  trails?: unknown
  reports?: unknown
  receipt?: { sha256?: unknown } | null
}

/**
 * Why a verdict supersedes another, from what they say that they rest on. Which node served the receipt is no reason.
 * A receipt is of a block, so that another block's is no evidence of its own.
 * @param before body of the superseded verdict, as signed. @param after body of the new one.
 */
export function listReasons(before: string, after: string): Reopened[] {
  const [old, current] = [JSON.parse(before) as RestsOn, JSON.parse(after) as RestsOn]
  const differs = (of: (body: RestsOn) => unknown) => canonicalize(of(old)) !== canonicalize(of(current))
  const isMoved = differs(({ blockHash }) => blockHash ?? null)
  const hasOtherEvidence =
    differs(({ trails }) => trails ?? []) ||
    differs(({ reports }) => reports ?? []) ||
    (!isMoved && differs(({ receipt }) => receipt?.sha256 ?? null))
  const reasons: [Reopened, boolean][] = [
    ['reorg', isMoved],
    ['new-evidence', hasOtherEvidence],
    ['new-verifier', differs(({ verifier }) => verifier ?? null)],
    ['new-trust', differs(({ trust }) => trust ?? null)],
  ]
  const found = reasons.flatMap(([reason, holds]) => (holds ? [reason] : []))
  return found.length === 0 ? ['other-inputs'] : found
}
