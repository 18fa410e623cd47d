/**
 * Keys of the store, ordered by block within each kind:
 *   h/<block>           header          l/<block>/<log index>          log
 *   t/<block>/<index>   transaction     r/<block>/<index>              receipt (all logs of its transaction are kept)
 *   f/<block>/<index>   call frames     c/<kind>/<filter>              coverage
 *   g/<block hash>/<transaction hash>   answer of POST /frames
 *   m/<name>            heights: `final`, the last final block seen; `audited`, up to where blocks were recomputed; `halted`
 * Numbers are hex of fixed width.
 */
const blockPart = (block: number) => block.toString(16).padStart(8, '0')
const indexPart = (index: number) => index.toString(16).padStart(6, '0')

export const FINAL_KEY = 'm/final'
/** Last block up to which the audit has recomputed every block that logs are kept of. */
export const AUDITED_KEY = 'm/audited'
/** Where the audit found what does not add up: JSON of `Halted`. */
export const HALTED_KEY = 'm/halted'

export type ItemKind = 't' | 'r' | 'f' | 'l'

export const headerKey = (block: number) => `h/${blockPart(block)}`
export const itemKey = (kind: ItemKind, block: number, index: number) =>
  `${kind}/${blockPart(block)}/${indexPart(index)}`

export const frameKey = (blockHash: string, transaction: string) => `g/${blockHash}/${transaction}`

/** Bounds of all keys of a kind between two blocks, both included. */
export function keyRange(kind: ItemKind | 'h', from: number, to: number) {
  return { gte: `${kind}/${blockPart(from)}`, lt: `${kind}/${blockPart(to)}0` }
}

export const blockOfKey = (key: string) => Number.parseInt(key.slice(2, 10), 16)
export const indexOfKey = (key: string) => Number.parseInt(key.slice(11), 16)
