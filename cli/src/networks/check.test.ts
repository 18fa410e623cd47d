import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadNetwork } from '@touchstone/networks'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startAnvil, TEST_CHAIN_ID, type TestChain } from '../../../gateway/src/testing/anvil.js'
import { type RpcProxy, startProxy } from '../../../gateway/src/testing/proxy.js'
import { run } from '../main.js'
import { JsonRpc, RpcSilence } from './check/jsonRpc.js'
import type { NetworkCheck } from './check/network.js'

const at = (digits: string) => `0x${digits.padStart(40, '0')}` as const
const PROXY = at('a1')
const BEACON = at('b1')
const CODE = at('c1')
const OTHER = at('c2')
const FLOW = at('f1')
const REGISTRY = at('84')
const BEACON_SLOT = '0xa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6cb3582b35133d50'
const CODE_SLOT = '0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc'
const CONTRACTS = [
  {
    ...{ kind: 'inferenceServing', label: 'inference', address: PROXY, beacon: BEACON, startBlock: 2 },
    implementations: [{ address: CODE, generation: 'E', fromBlock: 2 }],
  },
  { kind: 'flow', label: 'flow', address: FLOW, startBlock: 0 },
  { kind: 'identityRegistry', label: 'identity', address: REGISTRY, upgradeable: true, startBlock: 0 },
  { kind: 'ledgerManager', label: 'ledger-old', address: at('dead'), retired: true, startBlock: 0 },
  { kind: 'daSigners', label: 'da-signers', address: at('1000'), unconfirmed: true, startBlock: 0 },
]

let chain: TestChain
let proxy: RpcProxy
let folder: string
const strangers: Server[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'touchstone-networks-'))
  chain = await startAnvil()
  proxy = await startProxy(chain.url)
  await chain.ask('anvil_mine', '0x4')
  await putBeacon(CODE)
  for (const address of [PROXY, CODE, OTHER, FLOW, REGISTRY]) await chain.ask('anvil_setCode', address, '0x00')
  await putSlot(PROXY, BEACON_SLOT, BEACON)
  await putSlot(REGISTRY, CODE_SLOT, CODE)
  await chain.ask('anvil_mine', '0x4')
})
afterEach(() => {
  proxy.alter = undefined
  proxy.fault = undefined
})
afterAll(async () => {
  await proxy?.stop()
  await chain?.stop()
  for (const stranger of strangers) stranger.closeAllConnections()
  for (const stranger of strangers) stranger.close()
  rmSync(folder, { recursive: true })
})

const word = (address: string) => `0x${address.slice(2).padStart(64, '0')}`
const putSlot = (address: string, slot: string, value: string) =>
  chain.ask('anvil_setStorageAt', address, slot, word(value))
/** Answers every call with that address. */
const putBeacon = (implementation: string) =>
  chain.ask('anvil_setCode', BEACON, `0x73${implementation.slice(2)}5f5260205ff3`)

function network(
  changes: Record<string, unknown> = {},
  contract: Record<string, Record<string, unknown>> = {},
): string {
  const file = join(folder, 'network.json')
  const contracts = CONTRACTS.map((entry) => ({ ...entry, ...contract[entry.label] }))
  const { trust: _, ...template } = loadNetwork('devnet')
  const base = { ...template, trust: '0g', name: 'test', chainId: TEST_CHAIN_ID, finality: 12, contracts }
  writeFileSync(file, JSON.stringify({ ...base, ...changes }))
  return file
}

async function networks(...args: string[]) {
  const texts = { out: '', err: '' }
  const code = await run(['networks', ...args], {
    out: (text) => {
      texts.out += text
    },
    err: (text) => {
      texts.err += text
    },
  })
  return { code, ...texts }
}

async function check(file: string, url = proxy.url): Promise<NetworkCheck & { code: number }> {
  const { code, out } = await networks('check', file, '--rpc', url, '--json')
  return { code, ...(JSON.parse(out) as NetworkCheck) }
}

const said = ({ findings }: NetworkCheck, level: string) =>
  findings.filter((finding) => finding.level === level).map(({ field, sentence }) => `${field}: ${sentence}`)

async function expectDiffers(file: string, sentence: RegExp) {
  const result = await check(file)
  expect(said(result, 'differs')).toEqual([expect.stringMatching(sentence)])
  expect(result).toMatchObject({ code: 1, outcome: 'differs' })
}

