import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { findRefusal } from './s3Signature'

export const BUCKET = 'payloads'

interface StoredObject {
  bytes: Buffer
  metadata: string
  etag: string
  /** Whether it came while its bucket kept versions, and so outlives its deletion. */
  isVersion: boolean
}

interface StoredBucket {
  objects: Map<string, StoredObject>
  /** Keys of which a deletion left a version behind. */
  hidden: Set<string>
  keepsVersions: boolean
}

/** An S3 server in memory that checks signatures (AWS Signature Version 4) and checksums. */
export interface S3Server {
  url: string
  /** What lies in BUCKET, which is there from the start. */
  objects: Map<string, StoredObject>
  /** Method, key and answer of each request. */
  asked: string[]
  /** Compares conditions with the tag without its quotes, as Ceph 16 does. */
  wantsBareTags: boolean
  /** Called before a PUT is carried out: somebody else may be quicker. */
  beforePut: (key: string) => void
  /** Ends every connection and listens again at the same address. */
  restart(): Promise<void>
  stop(): Promise<void>
}

interface Exchange {
  request: IncomingMessage
  body: Buffer
  bucket: string
  key: string
  query: URLSearchParams
  respond: (status: number, headers?: Record<string, string | number>, content?: Buffer | string) => void
  refuse: (status: number, code: string) => void
}

type Buckets = Map<string, StoredBucket>

/** Starts one on a free port. */
export async function startS3Server(): Promise<S3Server> {
  const first = emptyBucket()
  const buckets: Buckets = new Map([[BUCKET, first]])
  const http = createServer((request, response) => {
    read(request).then(
      (body) => answer(server, buckets, openExchange(server, request, body, response)),
      () => response.destroy(),
    )
  })
  const listen = (port: number) => new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve))
  const stop = () =>
    new Promise<void>((resolve) => {
      http.close(() => resolve())
      http.closeAllConnections()
    })
  await listen(0)
  const { port } = http.address() as AddressInfo
  const server: S3Server = {
    url: `http://127.0.0.1:${port}`,
    objects: first.objects,
    asked: [],
    wantsBareTags: false,
    beforePut: () => undefined,
    restart: () => stop().then(() => listen(port)),
    stop,
  }
  return server
}

function emptyBucket(): StoredBucket {
  return { objects: new Map(), hidden: new Set(), keepsVersions: false }
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

function openExchange(server: S3Server, request: IncomingMessage, body: Buffer, response: ServerResponse): Exchange {
  const [, bucket = '', key = '', query] = /^\/([^/?]+)\/?([^?]*)\??(.*)$/.exec(request.url ?? '') ?? []
  const respond: Exchange['respond'] = (status, headers = {}, content = '') => {
    server.asked.push(`${request.method} ${key} ${status}`)
    response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : content)
  }
  const refuse: Exchange['refuse'] = (status, code) =>
    respond(status, { 'content-type': 'application/xml' }, `<Error><Code>${code}</Code><Message>no</Message></Error>`)
  return { request, body, bucket, key, query: new URLSearchParams(query), respond, refuse }
}

function answer(server: S3Server, buckets: Buckets, exchange: Exchange) {
  const { request, body, bucket, key, query, respond, refuse } = exchange
  const refusal = findRefusal(request, body)
  if (refusal !== undefined) return refuse(refusal === 'XAmzContentSHA256Mismatch' ? 400 : 403, refusal)
  if (key === '' && request.method === 'PUT' && query.size === 0) {
    buckets.set(bucket, emptyBucket())
    return respond(200)
  }
  const found = buckets.get(bucket)
  if (!found) return refuse(404, 'NoSuchBucket')
  return key === '' ? answerOfBucket(found, exchange) : answerOfObject(server, found, exchange)
}

function answerOfBucket(found: StoredBucket, { request, body, query, respond, refuse }: Exchange) {
  if (request.method === 'PUT' && query.has('versioning')) {
    found.keepsVersions = body.toString().includes('<Status>Enabled</Status>')
    return respond(200)
  }
  if (request.method !== 'GET' || !query.has('versions')) return refuse(501, 'NotImplemented')
  const keys = [...found.objects.keys(), ...found.hidden].filter((key) => key.startsWith(query.get('prefix') ?? ''))
  const list = keys.map((key) => `<Version><Key>${key}</Key><VersionId>v1</VersionId></Version>`)
  respond(
    200,
    { 'content-type': 'application/xml' },
    `<ListVersionsResult>${list.join('')}<IsTruncated>false</IsTruncated></ListVersionsResult>`,
  )
}

function answerOfObject(server: S3Server, bucket: StoredBucket, exchange: Exchange) {
  const { objects, hidden, keepsVersions } = bucket
  const { request, key, respond, refuse } = exchange
  if (request.method === 'PUT') return put(server, bucket, exchange)
  const found = objects.get(key)
  if (request.method === 'DELETE') {
    objects.delete(key)
    if (found?.isVersion) hidden.add(key)
    return respond(204, keepsVersions ? { 'x-amz-delete-marker': 'true', 'x-amz-version-id': 'v2' } : {})
  }
  if (!found) return refuse(404, 'NoSuchKey')
  respond(
    200,
    { 'content-length': found.bytes.length, etag: found.etag, 'x-amz-meta-sha256': found.metadata },
    found.bytes,
  )
}

function put(server: S3Server, { objects, keepsVersions }: StoredBucket, exchange: Exchange) {
  const { request, body, key, respond, refuse } = exchange
  const { headers } = request
  server.beforePut(key)
  const checksum = createHash('sha256').update(body).digest('base64')
  if (headers['x-amz-checksum-sha256'] !== checksum) return refuse(400, 'BadDigest')
  const found = objects.get(key)
  if (headers['if-none-match'] === '*' && found) return refuse(412, 'PreconditionFailed')
  const tag = server.wantsBareTags ? found?.etag.slice(1, -1) : found?.etag
  if (headers['if-match'] !== undefined && headers['if-match'] !== tag)
    return found ? refuse(412, 'PreconditionFailed') : refuse(404, 'NoSuchKey')
  const etag = `"${createHash('md5').update(body).digest('hex')}"`
  objects.set(key, { bytes: body, metadata: String(headers['x-amz-meta-sha256']), etag, isVersion: keepsVersions })
  respond(200, { etag })
}
