import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** What becomes of the bytes of a connection. */
export type Fault =
  /** It ends once so many bytes came from that side. */
  | { kind: 'cut'; from: Side; after: number }
  /** What comes from the server after so many bytes does not arrive. */
  | { kind: 'silence'; from: Side; after: number }
  /** A text of the client arrives as another of the same length. */
  | { kind: 'spoil'; from: Side; text: string; as: string }

type Side = 'client' | 'server'

/** A line between client and server that can be cut, fall silent or change what it carries. */
export interface Line {
  url: string
  /** Each new connection takes the first of them away; the last stays where `staysFaulty`. None: it carries everything. */
  faults: Fault[]
  staysFaulty: boolean
  /** Connections so far. */
  connections: number
  stop(): Promise<void>
}

/** Starts a line to the server at the address. */
export async function startLine(target: string): Promise<Line> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  const listener = createServer((client) => {
    line.connections += 1
    const server = connect(Number(port), hostname)
    for (const socket of [client, server]) {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      // A cut line is what is being tried.
      socket.on('error', () => socket.destroy())
    }
    client.once('close', () => server.destroy())
    server.once('close', () => client.destroy())
    const fault = line.staysFaulty && line.faults.length === 1 ? line.faults[0] : line.faults.shift()
    join(client, server, fault?.from === 'client' ? fault : undefined)
    join(server, client, fault?.from === 'server' ? fault : undefined)
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const line: Line = {
    url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    faults: [],
    staysFaulty: false,
    connections: 0,
    stop: () =>
      new Promise((resolve) => {
        listener.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
  return line
}

function join(source: Socket, sink: Socket, fault: Fault | undefined) {
  let passed = 0
  source.on('data', (chunk: Buffer) => {
    const left = fault === undefined || fault.kind === 'spoil' ? Number.POSITIVE_INFINITY : fault.after - passed
    passed += chunk.length
    if (chunk.length >= left) {
      if (fault?.kind === 'cut') sink.write(chunk.subarray(0, Math.max(left, 0)), () => source.destroy())
      else if (left > 0) sink.write(chunk.subarray(0, left))
      return
    }
    const carried = fault?.kind === 'spoil' ? spoiled(chunk, fault) : chunk
    if (sink.write(carried)) return
    source.pause()
    sink.once('drain', () => source.resume())
  })
}

function spoiled(chunk: Buffer, { text, as }: { text: string; as: string }): Buffer {
  const at = chunk.indexOf(text)
  if (at < 0) return chunk
  const changed = Buffer.from(chunk)
  changed.write(as, at, 'latin1')
  return changed
}