async function startStranger(answer: (body: string) => string | undefined): Promise<string> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const text = answer(Buffer.concat(parts).toString())
      if (text !== undefined) response.end(text)
    })
  })
  strangers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('networks check', () => {
  it('finds nothing wrong with a file that is true, and tells what the RPC can do', async () => {
    const result = await check(network())
    expect(said(result, 'differs')).toEqual([])
    expect(result).toMatchObject({ code: 0, outcome: 'fine' })
    expect(result.contracts[0]).toMatchObject({ hasCode: true, implementation: CODE, generation: 'E' })
    expect(result.endpoints[0]).toMatchObject({
      chainId: TEST_CHAIN_ID,
      head: 8,
      archive: true,
      history: true,
      logRange: 1,
    })
    expect(result.endpoints[0]?.traces).toContain('debug_traceTransaction')
    expect(said(result, 'note').join('\n')).toMatch(/ledger-old\.address: No code stands .* it is retired/)
  })

  it('reads the same to a person', async () => {
    const { code, out } = await networks('check', network(), '--rpc', proxy.url)
    expect(code).toBe(0)
    expect(out).toContain(`inference            ${PROXY}  code, runs ${CODE} (generation E)`)
    expect(out.trimEnd()).toMatch(/FINE: [^\n]*$/)
  })

  it('stops at an RPC of another chain', async () => {
    const file = network({ chainId: 5 })
    await expectDiffers(file, /^chainId: .* serves chain 31998, the file is of chain 5: correct rpc or chainId\.$/)
    expect((await check(file)).contracts).toEqual([])
  })

  it.each([
    ['an address without code', { flow: { address: at('f9') } }, /^contracts\.flow\.address: No code stands at/],
    [
      'another beacon',
      { inference: { beacon: at('b9') } },
      /^contracts\.inference\.beacon: The proxy follows 0x0+b1, the file says/,
    ],
    [
      'an implementation that the file does not name',
      { inference: { implementations: [{ address: OTHER, generation: 'E' }] } },
      /^contracts\.inference\.implementations: 0x0+c1 runs behind it and the file does not name it/,
    ],
    [
      'no ERC-1967 proxy where the file says one',
      { flow: { upgradeable: true } },
      /^contracts\.flow\.upgradeable: It is not/,
    ],
    [
      'code before the start block',
      { flow: { startBlock: 8 } },
      /^contracts\.flow\.startBlock: Code stood there before block 8/,
    ],
  ])('says in one sentence that there is %s', async (_, changes, sentence) => {
    await expectDiffers(network({}, changes as Record<string, Record<string, unknown>>), sentence)
  })

  it('says that a finality is below what the RPC itself calls final', async () => {
    await expectDiffers(
      network({ finality: 2 }),
      /^finality: .* calls final what is 8 blocks deep, the file after 2: raise/,
    )
  })

  it('mentions a proxy that the file takes for a plain contract', async () => {
    const result = await check(network({}, { identity: { upgradeable: undefined } }))
    expect(said(result, 'note').join('\n')).toMatch(/contracts\.identity: It is a proxy for 0x0+c1: set upgradeable/)
  })

  it('could not ask where nobody answers, and accuses nobody', async () => {
    const result = await check(network(), 'http://127.0.0.1:1')
    expect(result).toMatchObject({ code: 2, outcome: 'unasked' })
    expect(said(result, 'differs')).toEqual([])
  })

  it('needs a network, an RPC and known options', async () => {
    expect((await networks('check', 'devnet')).err).toMatch(/names no RPC: give one with --rpc/)
    expect((await networks('check', network(), '--rpc', 'ws://127.0.0.1:1')).err).toMatch(/--rpc: expected an http/)
    expect((await networks('check', '--fast')).code).toBe(3)
    expect((await networks('reindexx')).err).toMatch(/no command "networks reindexx"/)
    expect((await networks('toString')).code).toBe(3)
  })
})

