import type { FetchedTrail, SettlementEvidence, SettlementSubject } from '@touchstone/verify'
import type { FileRef } from '../files/diskFile.js'
import type { SentBytes } from '../files/heldBytes.js'
import type { Scan } from '../files/scan.js'
import type { Later, Opinion } from '../judge/formOpinion.js'
import type { RecordRow } from '../trails/recordRows.js'
import type { TrailNetwork, TrailReading } from '../trails/trailRows.js'
import type { LimitKind } from './limits.js'

/** What a thread is asked; plain data, so that it can be sent. */
export type Task =
  | { kind: 'scan-file'; file: FileRef }
  | { kind: 'read-trail'; bytes: SentBytes; network: TrailNetwork }
  | {
      kind: 'judge'
      subject: SettlementSubject
      evidence: SentEvidence
      /** The trust material as JSON: the same with every task, so that a thread reads it once. */
      trust: string
      trustDigest: string
      /** Inputs of the newest verdict: where they are the same, nothing is judged. */
      known: string | undefined
      later: Later
    }

/** Evidence whose large trails stay on disk. */
export interface SentEvidence extends Omit<SettlementEvidence, 'trails'> {
  trails: (Omit<FetchedTrail, 'bytes'> & { bytes: SentBytes })[]
}

/** What a thread is told when it starts. */
export interface ThreadData {
  /** Load the vocabularies now. */
  vocabulary: boolean
  /** What one judgement may keep of records outside the heap. */
  maxKeptBytes: number
}

/** What each kind of task ends with. */
export interface Results {
  'scan-file': Scan
  'read-trail': TrailReading
  judge: Opinion
}

/** From the thread: rows of a trail that is still read, the end of the task, a limit that it went beyond, or a bug of ours. */
export type Said =
  | { kind: 'rows'; rows: RecordRow[] }
  | { kind: 'done'; result: Results[Task['kind']] }
  | { kind: 'exceeded'; limit: LimitKind }
  | { kind: 'failed'; message: string; stack: string | undefined }

/** To the thread: a task, or that the rows were taken and more may come. */
export type Told = { kind: 'task'; task: Task } | { kind: 'taken' }
