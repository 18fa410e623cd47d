import type { CollateralKey, Hex } from '@touchstone/verify'
import type { TaskList } from 'graphile-worker'
import type pg from 'pg'
import type { Logger as Log } from 'pino'
import { type CommitmentContext, checkCommitment } from '../commitments/checkCommitment.js'
import { CHECK_COMMITMENT, type CheckCommitmentPayload } from '../commitments/queueChecks.js'
import { type JudgeContext, judge } from '../judge/judge.js'
import { countSent } from '../transactions/countSent.js'
import { lookUpNamed, type TransactionsContext } from '../transactions/lookUpNamed.js'
import {
  COUNT_SENT,
  type CountSentPayload,
  LOOK_UP_NAMED,
  type LookUpNamedPayload,
} from '../transactions/queueTransactions.js'
import { deliverWebhook, type WebhookContext } from '../webhooks/deliver.js'
import { DELIVER_WEBHOOK, type DeliverWebhookPayload } from '../webhooks/queueChanges.js'
import { type CaptureContext, captureReport } from './captureReport.js'
import { type CollateralContext, fetchCollateral } from './fetchCollateral.js'
import { type FetchTrailContext, fetchTrail } from './fetchTrail.js'
import {
  CAPTURE_REPORT,
  type CaptureReportPayload,
  FETCH_COLLATERAL,
  FETCH_TRAIL,
  type FetchTrailPayload,
  JUDGE,
  type JudgePayload,
} from './jobs.js'
import type { Leases } from './leases.js'
import { startWorkerPool } from './workerPool.js'

export interface Workers {
  /** Takes no new jobs and waits for those in work; fetches are broken off. */
  stop(): Promise<void>
  /** Rejects when a worker pool dies. */
  done: Promise<void>
}

export interface WorkersContext {
  pool: pg.Pool
  leases: Leases
  concurrency: number
  fetching: FetchTrailContext
  capturing: CaptureContext & CollateralContext
  judging: JudgeContext
  commitments: CommitmentContext
  transactions: TransactionsContext
  /** Absent where the operator configured none. */
  webhooks?: WebhookContext | undefined
  log: Log
}

/** Receivers that hang keep so many others waiting, and nothing else. */
const DELIVERIES = 4

/** Starts pools of workers: slow sources must not keep judgements waiting, nor receivers of webhooks anything else. */
export async function startWorkers(context: WorkersContext): Promise<Workers> {
  const stopping = new AbortController()
  const fetchTasks: TaskList = {
    [FETCH_TRAIL]: (payload) =>
      fetchTrail(context.fetching, (payload as FetchTrailPayload).root as Hex, stopping.signal),
    [CAPTURE_REPORT]: (payload) =>
      captureReport(context.capturing, (payload as CaptureReportPayload).provider, stopping.signal),
    [CHECK_COMMITMENT]: (payload) =>
      checkCommitment(context.commitments, payload as CheckCommitmentPayload, stopping.signal),
    [LOOK_UP_NAMED]: (payload) => lookUpNamed(context.transactions, payload as LookUpNamedPayload, stopping.signal),
    [COUNT_SENT]: (payload) => countSent(context.transactions, payload as CountSentPayload, stopping.signal),
    [FETCH_COLLATERAL]: (payload) => fetchCollateral(context.capturing, payload as CollateralKey, stopping.signal),
  }
  const judgeTasks: TaskList = {
    [JUDGE]: async (payload) => {
      const { settlement } = payload as JudgePayload
      const judgement = await judge(context.judging, settlement)
      context.log.debug({ settlement, judgement }, 'judge')
    },
  }
  const pools = [await startWorkerPool(context, fetchTasks), await startWorkerPool(context, judgeTasks)]
  const { webhooks } = context
  if (webhooks !== undefined) {
    const deliver = (payload: unknown) =>
      deliverWebhook(webhooks, (payload as DeliverWebhookPayload).delivery, stopping.signal)
    pools.push(await startWorkerPool({ ...context, concurrency: DELIVERIES }, { [DELIVER_WEBHOOK]: deliver }))
  }
  return {
    stop: async () => {
      stopping.abort(new Error('The auditor is stopping.'))
      await Promise.all(pools.map((pool) => pool.stop()))
    },
    done: Promise.all(pools.map((pool) => pool.done)).then(() => undefined),
  }
}
