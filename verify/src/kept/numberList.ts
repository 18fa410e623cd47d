/** A list of numbers of one width in typed arrays, in pieces of one size, of which the first begins small. */
import type { KeptBytes } from './keptBytes.js'

const PER_PIECE = 4096
const FIRST = 128

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
  let room = 0
  const grow = (): void => {
    const [first] = pieces
    if (room >= PER_PIECE) {
      kept.take(PER_PIECE * Type.BYTES_PER_ELEMENT)
      pieces.push(new Type(PER_PIECE))
      room += PER_PIECE
      return
    }
    room = first === undefined ? FIRST : room * 2
    kept.take((room - length) * Type.BYTES_PER_ELEMENT)
    const larger = new Type(room)
    if (first !== undefined) larger.set(first)
    pieces[0] = larger
  }
  const set = (index: number, value: number): void => {
    const piece = pieces[Math.floor(index / PER_PIECE)]
    if (piece !== undefined) piece[index % PER_PIECE] = value
  }
  return {
    get length() {
      return length
    },
    push: (value) => {
      if (length === room) grow()
      set(length, value)
      length += 1
    },
    at: (index) => pieces[Math.floor(index / PER_PIECE)]?.[index % PER_PIECE] ?? 0,
    set,
  }
}
