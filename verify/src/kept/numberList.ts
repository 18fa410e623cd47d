/** A list of numbers of one width in a typed array, in pieces of one size. */
import type { KeptBytes } from './keptBytes.js'

const PER_PIECE = 4096

export interface NumberList {
  readonly length: number
  /** @throws KeptTooMuch */
  push(value: number): void
  /** 0 where there is none. */
  at(index: number): number
  /** Replaces a number that is there. */
  set(index: number, value: number): void
}

type Numbers = Uint32ArrayConstructor | Float64ArrayConstructor

/** @param Type Uint32Array for whole numbers below 2³², Float64Array for any other. */
export function createNumberList(kept: KeptBytes, Type: Numbers = Uint32Array): NumberList {
  const pieces: (Uint32Array | Float64Array)[] = []
  let length = 0
  const set = (index: number, value: number): void => {
    const piece = pieces[Math.floor(index / PER_PIECE)]
    if (piece !== undefined) piece[index % PER_PIECE] = value
  }
  return {
    get length() {
      return length
    },
    push: (value) => {
      if (length === pieces.length * PER_PIECE) {
        kept.take(PER_PIECE * Type.BYTES_PER_ELEMENT)
        pieces.push(new Type(PER_PIECE))
      }
      set(length, value)
      length += 1
    },
    at: (index) => pieces[Math.floor(index / PER_PIECE)]?.[index % PER_PIECE] ?? 0,
    set,
  }
}
