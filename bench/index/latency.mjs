/**
 * A settlement on the official contracts, from the moment its transaction is sent to the moment that another process can
 * read its row, and to the NOTIFY that wakes the auditor. The indexer is the built one, told of heads over WebSocket.
 */
import { mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { startTestPostgres } from '@touchstone/stack/testing'
import { migrate } from '@touchstone/store/migrate'
import { build } from 'esbuild'
import { report } from '../report.mjs'

const TRANSACTIONS = 200
const PAUSE_MS = 20
const REGISTRY = '0x00000000000000000000000000000000000f8004'
/** Anvil mines at once what it is sent, or when this process tells it to. */
const MINING = [
  { name: 'a block for each transaction', blockMs: 0 },
  { name: 'a block every 250 ms', blockMs: 250 },
]

const testing = await importTesting()
for (const mining of MINING) await measure(mining)
process.exit()

async function measure({ name, blockMs }) {
  const [chain, postgres] = await Promise.all([testing.startTestChain(), startTestPostgres()])
  const deployment = await testing.deployContracts(chain)
  await testing.putEmitter(chain.provider, REGISTRY)
  const provider = await testing.registerProvider(deployment, await chain.provider.getSigner(1))
  const payer = await chain.provider.getSigner(2)
  await testing.fundAccount(deployment, payer, provider.signer.address, '1')
  await migrate(postgres.url)
  const client = await testing.openClient(postgres.url)
  const NETWORK = testing.writeNetworkFile(chain, testing.contractsOf(deployment, REGISTRY))
  const indexer = await testing.startIndexer({ DATABASE_URL: postgres.url, NETWORK, LOG_LEVEL: 'warn' })
  try {
    await testing.waitForHead(chain, client, indexer)
    if (blockMs > 0) await chain.provider.send('evm_setAutomine', [false])
    const mining = blockMs > 0 ? setInterval(() => void chain.provider.send('evm_mine', []), blockMs) : undefined
    const samples = await sample({ chain, client, deployment, provider, payer })
    clearInterval(mining)
    print(name, samples)
  } finally {
    await indexer.stop()
    await client.end()
    await postgres.stop()
    await chain.stop()
  }
}

/** Sends one settlement after the other. @returns milliseconds to the notification and to the row, for each. */
async function sample({ chain, client, deployment, provider, payer }) {
  let wake = () => undefined
  client.on('notification', () => wake())
  await client.query('listen squid_head')
  const samples = []
  for (let nonce = 1n; nonce <= TRANSACTIONS; nonce++) {
    const item = await testing.signItem(deployment, provider, { user: payer.address, totalFee: 5n, nonce })
    const call = await deployment.serving(provider.signer).getFunction('settleFeesWithTEE').populateTransaction([item])
    const params = [{ from: provider.signer.address, to: call.to, data: call.data, gas: '0x2dc6c0' }]
    let notified
    let woken = new Promise((resolve) => {
      wake = resolve
    })
    const sent = performance.now()
    await chain.provider.send('eth_sendTransaction', params)
    for (;;) {
      await woken
      notified = performance.now() - sent
      woken = new Promise((resolve) => {
        wake = resolve
      })
      const { rows } = await client.query('select 1 from settlement where nonce = $1', [`${nonce}`])
      if (rows.length > 0) break
    }
    samples.push({ notified, stored: performance.now() - sent })
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
  return samples
}

function print(name, samples) {
  const result = { bench: 'latency', case: `${samples.length} settlements over WebSocket, ${name}` }
  const at = (part, of) => of.sort((a, b) => a - b)[Math.ceil(part * of.length) - 1]
  const stored = samples.map((one) => one.stored)
  const notified = samples.map((one) => one.notified)
  const isAtOnce = name.startsWith('a block for')
  report(
    { ...result, metric: 'sent to row read, p50', value: at(0.5, stored), unit: 'ms' },
    isAtOnce ? { below: 100 } : {},
  )
  report(
    { ...result, metric: 'sent to row read, p95', value: at(0.95, stored), unit: 'ms' },
    isAtOnce ? { below: 250 } : {},
  )
  report(
    { ...result, metric: 'sent to NOTIFY, p95', value: at(0.95, notified), unit: 'ms' },
    isAtOnce ? { below: 300 } : {},
  )
  report({ ...result, metric: 'sent to NOTIFY, largest', value: at(1, notified), unit: 'ms' })
}

/** The indexer's own test tools, beside its build: they find its main file and the contracts' packages from there. */
async function importTesting() {
  const room = fileURLToPath(new URL('../../indexer', import.meta.url))
  const outfile = `${room}/dist/testing/bench.cjs`
  mkdirSync(`${room}/dist/testing`, { recursive: true })
  const names = ['anvil', 'contracts', 'emitter', 'indexer', 'settlements']
  await build({
    stdin: { contents: names.map((name) => `export * from './${name}'`).join('\n'), resolveDir: `${room}/src/testing` },
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    packages: 'external',
    logLevel: 'warning',
  })
  return createRequire(import.meta.url)(outfile)
}
