/** The checks on the two bodies of one record, against the text that was signed over them. */
import type { PublishedRecord } from './published.js'
import type { BodyReading, ResponseReading } from './reading.js'
import type { SignedText } from './signedText.js'
import type { Finding } from './tally.js'

/** A record's bodies together with what other files add to them. */
export interface Bodies {
  published: PublishedRecord
  /** The bodies with the digests that the record names, from this file or another; undefined where nobody shows them. */
  request: BodyReading | undefined
  response: ResponseReading | undefined
  hasImage(sha256: string): boolean
  /** Wrong bytes in the record count although another file shows the right ones. */
  isBoundByOwn: boolean
}

export interface BodyFindings {
  request: Finding
  response: Finding
  /** The response is what was signed, even where nobody can read it: its counts in clear are the service's. */
  isSigned: boolean
}

/** Compares bodies with a signed text; undefined for a text of no known form. */
export function examineBodies(bodies: Bodies, signed: SignedText | undefined): BodyFindings {
  const { record, request, response, images } = bodies.published
  const found = examineSigned(bodies, signed)
  const wrongRequest =
    bodies.isBoundByOwn || bodies.request === undefined
      ? differs(record.request.sha256, request?.sha256, 'request')
      : undefined
  const wrongImage = images.map((image, at) => differs(record.images?.[at]?.sha256, image, 'image')).find(isFinding)
  const wrongResponse =
    bodies.isBoundByOwn || bodies.response === undefined
      ? (differs(record.response.sha256, response?.sha256, 'response') ?? wrongImage)
      : wrongImage
  return {
    request: wrongRequest ?? found.request,
    response: wrongResponse ?? found.response,
    isSigned: found.isSigned && wrongResponse === undefined,
  }
}

function examineSigned(bodies: Bodies, signed: SignedText | undefined): BodyFindings {
  switch (signed?.kind) {
    case 'in-enclave':
    case 'relayed':
      return examinePlain(bodies, signed)
    case 'images':
      return { ...examineImages(bodies, signed.requestSha256, signed.imageSha256), isSigned: false }
    case 'sealed':
      return examineSealed(bodies, signed)
    case 'plain': {
      const finding: Finding = {
        kind: 'missing',
        why: 'the signature is over a canonical form that is not defined yet',
      }
      return { request: finding, response: finding, isSigned: false }
    }
    case undefined: {
      const request = examineShown(bodies.request, 'request')
      return { request, response: examineShown(bodies.response, 'response'), isSigned: false }
    }
  }
}

/** The images of the response as the record lists them or its body carries them. */
export function listImages({ published, response }: Bodies): string[] | undefined {
  return published.record.images?.map(({ sha256 }) => sha256) ?? response?.images
}

function differs(expected: string | undefined, found: string | undefined, which: string): Finding | undefined {
  if (expected === undefined || found === undefined || expected === found) return undefined
  const why = `the bytes of the ${which} have another SHA-256 than the record says`
  return { kind: 'mismatch', why, expected, found }
}

function examinePlain(
  bodies: Bodies,
  { requestSha256, responseSha256 }: { requestSha256: string; responseSha256: string },
): BodyFindings {
  const images = listImages(bodies)
  const isImage = images?.length === 1 && images[0] === responseSha256
  if (isImage && bodies.published.record.response.sha256 !== responseSha256)
    return { ...examineImages(bodies, requestSha256, [responseSha256]), isSigned: false }
  const { record } = bodies.published
  const response =
    unlike(responseSha256, record.response.sha256, 'response') ?? examineShown(bodies.response, 'response')
  return {
    request: unlike(requestSha256, record.request.sha256, 'request') ?? examineShown(bodies.request, 'request'),
    response,
    isSigned: response.kind === 'match',
  }
}

function examineImages(bodies: Bodies, requestSha256: string, signed: readonly string[]) {
  const { record, images } = bodies.published
  const listed = listImages(bodies)
  const isShown =
    bodies.response?.images !== undefined || signed.every((image, at) => images[at] === image || bodies.hasImage(image))
  return {
    request: unlike(requestSha256, record.request.sha256, 'request') ?? examineShown(bodies.request, 'request'),
    response:
      unlike(signed.join(','), listed?.join(',') ?? signed.join(','), 'list of images') ??
      unlike(signed.join(','), bodies.response?.images?.join(',') ?? signed.join(','), 'list of images') ??
      (isShown ? { kind: 'match' } : { kind: 'missing', why: 'the bytes of the images are not published' }),
  } satisfies { request: Finding; response: Finding }
}

function examineSealed(
  { request, response }: Bodies,
  { isStream, requestHash, responseHash }: SignedText & { kind: 'sealed' },
): BodyFindings {
  const found = isStream ? response?.sealedStream : response?.sealed
  return {
    request: examineEnvelope(request, request?.sealed, requestHash, 'request'),
    response: examineEnvelope(response, found, responseHash, 'response'),
    isSigned: found === responseHash,
  }
}

function examineEnvelope(
  body: BodyReading | undefined,
  found: string | undefined,
  expected: string,
  which: string,
): Finding {
  if (body === undefined) return { kind: 'missing', why: `the bytes of the ${which} are not published` }
  if (found === undefined)
    return {
      kind: 'missing',
      why: `the signature covers a sealed ${which}, and what is published is another form of it`,
    }
  if (found !== expected) {
    const why = `the sealed ${which} has another hash than the signed text`
    return { kind: 'mismatch', why, expected, found }
  }
  return { kind: 'missing', why: `the ${which} is sealed: it is what was signed, and only the asker can read it` }
}

function isFinding(finding: Finding | undefined): finding is Finding {
  return finding !== undefined
}

function examineShown(body: BodyReading | undefined, which: string): Finding {
  return body === undefined
    ? { kind: 'missing', why: `the bytes of the ${which} are not published` }
    : { kind: 'match' }
}

function unlike(expected: string, found: string, which: string): Finding | undefined {
  if (expected === found) return undefined
  return { kind: 'mismatch', why: `the record names another ${which} than the signed text`, expected, found }
}
