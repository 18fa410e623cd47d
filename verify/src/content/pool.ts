/**
 * What all published files hold, found by digest. A body is what its digest says and a proof what its signature says,
 * whoever published them: they can complete the record of another file, and say nothing against anybody.
 */
import type { AuthorRole } from '../opening/role.js'
import type { TrailProof } from '../trail/record.js'
import type { PublishedRecord } from './published.js'
import type { BodyReading, ResponseReading } from './reading.js'
import { halvesOf, parseSignedText } from './signedText.js'

export interface Pool {
  /** Takes up a record; the files of the parties are added before those of strangers. */
  add(record: PublishedRecord, role: AuthorRole): void
  findRequest(sha256: string): BodyReading | undefined
  findResponse(sha256: string): ResponseReading | undefined
  hasImage(sha256: string): boolean
  /** Proofs whose text has these two halves, in the order added. Their signatures are not checked. */
  listProofs(halves: string): readonly TrailProof[]
}

/** Proofs kept for one text, for each role: anyone can publish any number of wrong ones. */
const MAX_PROOFS = 8

export function createPool(): Pool {
  const requests = new Map<string, BodyReading>()
  const responses = new Map<string, ResponseReading>()
  const images = new Set<string>()
  const proofs = new Map<string, { proof: TrailProof; role: AuthorRole }[]>()

  const addProof = (proof: TrailProof, role: AuthorRole): void => {
    const signed = parseSignedText(proof.text)
    if (signed === undefined) return
    const halves = halvesOf(signed)
    const known = proofs.get(halves) ?? []
    if (known.length === 0) proofs.set(halves, known)
    if (known.filter((entry) => entry.role === role).length >= MAX_PROOFS) return
    if (known.some((entry) => isSameProof(entry.proof, proof))) return
    known.push({ proof, role })
  }
  return {
    add: ({ record, request, response, images: shown }, role) => {
      if (request !== undefined) requests.set(request.sha256, request)
      if (response !== undefined) responses.set(response.sha256, response)
      for (const image of [...shown, ...(response?.images ?? [])]) if (image !== undefined) images.add(image)
      if (record.proof !== undefined) addProof(record.proof, role)
    },
    findRequest: (sha256) => requests.get(sha256),
    findResponse: (sha256) => responses.get(sha256),
    hasImage: (sha256) => images.has(sha256),
    listProofs: (halves) => (proofs.get(halves) ?? []).map(({ proof }) => proof),
  }
}

function isSameProof(a: TrailProof, b: TrailProof): boolean {
  return (
    a.text === b.text &&
    a.signature === b.signature &&
    a.signingAddress === b.signingAddress &&
    a.routingProof?.signature === b.routingProof?.signature
  )
}
