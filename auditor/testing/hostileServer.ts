import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/** What a server of a test does with each connection, once it has read a request. */
export type Hostility = (socket: Socket, request: { path: string; port: number }) => void

export interface HostileServer {
  port: number
  url: string
  /** Paths in the order asked. */
  asked: string[]
  stop(): Promise<void>
}

/** A server below HTTP: it answers bytes, whatever they are. */
export async function startHostileServer(behave: Hostility): Promise<HostileServer> {
  const sockets = new Set<Socket>()
  const asked: string[] = []
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined)
    let head = ''
    socket.on('data', (piece) => {
      head += piece.toString('latin1')
      if (!head.includes('\r\n\r\n')) return
      const path = head.split(' ')[1] ?? ''
      head = ''
      asked.push(path)
      behave(socket, { path, port: (server.address() as AddressInfo).port })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    asked,
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

const BOMB_BYTES = 256 * 1024 * 1024

/** 256 MiB of zeros in about 260 KB, made in pieces: a gzip file may have many members. */
export function makeGzipBomb(): Buffer {
  const member = gzipSync(Buffer.alloc(BOMB_BYTES / 64), { level: 9 })
  return Buffer.concat(Array.from({ length: 64 }, () => member))
}

/** 64 MiB of zeros in a few hundred bytes. */
export function makeBrotliBomb(): Buffer {
  const params = { [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_QUALITY]: 9 }
  return brotliCompressSync(Buffer.alloc(BOMB_BYTES / 4), { params })
}

/** Sends a head and a body, and leaves the connection open. */
export function answer(socket: Socket, head: string[], body: string | Uint8Array = ''): void {
  socket.write(`${['HTTP/1.1 200 OK', ...head].join('\r\n')}\r\n\r\n`)
  socket.write(body)
}

/** Writes the next piece each time, as fast as the other end takes them or every `everyMs`. */
export function drip(socket: Socket, next: (n: number) => string | Uint8Array, everyMs = 0): void {
  let n = 0
  if (everyMs > 0) {
    const timer = setInterval(() => socket.write(next(n++)), everyMs)
    socket.on('close', () => clearInterval(timer))
    return
  }
  const more = () => {
    while (!socket.destroyed && socket.write(next(n++)));
    if (!socket.destroyed) socket.once('drain', more)
  }
  more()
}
