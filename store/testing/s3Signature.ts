import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** What the SDK finds in its environment. */
export const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'TESTKEYOFNOBODY',
  AWS_SECRET_ACCESS_KEY: 'not-a-secret',
  AWS_REGION: 'eu-test-1',
}

/**
 * Recomputes the signature of a request from what came over the wire.
 * @returns the code of the refusal, undefined where it holds.
 */
export function findRefusal(request: IncomingMessage, body: Buffer): string | undefined {
  const given =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    )
  if (!given) return 'AccessDenied'
  const [, key, day = '', region = '', names = '', signature = ''] = given
  if (key !== CREDENTIALS.AWS_ACCESS_KEY_ID) return 'InvalidAccessKeyId'
  const digest = String(request.headers['x-amz-content-sha256'])
  const list = names.split(';')
  // What decides about the object must be under the signature.
  const mustBeSigned = Object.keys(request.headers).filter((name) => name === 'host' || name.startsWith('x-amz-'))
  if (!mustBeSigned.every((name) => list.includes(name))) return 'AccessDenied'
  const [path = '', query = ''] = (request.url ?? '').split('?')
  const canonical = [
    request.method,
    path,
    // A name without a value is signed with an empty one.
    query
      .split('&')
      .filter(Boolean)
      .map((pair) => (pair.includes('=') ? pair : `${pair}=`))
      .sort()
      .join('&'),
    ...list.map((name) => `${name}:${String(request.headers[name]).trim()}`),
    '',
    names,
    digest,
  ].join('\n')
  const scope = `${day}/${region}/s3/aws4_request`
  const text = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, hash(canonical)].join('\n')
  const secret = [day, region, 's3', 'aws4_request'].reduce<Buffer | string>(
    (from, part) => createHmac('sha256', from).update(part).digest(),
    `AWS4${CREDENTIALS.AWS_SECRET_ACCESS_KEY}`,
  )
  const expected = createHmac('sha256', secret).update(text).digest()
  if (!timingSafeEqual(expected, Buffer.from(signature, 'hex'))) return 'SignatureDoesNotMatch'
  return digest === 'UNSIGNED-PAYLOAD' || digest === hash(body) ? undefined : 'XAmzContentSHA256Mismatch'
}

function hash(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}
