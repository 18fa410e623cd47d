import { mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { toNetworkFile } from '@touchstone/sim/contracts'
import { type RpcServerOptions, startRpcServer } from '@touchstone/sim/rpc'
import type { Simulation } from '@touchstone/sim/simulation'
import type { Client } from 'pg'
import { waitUntil } from './anvil'
import { startIndexer, type TestIndexer } from './indexer'

interface SupervisedOptions
  extends Pick<RpcServerOptions, 'chain' | 'deployed' | 'hooks' | 'hasTraceApi' | 'hasDebugApi'> {
  databaseUrl: string
  finality: number
  transport: 'http' | 'ws'
}

const CLOCK = path.join(__dirname, 'unsteadyClock.cjs')

/** The built indexer against a simulated RPC, started again whenever it ends, as a supervisor would. */
export class SupervisedIndexer {
  starts = 0
  private current: TestIndexer | undefined
  private isStopping = false
  private watch: Promise<void> = Promise.resolve()
  private readonly outputs: string[] = []

  private constructor(
    private readonly env: Record<string, string>,
    private readonly clock: string,
    private readonly endRpc: () => Promise<void>,
  ) {}

  /** Serves the chain and starts the indexer. */
  static async start(options: SupervisedOptions): Promise<SupervisedIndexer> {
    const { databaseUrl, finality, transport, ...node } = options
    const rpc = await startRpcServer(node)
    const folder = mkdtempSync(path.join(tmpdir(), 'touchstone-simulated-'))
    const [file, clock] = [path.join(folder, 'network.json'), path.join(folder, 'clock')]
    writeFileSync(clock, '0')
    writeFileSync(file, JSON.stringify(toNetworkFile({ url: rpc.url, wsUrl: rpc.wsUrl, finality })))
    const endpoint: Record<string, string> = transport === 'ws' ? { WS_URL: rpc.wsUrl } : { RPC_URL: rpc.url }
    const runtime = { NODE_OPTIONS: `--require ${CLOCK}`, CLOCK: clock, LOG_LEVEL: 'warn' }
    const env = { DATABASE_URL: databaseUrl, NETWORK: file, RESET_ON_DEEP_REORG: '1', ...runtime, ...endpoint }
    const supervised = new SupervisedIndexer(env, clock, () => rpc.close())
    supervised.watch = supervised.keepAlive()
    await waitUntil('the indexer was started', async () => supervised.current !== undefined)
    return supervised
  }

  /** Ends the process as nothing else can; it is started again. */
  kill(): void {
    void this.current?.stop('SIGKILL')
  }

  /** Sets its clock ahead of the machine's by that much, and waits until it goes by it. */
  async setClock(offsetMs: number): Promise<void> {
    // Never half written: the process reads it all the time.
    writeFileSync(`${this.clock}.new`, `${offsetMs}`)
    renameSync(`${this.clock}.new`, this.clock)
    const taken = async () => readFileSync(`${this.clock}.taken`, 'utf8') === `${offsetMs}`
    await waitUntil('the indexer goes by its new clock', taken)
  }

  /** What it says of its health, under the status it says it with. */
  async health(): Promise<{ status: number; lastBatchAgeMs: number | null }> {
    const response = await fetch(`http://127.0.0.1:${this.current?.port}/healthz`)
    const { lastBatchAgeMs } = (await response.json()) as { lastBatchAgeMs: number | null }
    return { status: response.status, lastBatchAgeMs }
  }

  /** What its processes wrote, the newest last. */
  output(): string {
    return [...this.outputs, this.current?.output() ?? ''].join('\n--- started again ---\n')
  }

  async stop(): Promise<void> {
    this.isStopping = true
    await this.current?.stop('SIGKILL')
    await this.watch
    await this.endRpc()
  }

  private async keepAlive(): Promise<void> {
    while (!this.isStopping) {
      this.starts += 1
      this.current = await startIndexer(this.env)
      if (this.isStopping) await this.current.stop('SIGKILL')
      await this.current.waitForExit()
      this.outputs.push(this.current.output())
    }
  }
}

const QUIET_DEADLINE_MS = 60_000

/**
 * Waits until the index stands at the chain's head. Adds an empty block now and then: over WebSocket the last blocks of a
 * chain that stands still are not asked for until the next head is pushed.
 */
export async function waitForQuiet(simulation: Simulation, client: Client, indexer: SupervisedIndexer): Promise<void> {
  let asked = 0
  const isThere = async () => {
    if (asked++ % 20 === 10) simulation.mineEmpty()
    const view = simulation.chain.snapshot()
    const { rows } = await client
      .query(
        `select hash from squid_processor.hot_block where height = $1
         union select hash from squid_processor.status where height = $1`,
        [view.head],
      )
      // Before its first start is through there are no tables.
      .catch(() => ({ rows: [] }))
    return rows[0]?.hash === view.header(view.head)?.hash
  }
  await waitUntil('the index reaches the head', isThere, QUIET_DEADLINE_MS).catch((error: Error) => {
    throw new Error(`${error.message}\n${indexer.output().slice(-6000)}`)
  })
}
