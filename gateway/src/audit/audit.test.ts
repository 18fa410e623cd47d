import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type RunningGateway, startGateway } from '../gateway.js'
import { startAnvil, TEST_CHAIN_ID, type TestChain } from '../testing/anvil.js'
import { A, B, populate } from '../testing/populate.js'
import { type RpcCall, type RpcProxy, startProxy } from '../testing/proxy.js'
import { waitUntil } from '../testing/waitUntil.js'

interface Status {
  height: number
  auditedTo: number | null
  audit: { proven: number; sampled: number; unproven: { block: number; why: string } | null }
  halted: { block: number; why: string } | null
  rpcs: { errors: Record<string, number> }[]
}
interface RpcLogAnswer {
  blockNumber: string
  logIndex: string
  topics: string[]
}
interface RpcBlockAnswer {
  number: string
  timestamp: string
  transactions: (string | object)[]
}

let chain: TestChain
let proxy: RpcProxy
let gateway: RunningGateway
let dataDir: string

const start = () => startGateway({ rpcUrls: [proxy.url], chainId: TEST_CHAIN_ID, finality: 5, dataDir })
const status = async () => (await (await fetch(`${gateway.url}/status`)).json()) as Status

function query(fromBlock: number) {
  const logs = [{ address: [A], transaction: true }]
  const fields = { block: { timestamp: true }, log: { address: true, topics: true, data: true } }
  const body = JSON.stringify({ fromBlock, logs, fields })
  return fetch(`${gateway.url}/worker`, { method: 'POST', body, headers: { 'content-type': 'application/json' } })
}

/** Reads all of the chain that the gateway serves. */
async function sync() {
  const height = Number(await (await fetch(`${gateway.url}/height`)).text())
  for (let at = 0; at <= height; ) {
    const response = await query(at)
    expect(response.status, await response.clone().text()).toBe(200)
    const blocks = (await response.json()) as { header: { number: number } }[]
    at = (blocks.at(-1)?.header.number ?? height) + 1
  }
  return height
}

