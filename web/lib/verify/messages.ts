import type { LogFinding } from '../log/finding'
import type { Judged } from './judged'
import type { VisitorOptions } from './options'

/** What a page asks of the worker. */
export type Task =
  | { kind: 'prepare' }
  | { kind: 'file'; bytes: Uint8Array; options: VisitorOptions }
  | { kind: 'settlement'; id: string; options: VisitorOptions }
  | { kind: 'log'; kept: string; verdict: string }

/** How far it is. `total` is unknown where the server does not say how much comes. */
export interface Progress {
  step: string
  bytes?: number
  total?: number | undefined
}

/** What the worker answers. `refused` is about the input, `crashed` is a fault of ours; neither accuses anybody. */
export type Reply =
  | { kind: 'progress'; progress: Progress }
  | { kind: 'ready' }
  | { kind: 'judged'; judged: Judged; milliseconds: number }
  | { kind: 'logged'; finding: LogFinding; milliseconds: number }
  | { kind: 'refused'; message: string }
  | { kind: 'crashed'; message: string }
