import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { EXIT_CONFIG } from '../env.js'
import { nextPause } from './backoff.js'
import type { ProcessLog } from './log.js'
import { removePidFile, writePidFile } from './pidFile.js'

const POLL_MS = 200
/** A process that answers nothing for this long hangs, and is started again. */
const HANG_MS = 90_000
const LIVENESS_MS = 5_000

/** How to run one process and how to see that it works. */
export type ServiceSpec = {
  /** As in the log's file name and on the terminal. */
  name: string
  command: readonly [program: string, ...args: string[]]
  cwd: string
  env: NodeJS.ProcessEnv
  stopSignal: 'SIGTERM' | 'SIGINT'
  /** `ready`: it does its work. `alive`: it answers, and says that it cannot work now. */
  probe(): Promise<Health>
}

export type Health = 'ready' | 'alive' | 'silent'

/** What a service tells the stack. */
export type ServiceEvents = {
  /** It ended unasked and is started again after `pauseMs`. */
  onCrash(service: Service, how: string, pauseMs: number): void
  /** It said that its configuration is wrong (exit code 78) and stays down. */
  onMisconfigured(service: Service, sentence: string): void
}

/** One supervised process: started, watched, started again with growing pauses, stopped with its whole group. */
export class Service {
  readonly spec: ServiceSpec
  readonly log: ProcessLog
  readonly #dataDir: string
  readonly #events: ServiceEvents
  readonly #stopping = new AbortController()
  #child: ChildProcess | undefined
  #loop: Promise<void> | undefined
  #failures = 0

  constructor(spec: ServiceSpec, log: ProcessLog, dataDir: string, events: ServiceEvents) {
    this.spec = spec
    this.log = log
    this.#dataDir = dataDir
    this.#events = events
  }

  /** Starts it, and starts it again whenever it ends, until stop(). */
  start(): void {
    this.#loop ??= this.#run()
  }

  /** Resolves once the probe says ready; never, where the service is stopped before. */
  async whenReady(): Promise<void> {
    for (;;) {
      if ((await this.spec.probe()) === 'ready') return
      await delay(POLL_MS)
    }
  }

  /** Asks it to end; it is started anew as after a crash. */
  renew(): void {
    if (this.#child && isRunning(this.#child)) this.#child.kill(this.spec.stopSignal)
  }

  /** Asks it to end, and kills it and its group where it has not within `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping.abort()
    const child = this.#child
    if (child && isRunning(child)) {
      const exited = once(child, 'exit')
      child.kill(this.spec.stopSignal)
      await Promise.race([exited, delay(graceMs, undefined, { ref: false })])
    }
    this.kill()
    await this.#loop
  }

  /** Ends the whole group at once. */
  kill(): void {
    this.#stopping.abort()
    if (this.#child) killGroup(this.#child)
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const startedAt = Date.now()
      const how = await this.#runOnce()
      if (this.#stopping.signal.aborted) break
      if (how === `code ${EXIT_CONFIG}`) {
        this.#events.onMisconfigured(this, this.log.tail().join('\n').trim())
        break
      }
      const { failures, pauseMs } = nextPause(this.#failures, Date.now() - startedAt)
      this.#failures = failures
      this.#events.onCrash(this, how, pauseMs)
      await delay(pauseMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined)
    }
    this.log.close()
  }

  /** Runs it to its end; says how it ended. */
  async #runOnce(): Promise<string> {
    const [program, ...args] = this.spec.command
    this.log.forget()
    // A group of its own: Ctrl-C reaches the supervisor alone, which stops its children in order. The pipe to stdin
    // stays open as long as the supervisor lives; see guard.ts.
    const child = spawn(program, args, {
      cwd: this.spec.cwd,
      env: this.spec.env,
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    this.#child = child
    child.stdout.on('data', (chunk: Buffer) => this.log.write(chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => this.log.write(chunk.toString()))
    child.stdin.on('error', () => undefined)
    if (child.pid) writePidFile(this.#dataDir, this.spec.name, child.pid)
    const watch = new AbortController()
    const hang = this.#watch(child, watch.signal)
    const how = await whenEnded(child)
    watch.abort()
    await hang
    killGroup(child)
    removePidFile(this.#dataDir, this.spec.name)
    return how
  }

  /** Kills a process that no longer answers at all. */
  async #watch(child: ChildProcess, ended: AbortSignal): Promise<void> {
    let lastAnswer = Date.now()
    while (!ended.aborted) {
      await delay(LIVENESS_MS, undefined, { signal: ended }).catch(() => undefined)
      if (ended.aborted) return
      if ((await this.spec.probe()) !== 'silent') lastAnswer = Date.now()
      if (Date.now() - lastAnswer < HANG_MS || this.#stopping.signal.aborted) continue
      this.log.write(`No answer for ${HANG_MS / 1000} s: killed by the supervisor.\n`)
      killGroup(child)
      return
    }
  }
}

function isRunning(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null
}

/** Resolves after its output has been read as well, unless a grandchild keeps the pipe open. */
async function whenEnded(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => {
      const how = signal ? `signal ${signal}` : `code ${code}`
      const late = setTimeout(() => resolve(how), 500)
      child.once('close', () => {
        clearTimeout(late)
        resolve(how)
      })
    })
  })
}

function killGroup(child: ChildProcess): void {
  if (!child.pid) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // Nobody is left in the group.
  }
}