beforeAll(async () => {
  chain = await startAnvil()
  await populate(chain, 12)
  proxy = await startProxy(chain.url)
})
afterAll(async () => {
  await proxy?.stop()
  await chain?.stop()
})
beforeEach(async () => {
  proxy.alter = undefined
  dataDir = mkdtempSync(path.join(tmpdir(), 'touchstone-gateway-audit-'))
  gateway = await start()
})
afterEach(async () => {
  await gateway.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

/** Changes the logs that eth_getLogs answers with, and nothing else. */
function alterLogs(change: (logs: RpcLogAnswer[]) => RpcLogAnswer[]) {
  proxy.alter = (answer, call: RpcCall) => {
    if (call.method === 'eth_getLogs') answer.result = change(answer.result as RpcLogAnswer[])
  }
}

describe('the audit', () => {
  it('recomputes every block that logs are served from', async () => {
    const height = await sync()
    await waitUntil('all is audited', async () => (await status()).auditedTo === height)
    const { audit, halted } = await status()
    expect(halted).toBeNull()
    expect(audit.unproven).toBeNull()
    expect(audit.proven).toBeGreaterThan(5)
    await gateway.stop()
    gateway = await start()
    expect((await status()).auditedTo).toBe(height)
  })

  it('halts at a log that was left out, names the block, and stays halted', async () => {
    let left: RpcLogAnswer | undefined
    alterLogs((logs) => {
      left ??= logs.find((log, n) => logs[n - 1]?.blockNumber === log.blockNumber)
      return logs.filter((log) => log.blockNumber !== left?.blockNumber || log.logIndex !== left.logIndex)
    })
    await sync()
    expect(left).toBeDefined()
    await waitUntil('it halts', async () => (await status()).halted !== null)
    const { halted } = await status()
    expect(halted).toMatchObject({ block: Number(left?.blockNumber), why: expect.stringMatching(/was left out/) })
    const block = halted?.block ?? 0
    const refused = await query(block)
    expect(refused.status).toBe(500)
    expect(await refused.text()).toMatch(new RegExp(`Block ${block} does not add up: log \\d+ of 0x`))
    expect((await fetch(`${gateway.url}/readyz`)).status).toBe(503)
    await gateway.stop()
    gateway = await start()
    expect((await query(block)).status).toBe(500)
    const before = (await (await query(0)).json()) as { header: { number: number } }[]
    expect(before.at(-1)?.header.number).toBe(block - 1)
  })

  it('halts at a log whose topic is not that of its receipt', async () => {
    let touched = 0
    alterLogs((logs) =>
      logs.map((log) => {
        const [first, ...rest] = log.topics
        if (first === undefined || touched > 0) return log
        touched = Number(log.blockNumber)
        return { ...log, topics: [`${first.slice(0, -1)}${first.endsWith('0') ? '1' : '0'}`, ...rest] }
      }),
    )
    await sync()
    expect(touched).toBeGreaterThan(0)
    await waitUntil('it halts', async () => (await status()).halted !== null)
    expect((await status()).halted).toMatchObject({ block: touched, why: expect.stringMatching(/not the one/) })
  })

  /** What the sync is told of the first block with logs, and of its transactions; the audit hears the truth. */
  async function syncWithAltered(change: (block: RpcBlockAnswer) => void): Promise<number> {
    let touched: number | undefined
    proxy.alter = ({ result }, call) => {
      if (call.method !== 'eth_getBlockByNumber') return
      const block = result as RpcBlockAnswer
      if (block.transactions.length === 0 || typeof block.transactions[0] === 'string') return
      touched ??= Number(block.number)
      if (Number(block.number) === touched) change(block)
    }
    await sync()
    proxy.alter = undefined
    if (touched === undefined) throw new Error('No block was asked for with its transactions.')
    return touched
  }

  it.each<[string, (block: RpcBlockAnswer) => void, RegExp]>([
    [
      'timestamp',
      (block) => Object.assign(block, { timestamp: '0x1' }),
      /its timestamp is kept as 1 and hashes as \d+$/,
    ],
    ['gas', (block) => Object.assign(block, { gasUsed: '0x7' }), /its gasUsed is kept as "0x7" and hashes as "0x/],
  ])('halts at a header whose %s is not under its hash', async (_, change, why) => {
    const block = await syncWithAltered(change)
    await waitUntil('it halts', async () => (await status()).halted !== null)
    expect((await status()).halted).toMatchObject({ block, why: expect.stringMatching(why) })
  })

  it.each<[string, object]>([
    ['input', { input: '0x1234' }],
    ['value', { value: '0x5' }],
    ['to', { to: B }],
    ['from', { from: B }],
  ])('halts at a transaction whose %s is not the one in its block', async (name, change) => {
    const block = await syncWithAltered(({ transactions }) => {
      for (const transaction of transactions) Object.assign(transaction, change)
    })
    await waitUntil('it halts', async () => (await status()).halted !== null)
    const why = new RegExp(`^the ${name} of transaction \\d+ is kept as "0x\\w+" and is "0x\\w*"$`)
    expect((await status()).halted).toMatchObject({ block, why: expect.stringMatching(why) })
  })

  it.each<[string, (block: RpcBlockAnswer) => void]>([
    [
      'another sender',
      ({ transactions }) => {
        for (const transaction of transactions) Object.assign(transaction, { from: B })
      },
    ],
    [
      'another time',
      (block) => {
        block.timestamp = '0x1'
      },
    ],
  ])('never approves what one RPC always says: %s', async (_, change) => {
    proxy.alter = ({ result }, call) => {
      const block = result as RpcBlockAnswer
      if (call.method === 'eth_getBlockByNumber' && typeof block.transactions[0] === 'object') change(block)
    }
    await sync()
    await waitUntil('it halts, or goes no further', async () => {
      const { halted, audit } = await status()
      return halted !== null || audit.unproven !== null
    })
    expect((await status()).audit.proven).toBe(0)
  })

  it('halts at logs that one RPC always numbers in another order', async () => {
    proxy.alter = ({ result }, call) => {
      const swap = (logs: RpcLogAnswer[]) => {
        for (const log of logs)
          log.logIndex = ({ '0x0': '0x1', '0x1': '0x0' } as Record<string, string>)[log.logIndex] ?? log.logIndex
      }
      if (call.method === 'eth_getLogs') swap(result as RpcLogAnswer[])
      if (call.method === 'eth_getBlockReceipts')
        for (const { logs } of result as { logs: RpcLogAnswer[] }[]) swap(logs)
    }
    await sync()
    await waitUntil('it halts', async () => (await status()).halted !== null)
    expect((await status()).halted?.why).toMatch(/^log 0, of transaction 0, is told as log 1 of transaction 0$/)
  })

  it('halts where no RPC tells transactions that recompute', async () => {
    await sync()
    proxy.alter = ({ result }, call) => {
      if (call.method !== 'eth_getBlockByNumber') return
      for (const transaction of (result as RpcBlockAnswer).transactions)
        if (typeof transaction === 'object') Object.assign(transaction, { input: '0x1234' })
    }
    await waitUntil('it halts', async () => (await status()).halted !== null)
    expect((await status()).halted?.why).toMatch(/transactions recompute to 0x[0-9a-f]{64}, its transactionsRoot is 0x/)
  })

  it('halts where no RPC tells receipts that recompute', async () => {
    proxy.alter = (answer, call) => {
      if (call.method !== 'eth_getBlockReceipts') return
      for (const receipt of answer.result as { cumulativeGasUsed: string }[]) receipt.cumulativeGasUsed = '0x1'
    }
    await sync()
    await waitUntil('it halts', async () => (await status()).halted !== null)
    expect((await status()).halted?.why).toMatch(/receipts recompute to 0x[0-9a-f]{64}, its receiptsRoot is 0x/)
  })

  it('neither approves nor accuses by a header that is not the one of the hash', async () => {
    const height = await sync()
    proxy.alter = (answer, call) => {
      if (call.method === 'eth_getBlockByNumber') (answer.result as { extraData: string }).extraData = '0x66'
    }
    await waitUntil('a block is unproven', async () => (await status()).audit.unproven !== null)
    const { auditedTo, halted, audit } = await status()
    expect(audit).toMatchObject({ proven: 0, unproven: { why: expect.stringMatching(/header hashes to 0x/) } })
    expect(halted).toBeNull()
    expect(auditedTo ?? -1).toBeLessThan(audit.unproven?.block ?? 0)
    proxy.alter = undefined
    await waitUntil('all is audited', async () => (await status()).auditedTo === height)
  })

  it('accuses nobody while no RPC answers, and goes on when one does', async () => {
    const height = await sync()
    proxy.fault = () => ({ status: 503, body: 'out of order' })
    try {
      await waitUntil('it has tried', async () => ((await status()).rpcs[0]?.errors.unavailable ?? 0) > 3)
      expect(await status()).toMatchObject({ halted: null, auditedTo: null })
    } finally {
      proxy.fault = undefined
    }
    await waitUntil('all is audited', async () => (await status()).auditedTo === height)
  })

  it('audits older blocks again when they are asked for something new', async () => {
    const height = await sync()
    await waitUntil('all is audited', async () => (await status()).auditedTo === height)
    const { proven } = (await status()).audit
    const body = JSON.stringify({ fromBlock: 0, logs: [{ address: [B] }], fields: {} })
    await fetch(`${gateway.url}/worker`, { method: 'POST', body, headers: { 'content-type': 'application/json' } })
    await waitUntil('it was audited again', async () => (await status()).audit.proven > proven)
    await waitUntil('all is audited', async () => (await status()).auditedTo === height)
  })
})
