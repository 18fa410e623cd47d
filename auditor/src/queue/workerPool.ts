import { EventEmitter } from 'node:events'
import { Logger, type Runner, run, type TaskList, type WorkerEvents } from 'graphile-worker'
import type pg from 'pg'
import type { Logger as Log } from 'pino'
import type { Leases } from './leases.js'

/** Workers of some tasks, as many as were asked for. */
export interface WorkerPool {
  /** Takes no new jobs and waits for those in work. */
  stop(): Promise<void>
  /** Rejects when its queue cannot be worked on any more. */
  done: Promise<void>
}

export interface WorkerPoolContext {
  pool: pg.Pool
  leases: Pick<Leases, 'hold' | 'letGo'>
  concurrency: number
  log: Log
}

const AGAIN_MS = 1_000

/**
 * Starts workers. One of graphile_worker's ends itself where the end of a job cannot be written (it repeats the statement only for
 * deadlocks and the like), and nothing takes its place: here its job goes back to the queue and another worker starts, so that no
 * failed statement ever costs more than the job's second run.
 */
export async function startWorkerPool(context: WorkerPoolContext, taskList: TaskList): Promise<WorkerPool> {
  const { leases, log } = context
  const runners = new Set<Runner>()
  const replacing = new Set<Promise<void>>()
  let isStopping = false
  let fail: (error: Error) => void = () => undefined
  const done = new Promise<void>((_resolve, reject) => {
    fail = reject
  })
  const start = async (concurrency: number): Promise<void> => {
    const events: WorkerEvents = new EventEmitter()
    events.on('worker:fatalError', ({ worker, error }) => {
      log.error({ err: error, worker: worker.workerId }, 'a worker ended; another one takes its place')
      const replaced = replace(worker.workerId).finally(() => replacing.delete(replaced))
      replacing.add(replaced)
    })
    const runner = await run(toOptions({ ...context, concurrency }, taskList, events))
    runners.add(runner)
    runner.promise.then(() => runners.delete(runner), fail)
    if (isStopping) await stopRunner(runner)
  }
  const replace = async (workerId: string): Promise<void> => {
    while (!isStopping) {
      try {
        await leases.letGo(workerId)
        return await start(1)
      } catch (error) {
        log.error({ err: error }, 'a worker could not be replaced; tried again')
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
      }
    }
  }
  const stopRunner = (runner: Runner) => {
    runners.delete(runner)
    // It refuses where its last worker ended a moment ago, and has stopped by itself.
    return runner.stop().catch(() => runner.promise)
  }
  await start(context.concurrency)
  return {
    done,
    stop: async () => {
      isStopping = true
      await Promise.all([...runners].map(stopRunner))
      await Promise.all(replacing)
    },
  }
}

function toOptions({ pool, leases, concurrency, log }: WorkerPoolContext, taskList: TaskList, events: WorkerEvents) {
  return {
    pgPool: pool,
    concurrency,
    taskList,
    events,
    // The process has its own handlers: leases and pool outlive the workers.
    noHandleSignals: true,
    pollInterval: 2_000,
    logger: toGraphileLogger(log),
    preset: {
      plugins: [
        {
          name: 'touchstone-leases',
          version: '1.0.0',
          worker: {
            hooks: {
              startWorker: (_context: unknown, { worker }: { worker: { workerId: string } }) =>
                leases.hold(worker.workerId),
            },
          },
        },
      ],
    },
  }
}

/** Success of a job is ours to log, with its result. */
function toGraphileLogger(log: Log): Logger {
  return new Logger((scope) => (level, message) => {
    const entry = { ...scope }
    if (level === 'error') log.error(entry, message)
    else if (level === 'warning') log.warn(entry, message)
    else log.debug(entry, message)
  })
}
