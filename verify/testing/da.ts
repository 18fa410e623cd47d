import type { Hex } from '../src/index.js'
import { findFixture } from './fixtures.js'

/** A data root with its parts, made with another implementation, for the payload of `n` bytes that `daPayload` gives. */
export interface DaVector {
  n: number
  r0: Hex
  r1: Hex
  r2: Hex
  dataRoot: Hex
}

export const DA_VECTORS = 'da/davec.json'
/** How many vectors the fixture holds. */
export const DA_VECTOR_COUNT = 10

/** The known data roots, none without the folder of fixtures. */
export function findDaVectors(): DaVector[] {
  return findFixture<DaVector[]>(DA_VECTORS) ?? []
}

/** The vectors' payload of `length` bytes. */
export function daPayload(length: number): Uint8Array {
  const payload = new Uint8Array(length)
  for (let at = 0; at < length; at += 1) payload[at] = at * 31 + 7
  return payload
}
