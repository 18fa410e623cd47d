import type { Hex, SettlementEvidence, SettlementSubject } from '@touchstone/verify'
import type { Later, Opinion } from '../judge/formOpinion.js'
import type { RecordRow } from '../trails/recordRows.js'
import type { TrailNetwork, TrailReading } from '../trails/trailRows.js'

/** What a thread is asked; plain data, so that it can be sent. */
export type Task =
  | { kind: 'storage-root'; bytes: Uint8Array }
  | { kind: 'read-trail'; bytes: Uint8Array; network: TrailNetwork }
  | {
      kind: 'judge'
      subject: SettlementSubject
      evidence: SettlementEvidence
      /** The trust material as JSON: the same with every task, so that a thread reads it once. */
      trust: string
      trustDigest: string
      /** Inputs of the newest verdict: where they are the same, nothing is judged. */
      known: string | undefined
      later: Later
    }

/** What a thread is told when it starts. */
export interface ThreadData {
  /** Load the vocabularies now. */
  vocabulary: boolean
}

/** What each kind of task ends with. */
export interface Results {
  'storage-root': Hex | null
  'read-trail': TrailReading
  judge: Opinion
}

/** From the thread: rows of a trail that is still read, the end of the task, or a bug of ours. */
export type Said =
  | { kind: 'rows'; rows: RecordRow[] }
  | { kind: 'done'; result: Results[Task['kind']] }
  | { kind: 'failed'; message: string; stack: string | undefined }

/** To the thread: a task, or that the rows were taken and more may come. */
export type Told = { kind: 'task'; task: Task } | { kind: 'taken' }
