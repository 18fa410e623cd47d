import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface RpcCall {
  id: unknown
  method: string
  params: unknown[]
}

/** What to do with one request: nothing (it is passed on), or an answer of its own. */
export type Fault = (calls: RpcCall[], request: number) => Promise<FaultAnswer | undefined> | FaultAnswer | undefined

export interface FaultAnswer {
  status?: number
  headers?: Record<string, string>
  body: string
}

/** A proxy before an RPC that counts, delays, and answers wrongly when told to. */
export interface RpcProxy {
  url: string
  requests: number
  /** Requests that ask for more than the head's height. */
  blockRequests: number
  byMethod: Map<string, number>
  delayMs: number
  fault: Fault | undefined
  /** Changes what the RPC answered. */
  alter: ((answer: { id: unknown; result?: unknown }, call: RpcCall) => void) | undefined
  stop(): Promise<void>
}

export async function startProxy(target: string): Promise<RpcProxy> {
  const server = createServer((request, response) => {
    void handle(proxy, target, request, response).catch((error: Error) => response.writeHead(500).end(error.message))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const proxy: RpcProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: 0,
    blockRequests: 0,
    byMethod: new Map(),
    delayMs: 0,
    fault: undefined,
    alter: undefined,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return proxy
}

async function handle(proxy: RpcProxy, target: string, request: IncomingMessage, response: ServerResponse) {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const body = Buffer.concat(parts).toString()
  const parsed = JSON.parse(body) as RpcCall | RpcCall[]
  const calls = Array.isArray(parsed) ? parsed : [parsed]
  proxy.requests += 1
  if (calls.some(({ method }) => method !== 'eth_blockNumber')) proxy.blockRequests += 1
  for (const { method } of calls) proxy.byMethod.set(method, (proxy.byMethod.get(method) ?? 0) + 1)
  if (proxy.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, proxy.delayMs))
  const fault = await proxy.fault?.(calls, proxy.requests)
  if (fault) {
    response.writeHead(fault.status ?? 200, { 'content-type': 'application/json', ...fault.headers })
    response.end(fault.body)
    return
  }
  const answer = await fetch(target, { method: 'POST', body, headers: { 'content-type': 'application/json' } })
  let text = await answer.text()
  if (proxy.alter) {
    const answers = JSON.parse(text) as { id: unknown } | { id: unknown }[]
    for (const one of Array.isArray(answers) ? answers : [answers]) {
      const call = calls.find(({ id }) => id === one.id)
      if (call) proxy.alter(one, call)
    }
    text = JSON.stringify(answers)
  }
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text)
}
