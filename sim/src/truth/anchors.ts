import { loggedAt, type Place, type Truth } from './truth.js'

/** Digits that are kept of tags, `0x` included. */
export const MOST_TAGS = 2 + 2 * 1024

export interface Submitted {
  flow: string
  label: string
  index: bigint
  root: string
  size: bigint
  sectors: bigint
  startPos: bigint
  tags: string
  trail: { payer: string; provider: string } | null
  claimedSender: string
}

/** A root submitted to a storage Flow. */
export function tellAnchor(truth: Truth, place: Place, what: Submitted): void {
  truth.put('anchor', `storage-${what.label}-${what.index}`, {
    flow: what.flow,
    submission_index: what.index,
    root: what.root,
    size: what.size,
    sectors: what.sectors,
    start_pos: what.startPos,
    tags: what.tags.slice(0, MOST_TAGS),
    payer: what.trail?.payer ?? null,
    provider: what.trail?.provider ?? null,
    author: place.txFrom,
    claimed_sender: what.claimedSender,
    ...loggedAt(place),
  })
}
