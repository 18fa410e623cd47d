/** No signature stands under two requests: neither of this bill, nor of an earlier one. */
import { isSameHex } from '../check.js'
import type { SignatureUse } from '../subject.js'
import type { TrailProof } from '../trail/record.js'
import { nameProof } from './proven.js'
import type { PublishedRecord } from './published.js'
import type { Bill } from './record.js'
import type { Finding } from './tally.js'

interface Seen {
  line: number
  isOwn: boolean
}

/**
 * A replayed signature shows as the same signature, or as the same text signed by the same key, under another request.
 * It accuses only where the provider itself put both there; a proof that another file added accuses nobody.
 */
export function createDistinctness(
  bill: Bill,
  earlierUses: readonly SignatureUse[],
): (published: PublishedRecord, used: { proof: TrailProof; isOwn: boolean } | undefined) => Finding {
  const seen = new Map<string, Seen>()
  const earlier = indexEarlier(bill, earlierUses)
  return ({ line }, used) => {
    if (used === undefined) return { kind: 'missing', why: "the service's signature is not published" }
    const { proof, isOwn } = used
    const keys = keysOf(proof)
    const before = keys.map((key) => seen.get(key)).find((found) => found !== undefined)
    for (const key of keys) seen.set(key, { line, isOwn })
    if (before !== undefined) {
      const why = `its signature already stands on line ${before.line}`
      const found = proof.signature
      return isOwn && before.isOwn ? { kind: 'mismatch', why, found } : { kind: 'missing', why }
    }
    const use = keys.map((key) => earlier.get(key)).find((found) => found !== undefined)
    return use === undefined ? { kind: 'match' } : examineUse(use, isOwn, bill)
  }
}

function examineUse(use: SignatureUse, isOwn: boolean, bill: Bill): Finding {
  const where = `under settlement ${use.settlement}, line ${use.line} of trail ${use.root}`
  const why = `its signature already stands ${where}`
  if (use.isPartial === true)
    return { kind: 'missing', why: `${why}, which was paid in part, so that its requests may be billed again` }
  if (!isOwn || !accuses(use, bill))
    return { kind: 'missing', why: `${why}, and not both were published by the provider` }
  return { kind: 'mismatch', why, expected: 'no use before this bill', found: where }
}

// A stranger may open an earlier bill with any proof it likes: only the provider's own trail is its word.
function accuses(use: SignatureUse, { subject }: Bill): boolean {
  const provider = subject.item?.provider
  return use.isPartial !== true && use.author !== undefined && provider !== undefined && isSameHex(use.author, provider)
}

function indexEarlier(bill: Bill, uses: readonly SignatureUse[]): Map<string, SignatureUse> {
  const index = new Map<string, SignatureUse>()
  for (const use of uses) {
    if (use.settlement === bill.subject.id || use.blockTime > bill.subject.blockTime) continue
    const keys = [use.signature.toLowerCase()]
    if (use.text !== undefined && use.signingAddress !== undefined)
      keys.push(nameProof({ text: use.text, signingAddress: use.signingAddress }))
    // A harmless use must not hide one that accuses.
    for (const key of keys) if (!index.has(key) || accuses(use, bill)) index.set(key, use)
  }
  return index
}

function keysOf(proof: TrailProof): string[] {
  return [proof.signature.toLowerCase(), nameProof(proof)]
}
