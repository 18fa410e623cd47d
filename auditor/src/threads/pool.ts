import { Worker } from 'node:worker_threads'
import type { RecordRow } from '../trails/recordRows.js'
import { deadlineOf, LimitExceeded, TASK_LIMITS, type TaskLimits } from './limits.js'
import type { Results, Said, Task, ThreadData, Told } from './task.js'

/** How a task is sent. */
export interface TaskOptions {
  /** Bytes of the task, by which its time is measured. */
  bytes: number
  /** Buffers that the task takes away from the caller instead of copying them. */
  transfer?: readonly ArrayBuffer[]
  /** Takes rows of a trail; the thread waits for it, and its time does not run meanwhile. */
  onRows?: (rows: RecordRow[]) => Promise<void>
}

/** A few threads with bounded memory for work that would keep this process's queue, health and leases waiting. */
export interface ThreadPool {
  /**
   * Runs a task in the next free thread.
   * @throws LimitExceeded where it took more memory or time than it may; its thread is gone, the process is not.
   */
  run<K extends Task['kind']>(task: Extract<Task, { kind: K }>, options: TaskOptions): Promise<Results[K]>
  /** Ends the threads; what they work on is broken off. */
  stop(): Promise<void>
}

/** How the threads of a pool are started. */
export interface StartOptions {
  /**
   * The first thread starts at once, and each loads the vocabularies that judgements count tokens with before it takes a task, in
   * no task's time: seconds of work that the first judgement would wait for.
   */
  vocabulary?: boolean
}

/** From here on a task is its thread's last one: starting the next costs little beside it. */
const RETIRED_FROM_BYTES = 32 * 2 ** 20

interface Job {
  task: Task
  options: TaskOptions
  resolve: (result: Results[Task['kind']]) => void
  reject: (error: Error) => void
}

/**
 * @param count threads at most; each starts when it is needed.
 * @param script compiled code of a thread.
 */
export function createThreadPool(
  count: number,
  limits: TaskLimits = TASK_LIMITS,
  script = new URL('./work.thread.js', import.meta.url),
  { vocabulary = false }: StartOptions = {},
): ThreadPool {
  const waiting: Job[] = []
  const idle: Worker[] = []
  const all = new Set<Worker>()
  let stopped = false
  const start = () => {
    const worker = new Worker(script, {
      workerData: { vocabulary, maxKeptBytes: limits.keptMb * 2 ** 20 } satisfies ThreadData,
      // A small young generation: what a line leaves behind is collected before it adds up.
      resourceLimits: { maxOldGenerationSizeMb: limits.heapMb, maxYoungGenerationSizeMb: 24 },
    })
    worker.unref()
    all.add(worker)
    // An idle thread that dies is replaced by the next task; while it works its task hears of it too.
    worker.on('error', () => undefined)
    worker.once('exit', () => {
      all.delete(worker)
      const at = idle.indexOf(worker)
      if (at >= 0) idle.splice(at, 1)
      next()
    })
    return worker
  }
  const next = () => {
    while (waiting.length > 0 && !stopped) {
      const worker = idle.pop() ?? (all.size < count ? start() : undefined)
      if (worker === undefined) return
      const job = waiting.shift() as Job
      void work(worker, job, limits).then((reusable) => {
        if (!reusable) return
        // What it grew to would stay with the process while nothing of the like may come for days. The one that judges has the
        // vocabulary, and grows little.
        if (!vocabulary && job.options.bytes >= RETIRED_FROM_BYTES) return void worker.terminate()
        idle.push(worker)
        next()
      })
    }
  }
  if (vocabulary) idle.push(start())
  return {
    run: <K extends Task['kind']>(task: Extract<Task, { kind: K }>, options: TaskOptions) =>
      new Promise<Results[K]>((resolve, reject) => {
        if (stopped) return reject(new Error('The threads were stopped.'))
        waiting.push({ task, options, resolve: resolve as Job['resolve'], reject })
        next()
      }),
    stop: async () => {
      stopped = true
      for (const { reject } of waiting.splice(0)) reject(new Error('The threads were stopped.'))
      await Promise.all([...all].map((worker) => worker.terminate()))
    },
  }
}

/** @returns whether the thread can take another task; otherwise it is ending. */
function work(worker: Worker, { task, options, resolve, reject }: Job, limits: TaskLimits): Promise<boolean> {
  const tell = (told: Told) => worker.postMessage(told, told.kind === 'task' ? options.transfer : undefined)
  return new Promise((release) => {
    let left = deadlineOf(limits, options.bytes)
    let since = performance.now()
    let failure: Error | undefined
    const end = (error: Error) => {
      failure ??= error
      void worker.terminate()
    }
    const wind = () => {
      since = performance.now()
      return setTimeout(() => end(new LimitExceeded('time')), left)
    }
    let timer = wind()
    const onError = (error: NodeJS.ErrnoException) => {
      failure ??= error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new LimitExceeded('memory') : error
    }
    const onExit = () => finish(false, () => reject(failure ?? new Error('A thread ended before its answer.')))
    const onMessage = (said: Said) => {
      if (failure !== undefined) return
      if (said.kind === 'done') return finish(true, () => resolve(said.result))
      if (said.kind === 'exceeded') return finish(true, () => reject(new LimitExceeded(said.limit)))
      if (said.kind === 'failed') {
        const error = new Error(said.message)
        if (said.stack !== undefined) error.stack = said.stack
        return finish(true, () => reject(error))
      }
      clearTimeout(timer)
      left -= performance.now() - since
      const taken = options.onRows?.(said.rows) ?? Promise.resolve()
      taken.then(() => {
        timer = wind()
        tell({ kind: 'taken' })
      }, end)
    }
    const finish = (reusable: boolean, settle: () => void) => {
      clearTimeout(timer)
      worker.off('error', onError).off('exit', onExit).off('message', onMessage)
      settle()
      release(reusable)
    }
    worker.on('error', onError).on('exit', onExit).on('message', onMessage)
    tell({ kind: 'task', task })
  })
}
