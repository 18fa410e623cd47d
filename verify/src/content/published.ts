/** A record of a trail with its bodies read: small enough to be kept for every line of a file. */
import { findBodyBytes } from '../trail/parse.js'
import type { HashedFields, SignedStatement, TrailBody, TrailProof, TrailRecord } from '../trail/record.js'
import { type BodyReading, digestOf, type ResponseReading, readRequest, readResponse } from './reading.js'

/** The fields of a record that a judgement looks at; those that the commitment hashes stand beside it. */
export type JudgedRecord = Pick<
  TrailRecord,
  'settlement' | 'createdAt' | 'model' | 'usage' | 'request' | 'response' | 'images' | 'proof'
>

export interface PublishedRecord {
  line: number
  /** What is judged of the record: its bodies have lost their bytes, and what readers do not know is left out. */
  record: JudgedRecord
  /** Undefined where the record lacks the hashed fields, as in a payer's trail. */
  fields: HashedFields | undefined
  /** What the published bytes are; undefined where the publisher keeps them. */
  request: BodyReading | undefined
  response: ResponseReading | undefined
  /** SHA-256 of the published images, one for each of `record.images`. */
  images: (string | undefined)[]
}

/** Reads the bodies of a record and lets their bytes go. */
export function readPublished(line: number, record: TrailRecord): PublishedRecord {
  const request = findBodyBytes(record.request)
  const response = findBodyBytes(record.response)
  return {
    line,
    record: toJudged(record),
    fields: findHashedFields(record),
    request: request && readRequest(request),
    response: response && readResponse(response),
    images: (record.images ?? []).map((image) => {
      const bytes = findBodyBytes(image)
      return bytes && digestOf(bytes)
    }),
  }
}

/** Bodies and proofs that the record shows. */
export function countPublished({ request, response, proof }: TrailRecord): number {
  return [request.bytes, response.bytes, proof].filter((part) => part !== undefined).length
}

function toJudged({
  settlement,
  createdAt,
  model,
  usage,
  request,
  response,
  images,
  proof,
}: TrailRecord): JudgedRecord {
  return {
    ...{ settlement, createdAt, model },
    ...(usage === undefined ? {} : { usage }),
    ...{ request: withoutBytes(request), response: withoutBytes(response) },
    ...(images === undefined ? {} : { images: images.map(withoutBytes) }),
    ...(proof === undefined ? {} : { proof: toProof(proof) }),
  }
}

function toProof({ routingProof, ...proof }: TrailProof): TrailProof {
  if (routingProof === undefined) return toStatement(proof)
  return { ...toStatement(proof), routingProof: toStatement(routingProof) }
}

function toStatement({ text, signature, signingAddress }: SignedStatement): SignedStatement {
  return { text, signature, signingAddress }
}

/** The five hashed strings of a record; the parser lets through all of them or none. */
export function findHashedFields(record: TrailRecord): HashedFields | undefined {
  const { requestHash, userAddress, fee, inputFee, outputFee } = record
  if (
    requestHash === undefined ||
    userAddress === undefined ||
    fee === undefined ||
    inputFee === undefined ||
    outputFee === undefined
  )
    return undefined
  return { requestHash, userAddress, fee, inputFee, outputFee }
}

function withoutBytes({ sha256 }: TrailBody): TrailBody {
  return { sha256 }
}
