/** A record of a trail with its bodies read: small enough to be kept for every line of a file. */
import { findBodyBytes } from '../trail/parse.js'
import type { HashedFields, TrailBody, TrailRecord } from '../trail/record.js'
import { type BodyReading, digestOf, type ResponseReading, readRequest, readResponse } from './reading.js'

export interface PublishedRecord {
  line: number
  /** The record; its bodies have lost their bytes. */
  record: TrailRecord
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
  const { images } = record
  return {
    line,
    record: {
      ...record,
      request: withoutBytes(record.request),
      response: withoutBytes(record.response),
      ...(images === undefined ? {} : { images: images.map(withoutBytes) }),
    },
    fields: findHashedFields(record),
    request: request && readRequest(request),
    response: response && readResponse(response),
    images: (images ?? []).map((image) => {
      const bytes = findBodyBytes(image)
      return bytes && digestOf(bytes)
    }),
  }
}

/** Bodies and proofs that the record shows. */
export function countPublished({ request, response, record }: PublishedRecord): number {
  return [request, response, record.proof].filter((part) => part !== undefined).length
}

/** The five hashed strings of a record; the parser lets through all of them or none. */
function findHashedFields(record: TrailRecord): HashedFields | undefined {
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
