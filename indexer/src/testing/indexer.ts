import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { FACT_ENTITIES } from '@touchstone/store'
import { Client } from 'pg'
import { endProcess, findFreePort, TEST_CHAIN_ID, type TestChain, waitUntil } from './anvil'
import type { Deployment } from './contracts'

/** The built indexer as a process of its own, as the supervisor runs it. */
export interface TestIndexer {
  port: number
  /** Everything it wrote, both streams. */
  output(): string
  /** @returns the exit code, null where a signal ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
  waitForExit(): Promise<number | null>
}

/** A network's file for a deployment. */
export function writeNetworkFile(chain: TestChain, contracts: object[], finality = 3): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'touchstone-indexer-')), 'network.json')
  const network = {
    name: 'test',
    displayName: 'Test chain',
    chainId: TEST_CHAIN_ID,
    finality,
    rpc: [chain.url],
    ws: [chain.url.replace('http', 'ws')],
    contracts,
    storage: { indexers: [], nodes: [] },
    trust: { mockSigners: [], quoteRoots: [], gpuRoots: [], osImages: [], releases: [], models: [], sigstore: [] },
  }
  writeFileSync(file, JSON.stringify(network))
  return file
}

export function contractsOf(deployment: Deployment, identityRegistry: string): object[] {
  const { inferenceServing, ledgerManager, flow, standardFlow } = deployment
  return [
    { kind: 'inferenceServing', label: 'inference', ...inferenceServing },
    { kind: 'ledgerManager', label: 'ledger', ...ledgerManager },
    { kind: 'flow', label: 'flow-turbo', ...flow },
    { kind: 'flow', label: 'flow-standard', ...standardFlow },
    { kind: 'identityRegistry', label: 'identity', address: identityRegistry, startBlock: 1 },
  ]
}

export async function startIndexer(env: Record<string, string>): Promise<TestIndexer> {
  const port = await findFreePort()
  const main = path.resolve(__dirname, '../../dist/main.js')
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, PORT: `${port}`, LOG_LEVEL: 'info', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  child.once('exit', () => process.removeListener('exit', kill))
  const parts: string[] = []
  child.stdout.on('data', (part) => parts.push(String(part)))
  child.stderr.on('data', (part) => parts.push(String(part)))
  return {
    port,
    output: () => parts.join(''),
    stop: (signal = 'SIGTERM') => endProcess(child, signal),
    waitForExit: () => exitOf(child),
  }
}

function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode)
  return new Promise((resolve) => child.once('exit', resolve))
}

/**
 * Waits until the index stands at the chain's head, with the very same block. Mines a block now and then: over WebSocket
 * the last blocks of a chain that stands still are not asked for until the next head is pushed.
 */
export async function waitForHead(chain: TestChain, client: Client, indexer: TestIndexer): Promise<void> {
  let asked = 0
  const isThere = async () => {
    if (asked++ % 10 === 5) await chain.provider.send('anvil_mine', ['0x1'])
    const head = await chain.provider.send('eth_getBlockByNumber', ['latest', false])
    const { rows } = await client.query(
      `select hash from squid_processor.hot_block where height = $1
       union select hash from squid_processor.status where height = $1`,
      [Number(head.number)],
    )
    return rows[0]?.hash === head.hash
  }
  await waitUntil('the index reaches the head', isThere).catch((error: Error) => {
    throw new Error(`${error.message}\n${indexer.output().slice(-4000)}`)
  })
}

/** Every table of facts but the digests of the others. */
const FACT_TABLES = FACT_ENTITIES.map(({ name }) => name.replace(/(?<=[a-z])[A-Z]/g, '_$&').toLowerCase()).filter(
  (table) => table !== 'state_digest',
)

/** One digest a table over all rows: equal digests are equal facts. */
export async function digestFacts(client: Client): Promise<Record<string, string>> {
  const digests: Record<string, string> = {}
  for (const table of FACT_TABLES) {
    const { rows } = await client.query(
      `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by id)), '') as digest from ${table} t`,
    )
    digests[table] = rows[0].digest
  }
  return digests
}

/** Every state digest that is kept, the running one included. */
export async function listStateDigests(client: Client): Promise<Record<string, string>> {
  const { rows } = await client.query('select id, digest, height, events, capability from state_digest order by id')
  return Object.fromEntries(rows.map(({ id, ...row }) => [id, Object.values(row).join(' ')]))
}

export async function openClient(url: string): Promise<Client> {
  const client = new Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  return client
}
