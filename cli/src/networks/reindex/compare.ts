import type { Digests } from './kept.js'

/** What two indexes' digests say; a difference lies behind block `after` and not behind `upTo`. */
export type Verdict =
  | { kind: 'equal' | 'incomparable'; sentence: string }
  | { kind: 'differ'; sentence: string; after: number; upTo: number }

/** Compares the digests of the index that is kept with those of the second one, at the heights that both have. */
export function compareDigests(kept: Digests, second: Digests): Verdict {
  if (kept.start !== second.start)
    return incomparable("the two began from different networks' files, or from different blocks")
  if (kept.capability !== second.capability)
    return incomparable(
      `the RPC of the first told of inner calls "${kept.capability}", that of the second "${second.capability}"; give an RPC that can do the same`,
    )
  const heights = [...kept.marks.keys()].filter((height) => second.marks.has(height))
  if (heights.length === 0) return incomparable('the two keep no digest at the same height')
  const first = heights.findIndex((height) => kept.marks.get(height) !== second.marks.get(height))
  const last = heights.at(-1) ?? 0
  if (first === -1)
    return { kind: 'equal', sentence: `Equal up to block ${last}: ${heights.length} digests are the same.` }
  const [after, upTo] = [heights[first - 1] ?? -1, heights[first] ?? 0]
  const before = first === 0 ? 'from the first digest on' : `equal up to block ${after}`
  return { kind: 'differ', sentence: `Different: ${before}, and not at block ${upTo}.`, after, upTo }
}

function incomparable(why: string): Verdict {
  return { kind: 'incomparable', sentence: `Not compared: ${why}.` }
}
