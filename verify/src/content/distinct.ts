/** No signature stands under two requests: neither of this list, nor of an earlier one. */
import { nameProof } from '../trail/record.js'
import type { UsedProof } from './record.js'
import type { Finding } from './tally.js'

/** What is known of a proof from elsewhere, by the names that it may go by. */
export type FindElsewhere = (names: readonly string[], isOwn: boolean) => Finding | undefined

/**
 * A replayed signature shows as the same signature, or as the same text signed by the same key, under another request.
 * It accuses only where the same file itself carries both; a proof that another file added accuses nobody.
 */
export function createDistinctness(
  findElsewhere: FindElsewhere = () => undefined,
): (line: number, used: UsedProof | undefined) => Finding {
  const seen = new Map<string, { line: number; isOwn: boolean }>()
  return (line, used) => {
    if (used === undefined) return { kind: 'missing', why: "the service's signature is not published" }
    const { proof, isOwn } = used
    const names = [proof.signature.toLowerCase(), nameProof(proof)]
    const before = names.map((name) => seen.get(name)).find((found) => found !== undefined)
    for (const name of names) seen.set(name, { line, isOwn })
    if (before === undefined) return findElsewhere(names, isOwn) ?? { kind: 'match' }
    const why = `its signature already stands on line ${before.line}`
    return isOwn && before.isOwn ? { kind: 'mismatch', why, found: proof.signature } : { kind: 'missing', why }
  }
}
