import { createServer, type Http2Server, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2'
import { createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { Server, ServerCredentials, type ServiceError, status } from '@grpc/grpc-js'
import {
  type BlobAnswer,
  type BlobKey,
  RETRIEVE_FROM_DISPERSER,
  RETRIEVE_FROM_RETRIEVER,
  RETRIEVE_ROWS,
  type RowsAnswer,
  type RowsRequest,
} from '../src/fetch/da/protos.js'

/** A running service of 0G DA. */
export interface DaServer {
  url: string
  port: number
  /** Keys that were asked for, root in hex, and rows where rows were asked for. */
  asked: { root: string; epoch: string; quorum: string; rows?: number[] }[]
  stop(): Promise<void>
}

/** What an honest or lying service answers; an error is a gRPC status. */
export interface DaAnswers {
  blob?(key: BlobKey): Uint8Array | { code: status; details: string }
  slices?(rows: number[]): Uint8Array[] | { code: status; details: string }
}

/** Disperser, retriever and DA node in one, over real gRPC. */
export async function startDaServer(answers: DaAnswers): Promise<DaServer> {
  const asked: DaServer['asked'] = []
  const server = new Server({ 'grpc.max_receive_message_length': 64 * 1024 })
  const note = ({ storage_root, epoch, quorum_id }: BlobKey, rows?: number[]) => {
    const root = Buffer.from(storage_root).toString('hex')
    asked.push({ root, epoch, quorum: quorum_id, ...(rows && { rows }) })
  }
  const retrieve = (
    { request }: { request: BlobKey },
    reply: (error: Partial<ServiceError> | null, answer?: BlobAnswer) => void,
  ) => {
    note(request)
    const answer = answers.blob?.(request) ?? { code: status.NOT_FOUND, details: 'fail to recover slice' }
    if ('code' in answer) reply(answer)
    else reply(null, { data: answer })
  }
  const retrieveRows = (
    { request }: { request: RowsRequest },
    reply: (error: Partial<ServiceError> | null, answer?: RowsAnswer) => void,
  ) => {
    const [first] = request.requests
    if (first === undefined) return reply(null, { encoded_slice: [] })
    note(first, first.row_indexes)
    const answer = answers.slices?.(first.row_indexes) ?? { code: status.INTERNAL, details: 'slice is missing' }
    if ('code' in answer) reply(answer)
    else reply(null, { encoded_slice: [{ encoded_slice: answer }] })
  }
  server.addService({ retrieve: RETRIEVE_FROM_DISPERSER }, { retrieve })
  server.addService({ retrieve: RETRIEVE_FROM_RETRIEVER }, { retrieve })
  server.addService({ retrieveRows: RETRIEVE_ROWS }, { retrieveRows })
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  )
  return {
    ...{ url: `http://127.0.0.1:${port}`, port, asked },
    stop: async () => server.forceShutdown(),
  }
}

/** Row 0 to 1023 of a blob as a node holds it. */
export function sliceOf(row: number, blob: Buffer): Buffer {
  const padded = Buffer.alloc(1024 * 31)
  blob.subarray(row * padded.length, (row + 1) * padded.length).copy(padded)
  if (row === 1023) padded.writeUInt32LE(blob.length, padded.length - 4)
  const slice = Buffer.alloc(8 + 1024 * 32)
  slice.writeBigUInt64LE(1024n)
  for (let cell = 0; cell < 1024; cell += 1) padded.copy(slice, 8 + cell * 32, cell * 31, (cell + 1) * 31)
  return slice
}

/** Ways to attack below the message: each speaks HTTP/2 itself, or not even that. */
export type Hostility = 'hang' | 'hang-open' | 'close' | 'giant' | 'gzip-bomb' | 'garbage' | 'endless' | 'giant-trailer'

export async function startHostileServer(hostility: Hostility): Promise<DaServer> {
  if (hostility === 'gzip-bomb') makeBomb()
  const sockets = new Set<{ destroy(): void }>()
  const server: TcpServer =
    hostility === 'hang-open'
      ? createTcpServer((socket: Socket) => void sockets.add(socket))
      : createAttacker(hostility, sockets)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    ...{ url: `http://127.0.0.1:${port}`, port, asked: [] },
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

function createAttacker(hostility: Hostility, sockets: Set<{ destroy(): void }>): Http2Server {
  return createServer()
    .on('session', (session: ServerHttp2Session) => void sockets.add(session.on('error', () => undefined)))
    .on('stream', (stream: ServerHttp2Stream) =>
      attack(
        stream.on('error', () => undefined),
        hostility,
      ),
    )
}

const HEAD = { ':status': 200, 'content-type': 'application/grpc+proto' }
const MIB = 1024 * 1024
let bomb: Buffer | undefined

/** About a megabyte that becomes 256, made before anybody waits for it. */
function makeBomb(): Buffer {
  bomb ??= gzipSync(Buffer.alloc(256 * MIB), { level: 1 })
  return bomb
}

function attack(stream: ServerHttp2Stream, hostility: Hostility): void {
  switch (hostility) {
    case 'close':
      stream.session?.destroy()
      return
    case 'giant':
      stream.respond(HEAD)
      stream.end(frame(Buffer.alloc(64 * MIB), false))
      return
    case 'gzip-bomb':
      stream.respond({ ...HEAD, 'grpc-encoding': 'gzip' })
      stream.end(frame(makeBomb(), true))
      return
    case 'garbage':
      stream.respond(HEAD, { waitForTrailers: true })
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }))
      stream.end(frame(Buffer.alloc(1000, 0xff), false))
      return
    case 'endless':
      stream.respond(HEAD)
      stream.write(Buffer.from([0, 1, 0, 0, 0]))
      drip(stream)
      return
    case 'giant-trailer':
      stream.respond({ ':status': 200, 'grpc-status': '2', 'grpc-message': 'a'.repeat(20_000) }, { endStream: true })
      return
  }
}

/** A byte at a time, for ever. */
function drip(stream: ServerHttp2Stream): void {
  const timer = setInterval(() => stream.write('x'), 20)
  stream.on('close', () => clearInterval(timer))
}

function frame(message: Buffer, isCompressed: boolean): Buffer {
  const head = Buffer.alloc(5)
  head[0] = isCompressed ? 1 : 0
  head.writeUInt32BE(message.length, 1)
  return Buffer.concat([head, message])
}
