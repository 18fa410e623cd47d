/** What stands proven about a bill that no list opens. */
import type { BillFile } from '../opening/candidates.js'
import { nameProof } from '../trail/record.js'
import { type Bill, examineRecord } from './record.js'

/**
 * Number of different responses in the parties' own files that a key of the service signed and whose bytes are shown.
 * Which of them the bill stands for, and of how many, is not known.
 */
export function countProven(parties: readonly BillFile[], bill: Omit<Bill, 'role'>): number {
  return listProven(parties, bill).size
}

/** The same, each named by signer and text. */
export function listProven(files: readonly BillFile[], bill: Omit<Bill, 'role'>): Set<string> {
  const proven = new Set<string>()
  for (const { requests, role } of files)
    for (const published of requests) {
      const { request, response, signature, proof } = examineRecord(published, { ...bill, role })
      // A request that is another than the signed one would make the answer belong to something else.
      if (response.kind !== 'match' || signature.kind !== 'match' || request.kind === 'mismatch') continue
      if (proof !== undefined) proven.add(nameProof(proof.proof))
    }
  return proven
}
