import { describe, expect, it } from 'vitest'
import { classify, RpcError, type RpcErrorKind } from './rpcError.js'

/** What providers say, in their own words. */
const WORDS: [RpcErrorKind, number, string][] = [
  ['limit', -32005, 'query returned more than 10000 results'],
  ['limit', -32602, 'query exceeds max results 20000, retry with the range 5000-5100'],
  ['limit', -32000, 'exceed maximum block range: 5000'],
  ['limit', -32600, 'eth_getLogs is limited to a 10,000 range'],
  ['limit', -32000, 'block range is too wide'],
  ['limit', -32602, 'Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range'],
  ['limit', -32000, 'requested too many blocks from 1 to 9000, maximum is set to 2048'],
  ['limit', -32614, 'eth_getLogs is limited to a 500 range'],
  ['limit', -32062, 'Please limit the query to at most 1000 blocks'],
  ['limit', -32000, 'logs matched by query exceeds limit of 10000'],
  ['limit', -32000, 'query timeout exceeded'],
  ['limit', -32603, 'request timed out'],
  ['limit', -32000, 'range is too large, max is 1k blocks'],
  ['limit', -32701, 'Please specify an address in your request or, reduce the range'],
  ['limit', -32001, 'context deadline exceeded'],
  ['limit', -32008, 'response is too big'],
  ['rate', -32005, 'daily request count exceeded, request rate limited'],
  ['rate', -32016, 'your app has exceeded its compute units per second capacity'],
  ['rate', 429, 'anything'],
  ['rate', -32000, 'Too Many Requests'],
  ['unsupported', -32601, 'the method trace_transaction does not exist/is not available'],
  ['unsupported', -32000, 'Method not allowed: debug_traceTransaction is not whitelisted'],
  ['unsupported', -32004, 'this method is not supported'],
  ['unsupported', -32000, 'trace_block is only available on a paid plan'],
  ['pruned', -32000, 'missing trie node 5f8e (path ) state 0x1 is not available'],
  ['pruned', -32000, 'historical state 0x1 is not available'],
  ['pruned', 4444, 'pruned history unavailable'],
  ['lagging', -32000, 'header not found'],
  ['lagging', -32000, 'cannot query unfinalized data: block after last accepted block'],
  ['lagging', -32001, 'Unknown block'],
  ['denied', -32000, 'Unauthorized: invalid api key'],
  ['batch', -32600, 'batch size is too large'],
  ['batch', -32000, 'Batch requests are not supported'],
  ['rejected', -32602, 'invalid argument 0: hex string without 0x prefix'],
  ['server', -32603, 'Internal error'],
]

describe('what an RPC says', () => {
  it.each(WORDS)('%s: %i %s', (kind, code, text) => {
    expect(classify(code, text)).toBe(kind)
  })

  it('becomes one sentence with the host and what to do', () => {
    expect(new RpcError('pruned', 'rpc.example', 'missing trie node').message).toBe(
      'RPC rpc.example: missing trie node: it has thrown this history away; use an archive RPC.',
    )
    expect(new RpcError('server', 'rpc.example', 'Internal error').message).toBe('RPC rpc.example: Internal error.')
  })
})
