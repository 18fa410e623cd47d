import { payloadFromRows, rowFromSlice } from '@touchstone/verify'
import { type Refusal, refuse } from '../attempt.js'
import { callOnce, type GrpcDial } from './grpc.js'
import { type BlobKey, RETRIEVE_ROWS } from './protos.js'

/** Rows of the payload itself; those behind are extensions. */
export const SYSTEMATIC_ROWS = 1024
/** Rows asked for at once: 8 MiB. */
const ROWS_A_CALL = 256

/** A DA node and the rows that the quorum assigns to it, ascending. */
export interface NodeRows {
  /** Base address. */
  url: string
  rows: readonly number[]
}

/** Asks a node for those of its rows, one batch after the other, and puts them in their places. */
export async function askRows(
  dial: GrpcDial,
  node: NodeRows,
  key: BlobKey,
  signal: AbortSignal,
  place: (row: number, cells: Uint8Array) => void,
): Promise<{ ok: true } | Refusal> {
  for (let at = 0; at < node.rows.length; at += ROWS_A_CALL) {
    const wanted = node.rows.slice(at, at + ROWS_A_CALL)
    const request = { requests: [{ ...key, row_indexes: [...wanted] }] }
    const called = await callOnce(dial, { url: node.url, method: RETRIEVE_ROWS, request, signal })
    if (!called.ok) return called
    const slices = called.answer.encoded_slice[0]?.encoded_slice ?? []
    if (slices.length !== wanted.length)
      return refuse('bad-answer', `${slices.length} rows instead of ${wanted.length}`)
    for (const [index, slice] of slices.entries()) {
      const row = rowFromSlice(slice)
      if (row.kind === 'refused')
        return refuse('bad-answer', `row ${wanted[index]}: ${row.field} is ${row.found}, not ${row.expected}`)
      place(wanted[index] ?? 0, row.cells)
    }
  }
  return { ok: true }
}

/**
 * The payload in the rows that came; which node a wrong row came from cannot be told, since rows carry no proof. Where one
 * did not come, `rows-missing`, which accuses nobody.
 */
export function joinRows(rows: readonly (Uint8Array | undefined)[]): { ok: true; served: Uint8Array } | Refusal {
  const whole = rows.filter((row) => row !== undefined)
  if (whole.length < SYSTEMATIC_ROWS) {
    const missing = Array.from({ length: SYSTEMATIC_ROWS }, (_, row) => row).filter((row) => rows[row] === undefined)
    const served = `${whole.length} of the ${SYSTEMATIC_ROWS} rows of the payload were served`
    return refuse('rows-missing', `${served}; missing ${toRanges(missing)}`)
  }
  const payload = payloadFromRows(whole)
  if (payload.kind === 'refused')
    return refuse('da-decode-error', `${payload.field} is ${payload.found}, not ${payload.expected}`)
  return { ok: true, served: payload.bytes }
}

/** Ranges that are named of a list. */
const MAX_RANGES = 8

/** `0-3, 7`: numbers in ascending order. */
function toRanges(numbers: readonly number[]): string {
  const ranges: [from: number, to: number][] = []
  for (const number of numbers) {
    const last = ranges.at(-1)
    if (last !== undefined && last[1] === number - 1) last[1] = number
    else ranges.push([number, number])
  }
  const shown = ranges.slice(0, MAX_RANGES).map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`))
  return `${shown.join(', ')}${ranges.length > MAX_RANGES ? ', …' : ''}`
}
