import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export const BUCKET = 'payloads'
/** What the SDK finds in its environment. */
export const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'TESTKEYOFNOBODY',
  AWS_SECRET_ACCESS_KEY: 'not-a-secret',
  AWS_REGION: 'eu-test-1',
}

interface StoredObject {
  bytes: Buffer
  metadata: string
  etag: string
}

/** An S3 server with one bucket, in memory, that checks signatures (AWS Signature Version 4) and checksums. */
export interface S3Server {
  url: string
  objects: Map<string, StoredObject>
  /** Method, key and answer of each request. */
  asked: string[]
  /** Answers deletions as a bucket with versions does. */
  keepsVersions: boolean
  /** Called before a PUT is carried out: somebody else may be quicker. */
  beforePut: (key: string) => void
  stop(): Promise<void>
}

export async function startS3Server(): Promise<S3Server> {
  const http = createServer((request, response) => {
    read(request).then(
      (body) => answer(server, request, body, response),
      () => response.destroy(),
    )
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const server: S3Server = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    objects: new Map(),
    asked: [],
    keepsVersions: false,
    beforePut: () => undefined,
    stop: () =>
      new Promise((resolve) => {
        http.close(() => resolve())
        http.closeAllConnections()
      }),
  }
  return server
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

function answer(server: S3Server, request: IncomingMessage, body: Buffer, response: ServerResponse) {
  const [, bucket, key = ''] = /^\/([^/?]+)\/?([^?]*)/.exec(request.url ?? '') ?? []
  const respond = (status: number, headers: Record<string, string | number> = {}, content: Buffer | string = '') => {
    server.asked.push(`${request.method} ${key} ${status}`)
    response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : content)
  }
  const refuse = (status: number, code: string) =>
    respond(status, { 'content-type': 'application/xml' }, `<Error><Code>${code}</Code><Message>no</Message></Error>`)
  if (!isSigned(request, body)) return refuse(403, 'SignatureDoesNotMatch')
  if (bucket !== BUCKET) return refuse(404, 'NoSuchBucket')
  if (request.method === 'PUT') return put(server, key, request, body, respond, refuse)
  const found = server.objects.get(key)
  if (request.method === 'DELETE') {
    server.objects.delete(key)
    return respond(204, server.keepsVersions ? { 'x-amz-delete-marker': 'true', 'x-amz-version-id': 'v2' } : {})
  }
  if (!found) return refuse(404, 'NoSuchKey')
  respond(
    200,
    { 'content-length': found.bytes.length, etag: found.etag, 'x-amz-meta-sha256': found.metadata },
    found.bytes,
  )
}

function put(
  server: S3Server,
  key: string,
  { headers }: IncomingMessage,
  body: Buffer,
  respond: (status: number, headers: Record<string, string>) => void,
  refuse: (status: number, code: string) => void,
) {
  server.beforePut(key)
  const checksum = createHash('sha256').update(body).digest('base64')
  if (headers['x-amz-checksum-sha256'] !== checksum) return refuse(400, 'BadDigest')
  const found = server.objects.get(key)
  if (headers['if-none-match'] === '*' && found) return refuse(412, 'PreconditionFailed')
  if (headers['if-match'] !== undefined && headers['if-match'] !== found?.etag)
    return found ? refuse(412, 'PreconditionFailed') : refuse(404, 'NoSuchKey')
  const etag = `"${createHash('md5').update(body).digest('hex')}"`
  server.objects.set(key, { bytes: body, metadata: String(headers['x-amz-meta-sha256']), etag })
  respond(200, { etag })
}

/** Recomputes the signature of a request from what came over the wire. */
function isSigned(request: IncomingMessage, body: Buffer): boolean {
  const given =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    )
  if (!given) return false
  const [, key, day = '', region = '', names = '', signature = ''] = given
  const digest = String(request.headers['x-amz-content-sha256'])
  if (digest !== 'UNSIGNED-PAYLOAD' && digest !== hash(body)) return false
  const list = names.split(';')
  // What decides about the object must be under the signature.
  const mustBeSigned = Object.keys(request.headers).filter((name) => name === 'host' || name.startsWith('x-amz-'))
  if (!mustBeSigned.every((name) => list.includes(name))) return false
  const [path = '', query = ''] = (request.url ?? '').split('?')
  const canonical = [
    request.method,
    path,
    query.split('&').sort().join('&'),
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
  return key === CREDENTIALS.AWS_ACCESS_KEY_ID && timingSafeEqual(expected, Buffer.from(signature, 'hex'))
}

function hash(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}
