/** No signature stands under two requests: neither of this list, nor of an earlier one. */
import { createDigestTable, digestOfText } from '../kept/digestTable.js'
import { createKeptBytes, type KeptBytes } from '../kept/keptBytes.js'
import { createNumberList } from '../kept/numberList.js'
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
  kept: KeptBytes = createKeptBytes(),
): (line: number, used: UsedProof | undefined) => Finding {
  const seen = createDigestTable(kept)
  const lines = createNumberList(kept)
  const own = createNumberList(kept)
  return (line, used) => {
    if (used === undefined) return { kind: 'missing', why: "the service's signature is not published" }
    const { proof, isOwn } = used
    const names = [proof.signature.toLowerCase(), nameProof(proof)]
    const digests = names.map(digestOfText)
    const before = digests.map((digest) => seen.find(digest)).find((place) => place !== undefined)
    const found = before === undefined ? undefined : { line: lines.at(before), isOwn: own.at(before) === 1 }
    for (const digest of digests) {
      const place = seen.add(digest)
      if (place === lines.length) {
        lines.push(line)
        own.push(isOwn ? 1 : 0)
      } else {
        lines.set(place, line)
        own.set(place, isOwn ? 1 : 0)
      }
    }
    if (found === undefined) return findElsewhere(names, isOwn) ?? { kind: 'match' }
    const why = `its signature already stands on line ${found.line}`
    return isOwn && found.isOwn ? { kind: 'mismatch', why, found: proof.signature } : { kind: 'missing', why }
  }
}
