import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { loadNetwork, type Network } from '@touchstone/networks'
import { afterEach, describe, expect, it } from 'vitest'
import { assertHistory } from './history'
import { openRpc, type Rpc } from './rpc'

const ADDRESS = '0x00000000000000000000000000000000000000f1'
const network: Network = {
  ...loadNetwork('devnet'),
  name: 'test',
  contracts: [{ kind: 'flow', label: 'flow', address: ADDRESS, startBlock: 7 }],
}

type Answer = { result: unknown } | { error: { code: number; message: string } }

let server: Server | undefined
let rpc: Rpc | undefined

afterEach(() => {
  rpc?.close()
  server?.close()
})

/** An RPC that answers some methods as told. */
async function open(answers: Record<string, Answer>): Promise<Rpc> {
  const honest: Record<string, Answer> = {
    eth_getBlockByNumber: { result: { hash: '0xb7' } },
    eth_getLogs: { result: [] },
  }
  server = createServer(async (request, response) => {
    let body = ''
    for await (const part of request) body += part
    const { id, method } = JSON.parse(body) as { id: number; method: string }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ jsonrpc: '2.0', id, ...(answers[method] ?? honest[method]) }))
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  rpc = openRpc(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/secret-key`)
  return rpc
}

const check = async (answers: Record<string, Answer>, from = 7) =>
  assertHistory(await open(answers), network, { from, head: 100 })
const error = (message: string): Answer => ({ error: { code: -32000, message } })

describe('the history that an RPC must have', () => {
  it('is there', async () => {
    await check({})
    await check({}, 1000)
  })

  it.each([
    ['null', { result: null }, '(it answered null)'],
    ['an error', error('missing trie node: pruned'), '(missing trie node: pruned)'],
  ])('is missed where the first block is %s', async (_name, answer, said) => {
    const sentence = await check({ eth_getBlockByNumber: answer as Answer }).catch((failure: Error) => failure.message)
    expect(sentence).toMatch(/^RPC http:\/\/127\.0\.0\.1:\d+ has no block 7, from which on network test is read/)
    expect(sentence).toContain(`its head is 100 ${said}`)
    expect(sentence).toContain('archive node')
    expect(sentence).not.toContain('secret')
  })

  it.each([
    ['refused', error('the method eth_getLogs does not exist'), '(the method eth_getLogs does not exist)'],
    ['null', { result: null }, '(it answered null)'],
  ])('is missed where logs are %s', async (_name, answer, said) => {
    const sentence = await check({ eth_getLogs: answer as Answer }).catch((failure: Error) => failure.message)
    expect(sentence).toMatch(/^RPC http:\/\/127\.0\.0\.1:\d+ does not give the logs of block 7 \(eth_getLogs\)/)
    expect(sentence).toContain(`${said}: set RPC_URL or WS_URL to a node that serves logs.`)
    expect(sentence).not.toContain('secret')
  })

  it('is asked for the first block that is not final where a gateway has the others', async () => {
    const sentence = await assertHistory(await open({ eth_getLogs: { result: null } }), network, {
      from: undefined,
      head: 100,
    }).catch((failure: Error) => failure.message)
    expect(sentence).toContain(`does not give the logs of block ${101 - network.finality} (eth_getLogs)`)
  })

  it('is not missed where the node is only busy', async () => {
    await check({ eth_getLogs: error('rate limit exceeded') })
    await check({ eth_getBlockByNumber: error('server busy, try again') })
  })
})
