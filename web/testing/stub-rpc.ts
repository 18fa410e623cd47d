import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A node that knows one block, and lets every page ask it; a provider's service at the same address. */
export interface StubRpc {
  url: string
  chainId: number
  hash: string
  /** Methods that were asked for, and paths. */
  asked: string[]
  /** What the service answers for its report, and whether a page of another site may read it. */
  report: { status: number; bytes: Uint8Array | string; isReadable: boolean }
  stop(): Promise<void>
}

/** Starts the node on a free port of the loopback address. */
export async function startStubRpc(chainId: number, hash: string): Promise<StubRpc> {
  const server = createServer(async (request, response) => {
    if (request.method === 'GET') {
      rpc.asked.push(request.url ?? '')
      const { status, bytes, isReadable } = rpc.report
      return response.writeHead(status, isReadable ? { 'access-control-allow-origin': '*' } : {}).end(bytes)
    }
    response.setHeader('access-control-allow-origin', '*')
    response.setHeader('access-control-allow-headers', 'content-type')
    if (request.method !== 'POST') return response.end()
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { method } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { method: string }
    rpc.asked.push(method)
    const result = method === 'eth_chainId' ? `0x${rpc.chainId.toString(16)}` : { hash: rpc.hash }
    return response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, result }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const rpc: StubRpc = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ chainId, hash, asked: [] },
    report: { status: 404, bytes: '', isReadable: true },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return rpc
}
