import type { RecoveredRows } from '@touchstone/verify'
import { type Refusal, refuse } from '../attempt.js'
import type { GrpcDial } from './grpc.js'
import type { BlobKey } from './protos.js'
import { askRows, joinRows, type NodeRows, SYSTEMATIC_ROWS } from './rows.js'

/** Finds missing rows of a payload from rows of its extensions. */
export type RowRecovery = (known: ReadonlyMap<number, Uint8Array>) => Promise<RecoveredRows>

/** Rows that are rebuilt at most: each takes tenths of a second. */
export const MAX_RECOVERED = 128

export interface CollectedBlob {
  ok: true
  served: Uint8Array
  /** Rows of the payload that nobody served and that were computed from rows of the extensions. */
  rebuilt: number
}

/** A node that did not give its rows. */
export type NoteRefusal = (node: NodeRows, refusal: Refusal, startedAt: Date) => Promise<void>

/**
 * Asks the nodes of a quorum for the rows of a payload, and where some are missing for as many rows of the extensions, from
 * which the missing ones are computed.
 */
export async function collectRows(
  from: GrpcDial & { recover: RowRecovery },
  nodes: readonly NodeRows[],
  key: BlobKey,
  signal: AbortSignal,
  note: NoteRefusal,
): Promise<CollectedBlob | Refusal> {
  const known = new Map<number, Uint8Array>()
  const place = (row: number, cells: Uint8Array) => void known.set(row, cells)
  const ask = async (node: NodeRows, rows: readonly number[]) => {
    if (rows.length === 0) return
    const startedAt = new Date()
    const answer = await askRows(from, { url: node.url, rows }, key, signal, place)
    if (!answer.ok) await note(node, answer, startedAt)
  }
  for (const node of nodes)
    await ask(
      node,
      node.rows.filter((row) => row < SYSTEMATIC_ROWS),
    )
  const missing = SYSTEMATIC_ROWS - known.size
  if (missing > 0 && missing <= MAX_RECOVERED)
    for (const node of nodes) {
      const needed = SYSTEMATIC_ROWS - known.size
      await ask(node, needed > 0 ? node.rows.filter((row) => row >= SYSTEMATIC_ROWS).slice(0, needed) : [])
    }
  if (missing === 0 || known.size < SYSTEMATIC_ROWS) return joined(known, 0)
  const recovered = await from.recover(known)
  if (recovered.kind === 'refused')
    return refuse('rows-missing', `${recovered.field} is ${recovered.found}, not ${recovered.expected}`)
  const rebuilt = joined(new Map(recovered.rows.entries()), missing)
  return rebuilt.ok ? rebuilt : notRebuilt(missing)
}

/** What came of rebuilding is nobody's: a wrong row, which carries no proof, spoils all that were computed. */
export function notRebuilt(rows: number): Refusal {
  return refuse(
    'rows-missing',
    `${rows} rows of the payload were missing, and those of the extensions did not give them`,
  )
}

function joined(known: ReadonlyMap<number, Uint8Array>, rebuilt: number): CollectedBlob | Refusal {
  const payload = joinRows(Array.from({ length: SYSTEMATIC_ROWS }, (_, row) => known.get(row)))
  return payload.ok ? { ...payload, rebuilt } : payload
}
