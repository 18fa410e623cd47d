import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { endProcess, findFreePort, startAnvil, TEST_CHAIN_ID, type TestChain } from './testing/anvil.js'
import { type Block, readAll } from './testing/client.js'
import { A, populate } from './testing/populate.js'
import { type RpcProxy, startProxy } from './testing/proxy.js'
import { waitUntil } from './testing/waitUntil.js'

const FINALITY = 5
const QUERY = { logs: [{ address: [A], transaction: true }] }
const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url))

let chain: TestChain
let proxy: RpcProxy
let dataDir: string
let to: number

beforeAll(async () => {
  chain = await startAnvil()
  await populate(chain, 8)
  to = Number(await chain.ask('eth_blockNumber')) - FINALITY
  proxy = await startProxy(chain.url)
  // Small ranges, so that there is a middle to be killed in.
  proxy.fault = (calls) => {
    const isWide = calls.some(({ method, params }) => {
      const { fromBlock, toBlock } = (params[0] ?? {}) as { fromBlock?: string; toBlock?: string }
      return method === 'eth_getLogs' && Number(toBlock) - Number(fromBlock) > 3
    })
    if (!isWide) return undefined
    return {
      body: JSON.stringify(calls.map(({ id }) => ({ id, error: { code: -32000, message: 'block range too large' } }))),
    }
  }
  dataDir = mkdtempSync(path.join(tmpdir(), 'touchstone-gateway-'))
})

afterAll(async () => {
  await proxy?.stop()
  await chain?.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

async function run(env: Record<string, string>): Promise<{ child: ChildProcess; url: string; output: () => string }> {
  const port = await findFreePort()
  const parts: string[] = []
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env.PATH,
      PORT: `${port}`,
      DATA_DIR: dataDir,
      RPC_URLS: proxy.url,
      CHAIN_ID: `${TEST_CHAIN_ID}`,
      FINALITY: `${FINALITY}`,
      AUDIT: '0',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stdout?.on('data', (part) => parts.push(String(part)))
  child.stderr?.on('data', (part) => parts.push(String(part)))
  return { child, url: `http://127.0.0.1:${port}`, output: () => parts.join('') }
}

const isReady = (url: string) => () =>
  fetch(`${url}/readyz`).then(
    (answer) => answer.ok,
    () => false,
  )

describe('the gateway as a process', () => {
  it('killed in the middle of fetching, again and again, serves every log once and asks only for what it lacks', async () => {
    proxy.delayMs = 10
    let blocks: Block[] | undefined
    for (let kills = 0; !blocks; kills++) {
      const { child, url } = await run({})
      await waitUntil('the gateway is ready', isReady(url))
      const before = proxy.requests
      const reading = readAll(url, QUERY, to).catch(() => undefined)
      const isEnough = waitUntil('some ranges were asked for', async () => proxy.requests > before + 8)
      const isDone = await Promise.race([reading.then(() => true), isEnough.then(() => false)])
      if (isDone || kills === 3) blocks = await reading
      await endProcess(child)
    }
    proxy.delayMs = 0
    const logs = await chain.ask<{ blockNumber: string; logIndex: string }[]>('eth_getLogs', {
      fromBlock: '0x0',
      toBlock: `0x${to.toString(16)}`,
      address: A,
    })
    const served = blocks.flatMap((block) => (block.logs ?? []).map((log) => [block.header.number, log.logIndex]))
    expect(served).toEqual(logs.map((log) => [Number(log.blockNumber), Number(log.logIndex)]))
    expect(blocks.every((block) => (block.transactions?.length ?? 0) > 0)).toBe(true)

    const { child, url } = await run({})
    await waitUntil('the gateway is ready', isReady(url))
    const before = proxy.blockRequests
    expect(await readAll(url, QUERY, to)).toEqual(blocks)
    expect(proxy.blockRequests).toBe(before)
    expect(await endProcess(child, 'SIGTERM')).toBe(0)
  }, 60_000)

  it('ends with 78 and one sentence where a setting is wrong', async () => {
    const exits: [Record<string, string>, RegExp][] = [
      [{ RPC_URLS: '' }, /^No RPC is named: set RPC_URLS/],
      [{ CHAIN_ID: '1' }, /serves chain 31998, this gateway is for chain 1: correct its URL/],
      [{ DATA_DIR: '/dev/null/gateway' }, /cannot be opened .*: set DATA_DIR/],
    ]
    const check = async ([env, sentence]: [Record<string, string>, RegExp]) => {
      const { child, output } = await run({ ...env, LOG_LEVEL: 'silent' })
      const code = await new Promise((resolve) => child.once('close', resolve))
      expect(output()).toMatch(sentence)
      expect(code).toBe(78)
    }
    await Promise.all(exits.map(check))
  }, 60_000)
})
