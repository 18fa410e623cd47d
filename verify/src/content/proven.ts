/** What stands proven about a bill that no list opens. */
import { createDigestTable, digestOfText } from '../kept/digestTable.js'
import type { BillFile } from '../opening/candidates.js'
import { nameProof, type TrailProof } from '../trail/record.js'
import { type Bill, examineRecord } from './record.js'

/** Different responses that stand proven, and how many of them are among those asked about. */
export interface Proven {
  count: number
  standing: number
}

/**
 * Number of different responses in the parties' own files that a key of the service signed and whose bytes are shown.
 * Which of them the bill stands for, and of how many, is not known.
 */
export function countProven(parties: Iterable<BillFile>, bill: Omit<Bill, 'role'>): number {
  return findProven(parties, bill, () => false).count
}

/** The same, and how many of them `stands` is true of. */
export function findProven(
  files: Iterable<BillFile>,
  bill: Omit<Bill, 'role'>,
  stands: (proof: TrailProof) => boolean,
): Proven {
  const proven = createDigestTable(bill.kept)
  let standing = 0
  for (const { requests, role } of files)
    for (const published of requests) {
      const { request, response, signature, proof } = examineRecord(published, { ...bill, role })
      // A request that is another than the signed one would make the answer belong to something else.
      if (response.kind !== 'match' || signature.kind !== 'match' || request.kind === 'mismatch') continue
      if (proof === undefined) continue
      const known = proven.size
      proven.add(digestOfText(nameProof(proof.proof)))
      if (proven.size > known && stands(proof.proof)) standing += 1
    }
  return { count: proven.size, standing }
}
