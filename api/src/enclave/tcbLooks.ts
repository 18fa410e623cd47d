import type { Network } from '@touchstone/networks'
import type { BlobStore } from '@touchstone/store/blobs'
import { TcbLimitExceeded, TcbThread } from './tcbThread'

/** A report with Intel's collateral of two times, as the database has it. */
export interface TcbInput {
  sha256: string
  /** Bytes. */
  size: number
  binds: string | null
  observedAt: Date
  /** Of the observation; null to use what the report brings along. */
  collateral: string | null
  collateralSha256: string | null
  /** The newest of the platform; null where there is none. */
  collateralNow: string | null
  collateralNowSha256: string | null
  validUntil: Date | null
}

export interface TcbFinding {
  statusThen: string | null
  statusNow: string | null
  asOf: Date | null
  unavailable: string | null
}

/** Waiting for the thread; more are told to ask again. */
const MAX_WAITING = 20
const MAX_KEPT = 2_000
const MAX_BYTES = 4 * 1024 * 1024
/** How long a finding as of now is kept. */
const KEEP_MS = 3_600_000

const UNREADABLE = unavailable('The report could not be read here.')
const OVER_LIMIT = unavailable('Judging the report takes more time or memory than one may take here.')

interface Kept {
  until: number
  finding: Promise<TcbFinding>
}

/** Judges kept reports again, for their own time and for now: each once an hour and collateral, few at a time. */
export class TcbLooks {
  private readonly kept = new Map<string, Kept>()
  private readonly waiting: (() => void)[] = []
  private isBusy = false

  constructor(
    private readonly reports: BlobStore | undefined,
    network: Network,
    private readonly thread = new TcbThread(network.trust),
  ) {}

  /** Ends the thread; what it works on is broken off. */
  stop(): Promise<void> {
    return this.thread.stop()
  }

  /** Never throws: what cannot be looked at says why. */
  async look(input: TcbInput, now: number): Promise<TcbFinding> {
    const { sha256, observedAt, collateralSha256, collateralNowSha256 } = input
    const key = `${sha256} ${observedAt.getTime()} ${collateralSha256} ${collateralNowSha256}`
    const kept = this.kept.get(key)
    if (kept && kept.until > now) return kept.finding
    if (this.waiting.length >= MAX_WAITING) return unavailable('Too many reports are being looked at. Ask again.')
    const finding = this.inTurn(() => this.judge(input, now)).catch((error: Error) =>
      error instanceof TcbLimitExceeded ? OVER_LIMIT : UNREADABLE,
    )
    this.kept.delete(key)
    this.kept.set(key, { until: now + KEEP_MS, finding })
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= MAX_KEPT) break
      this.kept.delete(oldest)
    }
    const found = await finding
    // What was away may be back: only what was judged is kept, and what would cost as much again.
    if (found.unavailable !== null && found !== OVER_LIMIT && this.kept.get(key)?.finding === finding)
      this.kept.delete(key)
    return found
  }

  private async judge(input: TcbInput, now: number): Promise<TcbFinding> {
    if (input.size > MAX_BYTES) return unavailable('The report is too large to be looked at here.')
    const bytes = await this.reports?.find(`0x${input.sha256}`)
    if (!bytes) return unavailable('The bytes of the report are not here.')
    const asOf = Math.min(now, input.validUntil?.getTime() ?? now)
    const { tcb } = await this.thread.judge({
      bytes,
      collateral: input.collateral,
      at: input.observedAt.getTime(),
      signer: input.binds as `0x${string}` | null,
      now: asOf,
      ...(input.collateralNow !== null && { collateralNow: input.collateralNow }),
    })
    if (tcb === null) return UNREADABLE
    return { ...tcb, asOf: new Date(asOf), unavailable: null }
  }

  /** One report at a time. */
  private async inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.isBusy) await new Promise<void>((resolve) => this.waiting.push(resolve))
    this.isBusy = true
    try {
      return await work()
    } finally {
      const next = this.waiting.shift()
      if (next) next()
      else this.isBusy = false
    }
  }
}

export function unavailable(why: string): TcbFinding {
  return { statusThen: null, statusNow: null, asOf: null, unavailable: why }
}
