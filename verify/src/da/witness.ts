import { fromHex, toHex } from '../hex.js'
import type { Hex } from '../subject.js'
import { MAX_DA_PAYLOAD } from './geometry.js'
import { isRoot } from './pointer.js'
import { type DaRefusal, refuse } from './refusal.js'
import { foldRoots } from './root.js'
import { rowsRoot } from './rowsRoot.js'
import { systematicRow } from './systematicRow.js'

/** Roots of the two extensions, from anybody: `blobRoots` of a sampling response, a publisher, an earlier computation. */
export interface DaWitness {
  r1: Hex
  r2: Hex
}

/** A payload said to lie under a data root. */
export interface DaClaim {
  bytes: Uint8Array
  dataRoot: Hex
  witness: DaWitness
}

/**
 * `match`: these bytes are the payload that the data root commits to. It says nothing about the extensions: whoever
 * published the root may have extended the payload wrongly, which only `daRoot` can tell.
 * `mismatch`: the bytes or the witness are not those of the root. Which one, only `daRoot` over the bytes can tell, so a
 * mismatch is nobody's fault yet.
 */
export type DaWitnessResult =
  | { kind: 'match'; r0: Hex }
  | { kind: 'mismatch'; expected: Hex; found: Hex; reason: string }
  | DaRefusal

/** Root of the payload's own rows, r0: hashing alone, no field arithmetic. 32 bytes. */
export function daRowRoot(bytes: Uint8Array): Uint8Array {
  return rowsRoot((index) => systematicRow(bytes, index))
}

/**
 * Compares a payload with a data root by way of a witness that needs no trust: a wrong one can make a true payload
 * differ, never a false one agree. Seconds at most, where `daRoot` takes tens.
 */
export function verifyDaWitness({ bytes, dataRoot, witness }: DaClaim): DaWitnessResult {
  if (bytes.length > MAX_DA_PAYLOAD) return refuse('bytes', `at most ${MAX_DA_PAYLOAD} bytes`, bytes.length)
  for (const [field, hash] of [
    ['dataRoot', dataRoot],
    ['witness.r1', witness.r1],
    ['witness.r2', witness.r2],
  ] as const) {
    if (!isRoot(hash)) return refuse(field, '0x and 64 lower-case hex digits', hash)
  }
  const r0 = daRowRoot(bytes)
  const found = toHex(foldRoots(r0, fromHex(witness.r1), fromHex(witness.r2)))
  if (found === dataRoot) return { kind: 'match', r0: toHex(r0) }
  const reason =
    'Payload or witness is not that of the root: only a full recomputation of the root from the payload can tell which.'
  return { kind: 'mismatch', expected: dataRoot, found, reason }
}
