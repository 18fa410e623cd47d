/**
 * Position of the first byte from `from` to `to`, exclusive, that is not zero; -1 where there is none. A plain loop,
 * since a callback for each of 32 million bytes takes ten times as long.
 */
export function firstNonZero(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; at += 1) if (bytes[at] !== 0) return at
  return -1
}
