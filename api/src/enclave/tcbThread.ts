import path from 'node:path'
import { Worker } from 'node:worker_threads'
import type { TrustMaterial, verifyEnclaveReport } from '@touchstone/verify'

type Options = Parameters<typeof verifyEnclaveReport>[1]

/** A report to judge; plain data, so that it can be sent. */
export type TcbTask = Omit<Options, 'trust'> & { bytes: Uint8Array }

/** What the thread answers; null where the report cannot be read. */
export interface TcbAnswer {
  tcb: Awaited<ReturnType<typeof verifyEnclaveReport>>['tcb'] | null
}

/** Bounds of one report. */
export interface TcbLimits {
  /** Heap of the thread, MiB. */
  heapMb: number
  /** Milliseconds, the start of the thread included. */
  timeMs: number
}

/** A report is judged in a tenth of a second on one idle core. */
const LIMITS: TcbLimits = { heapMb: 192, timeMs: 10_000 }

/** A report took more time or memory than it may: says nothing about the report. */
export class TcbLimitExceeded extends Error {
  override name = 'TcbLimitExceeded'
}

/**
 * One thread that judges reports, so that bytes of strangers hold up no other answer. It starts with the first report; one
 * that goes beyond its limits loses the thread, and the next report gets a new one.
 */
export class TcbThread {
  private worker: Worker | undefined
  private stopped = false

  constructor(
    private readonly trust: TrustMaterial,
    private readonly limits = LIMITS,
  ) {}

  /**
   * Judges a report; the caller waits for the answer before it sends the next one.
   * @throws TcbLimitExceeded; an Error where the thread was stopped.
   */
  async judge(task: TcbTask): Promise<TcbAnswer> {
    if (this.stopped) throw new Error('The thread was stopped.')
    this.worker ??= this.start()
    const worker = this.worker
    const answer = await ask(worker, task, this.limits.timeMs).catch(async (error: Error) => {
      this.worker = undefined
      await worker.terminate()
      throw error
    })
    return answer
  }

  async stop(): Promise<void> {
    this.stopped = true
    await this.worker?.terminate()
  }

  private start(): Worker {
    const worker = new Worker(path.join(__dirname, 'tcb.thread.js'), {
      workerData: this.trust,
      resourceLimits: { maxOldGenerationSizeMb: this.limits.heapMb, maxYoungGenerationSizeMb: 32 },
    })
    worker.unref()
    // While it works, the report hears of it.
    worker.on('error', () => undefined)
    worker.once('exit', () => {
      if (this.worker === worker) this.worker = undefined
    })
    return worker
  }
}

function ask(worker: Worker, task: TcbTask, timeMs: number): Promise<TcbAnswer> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      clearTimeout(timer)
      worker.off('message', onAnswer).off('error', onError).off('exit', onExit)
      settle()
    }
    const timer = setTimeout(() => finish(() => reject(new TcbLimitExceeded('time'))), timeMs)
    const onAnswer = (answer: TcbAnswer) => finish(() => resolve(answer))
    const onError = (error: NodeJS.ErrnoException) =>
      finish(() => reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new TcbLimitExceeded('memory') : error))
    const onExit = () => finish(() => reject(new Error('The thread ended before its answer.')))
    worker.on('message', onAnswer).on('error', onError).on('exit', onExit)
    worker.postMessage(task)
  })
}
