/** A payer's link to an agent, as far as attribution needs it. Blocks are half-open: [fromBlock, toBlock). */
export interface LinkSpan {
  agentId: string
  strength: string
  type: string
  fromBlock: number
  /** Null while in force. */
  toBlock: number | null
}

/** Blocks [from, to); `to` is END for an interval still open. */
export interface Span {
  from: number
  to: number
}

/** Above every block; the largest value of PostgreSQL's integer. */
export const END = 0x7fffffff

/** Grades of links, best first (A-: the wallet itself sent the registration; B: owner of the token; C, D: claimed). */
const GRADES = ['S', 'A', 'A-', 'B+', 'B', 'B-', 'C+', 'C', 'D', 'E']

/** Only these enter an agent's history. */
export const HISTORY_GRADES = ['S', 'A', 'A-']

/** 0 is best; an unknown grade is the worst. */
export function rankOf(strength: string): number {
  const rank = GRADES.indexOf(strength)
  return rank < 0 ? GRADES.length : rank
}

/**
 * For one payer: the blocks in which exactly one agent is linked with a grade that enters histories, by agent. Two
 * agents never share a block, so no amount is ever counted for both.
 * @param links all links of one payer, in any order.
 */
export function toQualifyingSpans(links: LinkSpan[]): Map<string, Span[]> {
  const strong = links.filter((link) => HISTORY_GRADES.includes(link.strength) && link.fromBlock < endOf(link))
  const edges = strong.flatMap((link) => [
    { block: link.fromBlock, agentId: link.agentId, step: 1 },
    { block: endOf(link), agentId: link.agentId, step: -1 },
  ])
  edges.sort((a, b) => a.block - b.block)
  const open = new Map<string, number>()
  const spans = new Map<string, Span[]>()
  for (const [index, edge] of edges.entries()) {
    const count = (open.get(edge.agentId) ?? 0) + edge.step
    if (count === 0) open.delete(edge.agentId)
    else open.set(edge.agentId, count)
    const until = edges[index + 1]?.block
    const [agentId] = open.keys()
    if (open.size === 1 && agentId && until !== undefined) addSpan(spans, agentId, { from: edge.block, to: until })
  }
  return spans
}

/** Where the links of one agent hold without a gap, touching and overlapping ones merged. */
export function mergeSpans(links: LinkSpan[]): Span[] {
  const sorted = links.map((link) => ({ from: link.fromBlock, to: endOf(link) })).sort((a, b) => a.from - b.from)
  const merged: Span[] = []
  for (const span of sorted) appendSpan(merged, span)
  return merged
}

/** Whether the blocks `first` to `last`, both inclusive, lie inside one of the spans. */
export function covers(spans: Span[], first: number, last: number): boolean {
  return spans.some((span) => span.from <= first && last < span.to)
}

export function endOf(link: LinkSpan): number {
  return link.toBlock ?? END
}

function addSpan(spans: Map<string, Span[]>, agentId: string, span: Span) {
  const list = spans.get(agentId) ?? []
  appendSpan(list, span)
  spans.set(agentId, list)
}

function appendSpan(list: Span[], span: Span) {
  if (span.from >= span.to) return
  const last = list.at(-1)
  if (last && span.from <= last.to) last.to = Math.max(last.to, span.to)
  else list.push({ ...span })
}
