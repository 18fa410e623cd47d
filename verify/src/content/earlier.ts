/** Signatures that an earlier bill already stands on. */
import { isSameHex } from '../check.js'
import type { SettlementSubject, SignatureUse } from '../subject.js'
import { nameProof } from '../trail/record.js'
import type { FindElsewhere } from './distinct.js'
import type { Finding } from './tally.js'

/** Looks a proof up among the uses of earlier bills; later ones and this bill itself are none. */
export function findEarlier(subject: SettlementSubject, uses: readonly SignatureUse[]): FindElsewhere {
  const index = new Map<string, SignatureUse>()
  for (const use of uses) {
    if (use.settlement === subject.id || use.blockTime > subject.blockTime) continue
    const names = [use.signature.toLowerCase()]
    if (use.text !== undefined && use.signingAddress !== undefined)
      names.push(nameProof({ text: use.text, signingAddress: use.signingAddress }))
    // A harmless use must not hide one that accuses.
    for (const name of names) if (!index.has(name) || accuses(use, subject)) index.set(name, use)
  }
  return (names, isOwn) => {
    const found = names.map((name) => index.get(name)).filter((use) => use !== undefined)
    const use = found.find((candidate) => accuses(candidate, subject)) ?? found[0]
    return use && examineUse(use, isOwn, subject)
  }
}

function examineUse(use: SignatureUse, isOwn: boolean, subject: SettlementSubject): Finding {
  const where = `under settlement ${use.settlement}, line ${use.line} of trail ${use.root}`
  const why = `its signature already stands ${where}`
  if (use.isPartial === true)
    return { kind: 'missing', why: `${why}, which was paid in part, so that its requests may be billed again` }
  if (!isOwn || !accuses(use, subject))
    return { kind: 'missing', why: `${why}, and not both were published by the provider` }
  return { kind: 'mismatch', why, expected: 'no use before this bill', found: where }
}

// A stranger may open an earlier bill with any proof it likes: only the provider's own trail is its word.
function accuses(use: SignatureUse, { item }: SettlementSubject): boolean {
  return use.isPartial !== true && use.author !== undefined && item !== null && isSameHex(use.author, item.provider)
}
