import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { findAnvil } from './binary.js'
import { endOrphan } from './orphan.js'

/** Time between two blocks, with or without traffic. */
const BLOCK_MS = 500
const STATE_SECONDS = 20
/** Blocks whose state can be asked for. With fewer, a call for "latest" fails when a block is mined under it. */
const HISTORY = 32
const START_MS = 30_000
const RESTARTS = 5

export interface AnvilOptions {
  /** Folder of `anvil.json` (the state) and `anvil.pid`. */
  folder: string
  port: number
  chainId: number
  log: Logger
}

/**
 * The local chain: an anvil process whose blocks, receipts and logs survive a restart. It is started again when it
 * dies. Stopped cleanly it loses nothing, killed it goes back to its last dump, at most twenty seconds.
 */
export class Anvil {
  readonly url: string
  private child: ChildProcess | undefined
  private stopping = false
  private deaths = 0

  private constructor(private readonly options: AnvilOptions) {
    this.url = `http://127.0.0.1:${options.port}`
  }

  /** @throws Error in one sentence where the kept state cannot be read or anvil does not come up. */
  static async start(options: AnvilOptions): Promise<Anvil> {
    mkdirSync(options.folder, { recursive: true })
    const anvil = new Anvil(options)
    await anvil.spawn()
    return anvil
  }

  /** Ends the process of a killed run, whose port and state this run wants. */
  static async endOrphan(folder: string): Promise<void> {
    await endOrphan(join(folder, 'anvil.pid'), join(folder, 'anvil.json'))
  }

  /** Forgets the whole chain and starts at block 0. */
  async reset(): Promise<void> {
    await this.stop()
    rmSync(this.stateFile, { force: true })
    this.stopping = false
    await this.spawn()
  }

  /** Ends anvil, which writes its state first. */
  async stop(): Promise<void> {
    this.stopping = true
    const child = this.child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const exited = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await exited
    rmSync(this.pidFile, { force: true })
  }

  private get stateFile(): string {
    return join(this.options.folder, 'anvil.json')
  }

  private get pidFile(): string {
    return join(this.options.folder, 'anvil.pid')
  }

  private async spawn(): Promise<void> {
    const child = spawn(findAnvil(), this.buildArguments(), { stdio: ['ignore', 'ignore', 'pipe'] })
    this.child = child
    const errors: string[] = []
    child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk.toString()))
    const failed = new Promise<never>((_, reject) => {
      child.once('error', reject)
      child.once('exit', (code, signal) => reject(new Error(this.describeExit(code ?? signal, errors.join('')))))
    })
    failed.catch(() => undefined)
    if (child.pid !== undefined) writeFileSync(this.pidFile, String(child.pid))
    try {
      await Promise.race([failed, this.answering()])
    } catch (error) {
      child.kill('SIGKILL')
      throw error
    }
    const mined = new AbortController()
    void mine(this.url, mined.signal)
    child.once('exit', () => {
      mined.abort()
      void this.revive()
    })
  }

  private buildArguments(): string[] {
    const { port, chainId } = this.options
    return [
      ...['--host', '127.0.0.1', '--port', String(port), '--chain-id', String(chainId)],
      // Blocks are mined from here: for block times under two seconds anvil ignores the limit of its history and
      // remembers the whole state of 1500 blocks.
      ...['--no-mining', '--prune-history', String(HISTORY), '--accounts', '0', '--silent'],
      ...['--state', this.stateFile, '--state-interval', String(STATE_SECONDS)],
      // Prague writes every block's hash into a contract: state that nobody reads here.
      ...['--hardfork', 'cancun'],
    ]
  }

  private describeExit(exit: number | string | null, errors: string): string {
    const kept = existsSync(this.stateFile) ? statSync(this.stateFile).size : 0
    if (kept > 0 && !isJson(this.stateFile))
      return `The kept chain ${this.stateFile} is damaged. Delete the state folder to start a new one.`
    return `anvil ended with ${exit}: ${errors.trim() || 'it said nothing'}`
  }

  private async answering(): Promise<void> {
    const deadline = Date.now() + START_MS
    while (Date.now() < deadline) {
      if (await ask(this.url, 'eth_chainId')) return
      await sleep(50)
    }
    throw new Error(`anvil did not answer on ${this.url} within ${START_MS / 1000} seconds.`)
  }

  private async revive(): Promise<void> {
    if (this.stopping) return
    this.deaths += 1
    this.options.log.error({ deaths: this.deaths }, 'anvil died and is started again')
    if (this.deaths > RESTARTS) return
    await sleep(500 * this.deaths)
    if (!this.stopping) await this.spawn().catch((error: Error) => this.options.log.fatal(error.message))
  }
}

function isJson(file: string): boolean {
  try {
    JSON.parse(readFileSync(file, 'utf8'))
    return true
  } catch {
    return false
  }
}

async function mine(url: string, ended: AbortSignal): Promise<void> {
  while (!ended.aborted) {
    const began = Date.now()
    await ask(url, 'evm_mine')
    await sleep(Math.max(0, began + BLOCK_MS - Date.now()), undefined, { signal: ended }).catch(() => undefined)
  }
}

/** Whether anvil answered. */
async function ask(url: string, method: string): Promise<boolean> {
  try {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: [] })
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    await answer.arrayBuffer()
    return answer.ok
  } catch {
    return false
  }
}
