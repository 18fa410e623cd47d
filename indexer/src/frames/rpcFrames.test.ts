import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { ConfigError } from '../start/config-error'
import { address } from '../testing/logs'
import { FramesError } from './frameSource'
import { openGatewayFrames } from './gatewayFrames'
import { openRpcFrames } from './rpcFrames'

const BLOCK = { height: 7, hash: `0x${'ab'.repeat(32)}` }
const [ONE, TWO] = [`0x${'1'.repeat(64)}`, `0x${'2'.repeat(64)}`]
const NONE = { code: -32601, message: 'Method not found' }
const FAST = [1, 1, 1]
const ALL_FAST = { first: FAST, later: FAST }

const action = { callType: 'call', from: address(1), to: address(2), input: '0x12', value: '0x5', gas: '0x0' }
const trace = (blockHash = BLOCK.hash) => [{ type: 'call', action, result: null, traceAddress: [], blockHash }]
const tree = { type: 'CALL', from: address(1), to: address(2), input: '0x12', value: '0x5' }
const frame = { path: [], type: 'call', from: address(1), to: address(2), input: '0x12', value: 5n, failed: false }

type Answer = { result: unknown } | { error: { code: number; message: string } }
const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

function serve(answer: (url: string, body: string) => { status?: number; body: string }): Promise<string> {
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => {
      body += part
    })
    request.on('end', () => {
      const { status = 200, body: text } = answer(request.url ?? '', body)
      response.writeHead(status, { 'content-type': 'application/json' }).end(text)
    })
  })
  servers.push(server)
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)),
  )
}

/** An RPC of these methods; what it was asked, batches as lists. */
async function startRpc(methods: Record<string, (params: unknown[]) => Answer>) {
  const asked: string[][] = []
  const url = await serve((_, text) => {
    const body: unknown = JSON.parse(text)
    const calls = (Array.isArray(body) ? body : [body]) as { id: number; method: string; params: unknown[] }[]
    asked.push(calls.map(({ method }) => method))
    const answers = calls.map(({ id, method, params }) => {
      const known: Answer = methods[method]?.(params) ?? { error: NONE }
      return { jsonrpc: '2.0', id, ...known }
    })
    return { body: JSON.stringify(Array.isArray(body) ? answers : answers[0]) }
  })
  return { url, asked }
}

describe('frames over JSON-RPC', () => {
  it.each([
    ['none', {}, 'none'],
    [
      'none, in other words',
      { trace_transaction: 'the method trace_transaction does not exist/is not available' },
      'none',
    ],
    [
      'none on this plan',
      { debug_traceTransaction: 'debug_traceTransaction is not supported on the free tier' },
      'none',
    ],
    ['one that knows no such transaction', { debug_traceTransaction: 'transaction not found' }, 'frames'],
    ['traces', { trace_transaction: 'Cannot find transaction hash' }, 'frames'],
    ['traces and a filter', { trace_transaction: 'x', trace_filter: 'x' }, 'frames+calls'],
  ])('finds out what an RPC has: %s', async (_, errors: Record<string, string>, capability) => {
    const methods = Object.entries(errors).map(([name, message]) => [
      name,
      () => ({ error: { code: -32000, message } }),
    ])
    const source = await openRpcFrames((await startRpc(Object.fromEntries(methods))).url, FAST)
    expect(source.capability).toBe(capability)
    source.close()
  })

  it('asks for all transactions at once, and again only for what failed', async () => {
    let refusals = 2
    const rpc = await startRpc({
      trace_transaction: ([hash]) => {
        if (hash !== TWO) return { result: trace() }
        if (refusals-- > 0) return { result: refusals === 0 ? trace(`0x${'9'.repeat(64)}`) : [] }
        return { result: trace() }
      },
    })
    const source = await openRpcFrames(rpc.url, FAST)
    rpc.asked.length = 0
    expect(await source.read(BLOCK, [ONE, TWO])).toEqual([[frame], [frame]])
    expect(rpc.asked.map((batch) => batch.length)).toEqual([2, 1, 1])
    source.close()
  })

  it('never takes a failure for a transaction without calls', async () => {
    const rpc = await startRpc({ trace_transaction: () => ({ error: { code: -32000, message: 'busy' } }) })
    const source = await openRpcFrames(rpc.url, FAST)
    await expect(source.read(BLOCK, [ONE])).rejects.toThrow(FramesError)
    await expect(source.read(BLOCK, [ONE])).rejects.toThrow(/127\.0\.0\.1:\d+ gives no trace .* block 7 .*busy/)
    source.close()
  })

  it('stops for good, with a sentence, where the trace was pruned', async () => {
    const rpc = await startRpc({
      trace_transaction: () => ({ error: { code: -32000, message: 'missing trie node 12' } }),
    })
    const source = await openRpcFrames(rpc.url, FAST)
    await expect(source.read(BLOCK, [ONE])).rejects.toThrow(ConfigError)
    await expect(source.read(BLOCK, [ONE])).rejects.toThrow(/missing trie node 12.*set RPC_URL to an archive node/)
    source.close()
  })

  it('reads call trees, of the block that was asked about alone', async () => {
    let blockHash = BLOCK.hash
    const rpc = await startRpc({
      debug_traceTransaction: () => ({ result: tree }),
      eth_getTransactionByHash: () => ({ result: { blockHash } }),
    })
    const source = await openRpcFrames(rpc.url, FAST)
    expect(source.capability).toBe('frames')
    expect(await source.read(BLOCK, [ONE])).toEqual([[frame]])
    blockHash = `0x${'9'.repeat(64)}`
    await expect(source.read(BLOCK, [ONE])).rejects.toThrow(/the transaction is in block 0x9999/)
    source.close()
  })

  it('refuses to guess where the RPC does not answer at all', async () => {
    const url = await serve(() => ({ status: 401, body: 'no' }))
    await expect(openRpcFrames(url, FAST)).rejects.toThrow(/does not say whether it has trace_transaction/)
  })
})

describe('frames of a gateway', () => {
  const gateway = (frames: unknown, capability = 'trace', abilities = ['trace', 'traceFilter']) =>
    serve((url) => ({ body: JSON.stringify(url === '/status' ? { capability, rpcs: [{ abilities }] } : { frames }) }))

  it('are read as they are kept', async () => {
    const url = await gateway({ [ONE]: [{ ...frame, value: '0x5' }] })
    const source = await openGatewayFrames(`${url}/`, ALL_FAST)
    expect(source.capability).toBe('frames+calls')
    expect(await source.read(BLOCK, [ONE])).toEqual([[frame]])
  })

  it.each([
    ['debug', [], 'frames'],
    ['trace', ['trace'], 'frames'],
    ['none', [], 'none'],
  ])('follow what its RPCs have: %s, %j', async (capability, abilities, expected) => {
    expect((await openGatewayFrames(await gateway({}, capability, abilities), ALL_FAST)).capability).toBe(expected)
  })

  it('are never made up', async () => {
    const source = await openGatewayFrames(await gateway({ [ONE]: null }), ALL_FAST)
    await expect(source.read(BLOCK, [ONE])).rejects.toThrow(/gives no frames of block 7 .*give it an RPC/)
    const broken = await openGatewayFrames(await gateway({ [ONE]: [{ ...frame, value: 5 }] }), ALL_FAST)
    await expect(broken.read(BLOCK, [ONE])).rejects.toThrow(FramesError)
  })
})
