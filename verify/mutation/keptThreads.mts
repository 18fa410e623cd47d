import { resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { PoolOptions, PoolRunnerInitializer, PoolWorker, WorkerRequest } from 'vitest/node'

/** Runs before a thread is replaced: each leaves some listeners behind. */
const RUNS = 100

type Callback = (value: unknown) => void
interface Kept {
  thread: Worker
  runs: number
}
const idle: Kept[] = []

/**
 * A thread that the next run takes over, with all modules that it has loaded. A run for each of thousands of mutants
 * would otherwise spend most of its time on loading them anew; only the files of the tests are read again.
 */
class KeptThread implements PoolWorker {
  readonly name = 'kept-threads'
  readonly #options: PoolOptions
  readonly #listeners: [event: string, callback: Callback][] = []
  #kept: Kept | undefined

  constructor(options: PoolOptions) {
    this.#options = options
  }

  async start(): Promise<void> {
    this.#kept = idle.pop() ?? { thread: this.#begin(), runs: 0 }
    this.#kept.runs += 1
    this.#kept.thread.ref()
  }

  on(event: string, callback: Callback): void {
    this.#listeners.push([event, callback])
    this.#kept?.thread.on(event, callback)
  }

  off(event: string, callback: Callback): void {
    this.#kept?.thread.off(event, callback)
  }

  send(message: WorkerRequest): void {
    if (message.type === 'stop' && this.#isKept()) this.#answerStop()
    else this.#kept?.thread.postMessage(message)
  }

  async stop(): Promise<void> {
    const kept = this.#kept
    if (kept === undefined) return
    for (const [event, callback] of this.#listeners) kept.thread.off(event, callback)
    if (this.#isKept()) {
      kept.thread.unref()
      idle.push(kept)
    } else await kept.thread.terminate()
    this.#kept = undefined
  }

  deserialize(data: unknown): unknown {
    return data
  }

  #begin(): Worker {
    const { distPath, env, execArgv } = this.#options
    return new Worker(resolve(distPath, 'workers/threads.js'), { env, execArgv })
  }

  #isKept(): boolean {
    return this.#kept !== undefined && this.#kept.runs < RUNS
  }

  // The thread itself is not told, so that it goes on listening.
  #answerStop(): void {
    const stopped = { type: 'stopped', __vitest_worker_response__: true }
    for (const [event, callback] of this.#listeners) if (event === 'message') callback(stopped)
  }
}

export const keptThreads: PoolRunnerInitializer = {
  name: 'kept-threads',
  createPoolWorker: (options) => new KeptThread(options),
}
