/**
 * Keys of the store. All of a block lies together, in one value of each kind, so that writing follows the chain and reading
 * is one pass:
 *   b/<block>/h   header            b/<block>/l   logs              b/<block>/t   transactions
 *   b/<block>/r   receipts (all logs of their transactions are kept)                b/<block>/f   call frames
 *   c/<kind>/<filter>                   coverage
 *   g/<block hash>/<transaction hash>   answer of POST /frames
 *   m/<name>            `form` of all this; heights: `final`, the last final block seen; `recomputed`, up to where blocks
 *                       were (another name than in builds that did not look at headers and transactions); `halted`
 * Numbers are hex of fixed width.
 */
const blockPart = (block: number) => block.toString(16).padStart(8, '0')

/** Which build wrote the folder. */
export const FORM_KEY = 'm/form'
export const FINAL_KEY = 'm/final'
/** Last block up to which the audit has recomputed every block that logs are kept of. */
export const AUDITED_KEY = 'm/recomputed'
/** Where the audit found what does not add up: JSON of `Halted`. */
export const HALTED_KEY = 'm/halted'

export type ItemKind = 't' | 'r' | 'f' | 'l'

export const headerKey = (block: number) => `b/${blockPart(block)}/h`
export const itemKey = (kind: ItemKind, block: number) => `b/${blockPart(block)}/${kind}`

export const frameKey = (blockHash: string, transaction: string) => `g/${blockHash}/${transaction}`

/** Bounds of all keys of blocks. */
export const ALL_BLOCKS = { gte: 'b/', lt: 'b0' }

/** Bounds of all keys of the blocks between two, both included. */
export function blockRange(from: number, to: number) {
  return { gte: `b/${blockPart(from)}/`, lt: `b/${blockPart(to)}0` }
}

const KIND_AT = 'b/00000000/'.length

export const blockOfKey = (key: string) => Number.parseInt(key.slice(2, KIND_AT - 1), 16)

/** Kind of the items under a key; undefined where the key is of something else. */
export function itemKindOf(key: string): ItemKind | undefined {
  const kind = key.charAt(0) === 'b' ? key.charAt(KIND_AT) : ''
  return kind === 'l' || kind === 't' || kind === 'r' || kind === 'f' ? kind : undefined
}
