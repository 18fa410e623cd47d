import type { WebSocket, WebSocketServer } from 'ws'
import type { ForkChain } from '../chain/forkChain.js'
import { answer } from './answer.js'
import { formatHeader } from './format.js'
import type { RpcNode } from './node.js'
import { countCall } from './stats.js'

/**
 * Answers JSON-RPC over WebSocket and pushes each new head to whoever subscribed to newHeads.
 * @returns what cuts all connections.
 */
export function serveSocket(server: WebSocketServer, node: RpcNode, chain: Pick<ForkChain, 'onHead'>): () => void {
  const subscriptions = new Map<WebSocket, Set<string>>()
  let last = 0
  server.on('connection', (socket) => {
    const own = new Set<string>()
    subscriptions.set(socket, own)
    socket.on('close', () => subscriptions.delete(socket))
    socket.on('error', () => undefined)
    socket.on('message', (data) => {
      const body = String(data)
      const fault = node.nextFault()
      const run = () => {
        node.stats.requests += 1
        node.stats.bytesIn += body.length
        if (fault.cut !== undefined || fault.status !== undefined) {
          socket.terminate()
          return
        }
        const subscribed = subscribe(body, own, () => `0x${(++last).toString(16)}`)
        if (subscribed !== undefined) countCall(node.stats, 'eth_subscribe')
        const text = subscribed ?? [...answer(body, node.context())].join('')
        node.stats.bytesOut += text.length
        socket.send(text)
      }
      const delay = node.delayOf(fault)
      if (delay > 0) setTimeout(run, delay)
      else run()
    })
  })
  const stop = chain.onHead(() => {
    const view = node.view()
    const header = view.header(view.head)
    if (!header) return
    for (const [socket, ids] of subscriptions)
      for (const subscription of ids) socket.send(pushed(subscription, formatHeader(header)))
  })
  return () => {
    stop()
    for (const socket of server.clients) socket.terminate()
    server.close()
  }
}

function pushed(subscription: string, result: object): string {
  return JSON.stringify({ jsonrpc: '2.0', method: 'eth_subscription', params: { subscription, result } })
}

/** Answers eth_subscribe to newHeads and eth_unsubscribe; undefined for any other request. */
function subscribe(body: string, own: Set<string>, nextId: () => string): string | undefined {
  if (!body.includes('subscribe"')) return undefined
  let request: { id?: unknown; method?: unknown; params?: unknown }
  try {
    request = JSON.parse(body) as typeof request
  } catch {
    return undefined
  }
  const { id, method } = request
  const [what] = Array.isArray(request.params) ? (request.params as unknown[]) : []
  if (method === 'eth_unsubscribe') return JSON.stringify({ jsonrpc: '2.0', id, result: own.delete(String(what)) })
  if (method !== 'eth_subscribe') return undefined
  if (what !== 'newHeads')
    return JSON.stringify({
      jsonrpc: '2.0',
      id,
      error: { code: -32602, message: `no subscription to ${String(what)}` },
    })
  const subscription = nextId()
  own.add(subscription)
  return JSON.stringify({ jsonrpc: '2.0', id, result: subscription })
}