describe('an RPC that lies or lacks something', () => {
  const alter = (method: string, result: unknown) => {
    proxy.alter = (answer, call) => {
      if (call.method === method) answer.result = result
    }
  }
  const refuse = (methods: RegExp, message: string, code = -32000) => {
    proxy.fault = ([call]) =>
      call !== undefined && methods.test(call.method)
        ? { body: JSON.stringify({ jsonrpc: '2.0', id: call.id, error: { code, message } }) }
        : undefined
  }

  it.each([
    ['no number', '\u001b[2Jevil'],
    ['nothing', null],
    ['an object', { chain: 1 }],
    ['a number that no chain has', `0x${'f'.repeat(16)}`],
  ])('is not believed where its chain id is %s', async (_, id) => {
    alter('eth_chainId', id)
    const result = await check(network())
    expect(result).toMatchObject({ code: 2, outcome: 'unasked' })
    expect((await networks('check', network(), '--rpc', proxy.url)).out).not.toContain('\u001b')
  })

  it('is not believed where its code is no bytes', async () => {
    alter('eth_getCode', 'yes')
    expect(await check(network())).toMatchObject({ code: 2, outcome: 'unasked', contracts: [] })
  })

  it('is caught with an implementation that has no code', async () => {
    alter('eth_call', word(at('ee')))
    await expectDiffers(network(), /implementations: Its implementation 0x0+ee has no code/)
  })

  it('is told of a head that stands still', async () => {
    alter('eth_getBlockByNumber', { number: '0x8', timestamp: '0x1' })
    await expectDiffers(network(), /^rpc: The latest block of .* seconds old: it stands still or lags/)
  })

  it('is told of a wait for finality that no chain needs', async () => {
    proxy.alter = (answer, call) => {
      const now = Math.floor(Date.now() / 1000)
      const block = { number: '0x8', timestamp: `0x${now.toString(16)}` }
      const old = { number: '0x1', timestamp: `0x${(now - 7_000).toString(16)}` }
      if (call.method === 'eth_getBlockByNumber') answer.result = call.params[0] === '0x1' ? old : block
    }
    await expectDiffers(network(), /^finality: 12 blocks are 12000 seconds on this chain: lower finality\.$/)
  })

  it('is told of missing history', async () => {
    proxy.alter = (answer, call) => {
      if (call.method === 'eth_getBlockByNumber' && call.params[0] === '0x0') answer.result = null
    }
    await expectDiffers(network(), /^rpc: .* does not have block 0, where this network's history begins/)
  })

  it('is refused without logs', async () => {
    refuse(/^eth_getLogs$/, 'the method eth_getLogs does not exist', -32601)
    await expectDiffers(network(), /^rpc: .* refuses eth_getLogs \(the method eth_getLogs does not exist\)/)
  })

  it.each([
    ['gives', { result: [{}] }, undefined],
    ['leaves out', { result: [] }, /logs of block 2, which has some \(it answers that there are none\): name an RPC/],
    ['refuses', { result: undefined, error: { message: 'pruned' } }, /logs of block 2, which has some \(pruned\)/],
  ])('is asked for logs of the past that a bloom shows, which it %s', async (_, told, sentence) => {
    proxy.alter = (answer, { method, params: [first] }) => {
      const bloom = { logsBloom: `0x01${'0'.repeat(510)}` }
      if (method === 'eth_getBlockByNumber' && first === '0x2') Object.assign(answer.result as object, bloom)
      if (method === 'eth_getLogs' && (first as { fromBlock: string }).fromBlock === '0x2') Object.assign(answer, told)
    }
    if (sentence) await expectDiffers(network(), sentence)
    else expect(await check(network())).toMatchObject({ code: 0, outcome: 'fine' })
  })

  it('is measured by the widest range of logs that it accepts', async () => {
    await chain.ask('anvil_mine', '0x96')
    proxy.fault = ([call]) => {
      const [filter] = (call?.params ?? []) as { fromBlock: string; toBlock: string }[]
      const width = Number(filter?.toBlock) - Number(filter?.fromBlock) + 1
      return call?.method === 'eth_getLogs' && width > 50
        ? {
            body: JSON.stringify({
              jsonrpc: '2.0',
              id: call.id,
              error: { code: -32005, message: 'at most 50 blocks' },
            }),
          }
        : undefined
    }
    const result = await check(network({ finality: 199 }))
    expect(result.endpoints[0]?.logRange).toBe(1)
    expect(said(result, 'note').join('\n')).toContain('logs of up to 1 blocks a request (more: at most 50 blocks)')
  })

  it('may have no trace API; that is worth a note', async () => {
    refuse(/^(trace|debug)_/, 'Method not found', -32601)
    const result = await check(network({ finality: 199 }))
    expect(result).toMatchObject({ code: 0, outcome: 'fine' })
    expect(result.endpoints[0]?.traces).toEqual([])
    expect(said(result, 'note').join('\n')).toMatch(/has no trace API/)
  })

  it('may be pruned; then nothing is asked about the past', async () => {
    refuse(/^eth_getBalance$/, 'missing trie node')
    const result = await check(network({ finality: 199 }, { flow: { startBlock: 8 } }))
    expect(result).toMatchObject({ code: 0, outcome: 'fine' })
    expect(result.endpoints[0]?.archive).toBe(false)
  })

  it('ends a check by its deadline where it says nothing at all', async () => {
    const rpc = new JsonRpc(await startStranger(() => undefined), 50)
    await expect(rpc.call('eth_chainId', [])).rejects.toThrow(RpcSilence)
    await expect(rpc.call('eth_chainId', [])).rejects.toThrow(/no answer within the deadline/)
    await expect(rpc.call('eth_chainId', [])).rejects.toThrow(/is not asked again/)
  })

  it('could not ask where the answers are not JSON-RPC', async () => {
    const url = await startStranger(() => '<html>\u0007')
    const { code, out } = await networks('check', network(), '--rpc', url)
    expect(code).toBe(2)
    expect(out).toContain('its answer is not JSON-RPC: <html>\ufffd')
  })

  it('does not print the key in its address', async () => {
    const secret = 'secret-key'
    const { out } = await networks('check', network(), '--rpc', `${proxy.url}/${secret}`)
    expect(out).not.toContain(secret)
  })
})
