/** What is kept of each record lies outside the heap that a thread is bounded by: it is counted here. */

/** So much would have to be kept of the records that whoever judges has no room for it. Says nothing about the records. */
export class KeptTooMuch extends RangeError {
  override name = 'KeptTooMuch'
  constructor(most: number) {
    super(`More would have to be kept of the records than ${most} bytes.`)
  }
}

/** Room that everything kept for one judgement shares. */
export interface KeptBytes {
  /** @throws KeptTooMuch */
  take(bytes: number): void
}

/** @param most bytes; nothing is refused without it. */
export function createKeptBytes(most = Number.POSITIVE_INFINITY): KeptBytes {
  let used = 0
  return {
    take: (bytes) => {
      used += bytes
      if (used > most) throw new KeptTooMuch(most)
    },
  }
}
