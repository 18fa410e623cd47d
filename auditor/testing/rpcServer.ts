import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Hex } from '@touchstone/verify'
import { findTestBlock } from './blocks.js'
import { TEST_CHAIN_ID } from './storageServer.js'

/** What a node of a test does; every one but `honest` is a way to fail or to lie. */
export type RpcBehaviour =
  | 'honest'
  | 'no-block'
  | 'other-header'
  | 'hidden-log'
  | 'other-transaction'
  | 'unknown-type'
  | 'singly'
  | 'hang'
  | 'server-error'
  | 'garbage'

export interface RpcServer {
  url: string
  behaviour: RpcBehaviour
  /** Methods in the order asked. */
  asked: string[]
  /** What it answers to a call in a batch, by method and first parameter; null where nothing stands. */
  said: Map<string, unknown>
  stop(): Promise<void>
}

/** A real HTTP server that serves the blocks of the test's settlements as an Ethereum node does. */
export async function startRpcServer(behaviour: RpcBehaviour = 'honest'): Promise<RpcServer> {
  const http = createServer((request, response) => void answer(request, response))
  const state: RpcServer = { url: '', behaviour, asked: [], said: new Map(), stop: () => close() }

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer)
    const asked = JSON.parse(Buffer.concat(pieces).toString('utf8'))
    const calls: { id: number; method: string; params: string[] }[] = [asked].flat()
    state.asked.push(...calls.map(({ method }) => method))
    if (state.behaviour === 'hang') return
    if (state.behaviour === 'server-error') return void response.writeHead(503).end()
    if (state.behaviour === 'garbage') return void response.end('{"result":')
    if (Array.isArray(asked)) return void response.end(JSON.stringify(calls.map(toSaid).reverse()))
    const [{ method, params }] = calls as [(typeof calls)[number]]
    response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, ...serve(state.behaviour, method, params as [Hex]) }))
  }

  function toSaid({ id, method, params }: { id: number; method: string; params: string[] }) {
    const result = method === 'eth_chainId' ? `0x${TEST_CHAIN_ID.toString(16)}` : null
    return { jsonrpc: '2.0', id, result: state.said.get([method, params[0]].join(' ').trim()) ?? result }
  }

  function close(): Promise<void> {
    http.closeAllConnections()
    return new Promise((resolve) => http.close(() => resolve()))
  }

  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  state.url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  return state
}

function serve(behaviour: RpcBehaviour, method: string, [hash]: [Hex]): { result: unknown } | { error: unknown } {
  if (method === 'eth_getTransactionReceipt') return { result: findTestBlock(hash)?.receiptByHash.get(hash) ?? null }
  const found = behaviour === 'no-block' ? undefined : findTestBlock(hash)
  if (found === undefined) return { result: null }
  const { block, receipts } = found
  const [first, ...others] = block.transactions
  if (method === 'eth_getBlockByHash') {
    if (behaviour === 'other-header') return { result: { ...block, gasUsed: '0x1' } }
    if (behaviour === 'other-transaction')
      return { result: { ...block, transactions: [{ ...first, nonce: '0x77' }, ...others] } }
    if (behaviour === 'unknown-type')
      return { result: { ...block, transactions: [{ ...first, type: '0x7e' }, ...others] } }
    return { result: block }
  }
  if (behaviour === 'singly') return { error: { code: -32601, message: 'Method not found' } }
  if (behaviour === 'hidden-log')
    return { result: receipts.map((receipt) => ({ ...receipt, logs: receipt.logs.slice(1) })) }
  return { result: receipts }
}
