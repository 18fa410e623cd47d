/**
 * What all published files hold, found by digest. A body is what its digest says and a proof what its signature says,
 * whoever published them: they can complete the record of another file, and say nothing against anybody.
 */
import { hexToBytes } from '@noble/hashes/utils.js'
import { createDigestTable, digestOfText } from '../kept/digestTable.js'
import { createKeptBytes, type KeptBytes } from '../kept/keptBytes.js'
import { createNumberList } from '../kept/numberList.js'
import type { AuthorRole } from '../opening/role.js'
import type { TrailProof } from '../trail/record.js'
import { createKeptRequests, createKeptResponses } from './keptBodies.js'
import { createKeptProofs } from './keptProofs.js'
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

/** What is looked for in a pool. */
export type PoolReader = Omit<Pool, 'add'>

/** Records of one file, and whose it is. */
export interface PooledFile {
  records: Iterable<PublishedRecord>
  role: AuthorRole
}

/**
 * The pool of those files, filled when something is first looked for: a list that brings its own bodies and proofs asks for
 * nothing.
 */
export function createPoolOf(files: readonly PooledFile[], kept: KeptBytes): PoolReader {
  let filled: Pool | undefined
  const fill = (): Pool => {
    const pool = createPool(kept)
    for (const { records, role } of files) for (const record of records) pool.add(record, role)
    return pool
  }
  const get = (): Pool => {
    filled ??= fill()
    return filled
  }
  return {
    findRequest: (sha256) => get().findRequest(sha256),
    findResponse: (sha256) => get().findResponse(sha256),
    hasImage: (sha256) => get().hasImage(sha256),
    listProofs: (halves) => get().listProofs(halves),
  }
}

/** Proofs kept for one text, for each role: anyone can publish any number of wrong ones. */
const MAX_PROOFS = 8
const ROLES: readonly AuthorRole[] = ['provider', 'payer', 'stranger']

/** Keeps digests and proofs outside the heap, so that a file of a million records can be judged. */
export function createPool(kept: KeptBytes = createKeptBytes()): Pool {
  const requests = createKeptRequests(kept)
  const responses = createKeptResponses(kept)
  const images = createDigestTable(kept)
  const proofs = createProofLists(kept)
  return {
    add: ({ record, request, response, images: shown }, role) => {
      if (request !== undefined) requests.add(request)
      if (response !== undefined) responses.add(response)
      for (const image of [...shown, ...(response?.images ?? [])])
        if (image !== undefined) images.add(hexToBytes(image))
      if (record.proof !== undefined) proofs.add(record.proof, role)
    },
    findRequest: requests.find,
    findResponse: responses.find,
    hasImage: (sha256) => images.find(hexToBytes(sha256)) !== undefined,
    listProofs: proofs.list,
  }
}

/** Proofs by the halves of their texts: the first of each list stands at the place of the halves, each leads to the next. */
function createProofLists(kept: KeptBytes) {
  const halves = createDigestTable(kept)
  const proofs = createKeptProofs(kept)
  // Numbers of proofs and one: 0 ends a list.
  const firsts = createNumberList(kept)
  const nexts = createNumberList(kept)
  const roles = createNumberList(kept)
  const walk = (first: number): number[] => {
    const found: number[] = []
    for (let next = first; next > 0; next = nexts.at(next - 1)) found.push(next - 1)
    return found
  }
  const add = (proof: TrailProof, role: AuthorRole): void => {
    const signed = parseSignedText(proof.text)
    if (signed === undefined) return
    const place = halves.add(digestOfText(halvesOf(signed)))
    if (place === firsts.length) firsts.push(0)
    const known = walk(firsts.at(place))
    if (known.filter((n) => ROLES[roles.at(n)] === role).length >= MAX_PROOFS) return
    if (known.some((n) => isSameProof(proofs.get(n), proof))) return
    const n = proofs.add(proof)
    nexts.push(0)
    roles.push(ROLES.indexOf(role))
    const last = known.at(-1)
    if (last === undefined) firsts.set(place, n + 1)
    else nexts.set(last, n + 1)
  }
  const list = (text: string): TrailProof[] => {
    const place = halves.find(digestOfText(text))
    return place === undefined ? [] : walk(firsts.at(place)).map(proofs.get)
  }
  return { add, list }
}

function isSameProof(a: TrailProof, b: TrailProof): boolean {
  return (
    a.text === b.text &&
    a.signature === b.signature &&
    a.signingAddress === b.signingAddress &&
    a.routingProof?.signature === b.routingProof?.signature
  )
}
