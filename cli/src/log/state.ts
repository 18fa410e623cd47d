import { randomUUID } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { type Checkpoint, type KeyRing, readCheckpoint } from '@touchstone/verify'
import { UsageError } from '../usage.js'
import { orCannotCheck } from './reading.js'

/** What a monitor saw last: a checkpoint that it checked, and the keys up to there. */
export interface MonitorState {
  note: string
  checkpoint: Checkpoint
  keys: KeyRing
}

/** @throws UsageError where the file is there and is none; undefined where it is not there. */
export function readState(file: string): MonitorState | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new UsageError(`--state: ${(cause as Error).message}`, { cause })
  }
  const { note, keys } = parse(text, file)
  return { note, keys, checkpoint: orCannotCheck(() => readCheckpoint(note)) }
}

/** Whole or not at all. */
export function writeState(file: string, note: string, keys: KeyRing): void {
  const draft = `${file}.${randomUUID()}.draft`
  writeFileSync(draft, `${JSON.stringify({ note, keys }, null, 2)}\n`)
  renameSync(draft, file)
}

function parse(text: string, file: string): { note: string; keys: string[] } {
  try {
    const value = JSON.parse(text) as { note?: unknown; keys?: unknown } | null
    const { note, keys } = value ?? {}
    if (typeof note === 'string' && Array.isArray(keys) && keys.every((key) => typeof key === 'string'))
      return { note, keys }
  } catch {
    // No JSON.
  }
  throw new UsageError(`--state: ${file} is not the state of a monitor. Remove it to begin anew.`)
}
