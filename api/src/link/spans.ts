/** A payer's link to an agent, as far as attribution needs it: the half-open interval between two logs. */
export interface LinkSpan {
  agentId: string
  strength: string
  type: string
  fromBlock: number
  fromLogIndex: number
  /** Null while in force. */
  toBlock: number | null
  toLogIndex: number | null
}

/** Positions [from, to); `to` is END for an interval still open. */
export interface Span {
  from: number
  to: number
}

/** Logs of a block are fewer than this: a position is the block times it, plus the log index. Also written out in SQL. */
const LOGS_A_BLOCK = 2 ** 20
export const LOG_BITS = 20

/** Above every position; its block is the largest value of PostgreSQL's integer. */
export const END = 0x7fffffff * LOGS_A_BLOCK

/** Grades of links, best first (A-: the wallet itself sent the registration; B: owner of the token; C, D: claimed). */
export const GRADES: readonly string[] = ['S', 'A', 'A-', 'B+', 'B', 'B-', 'C+', 'C', 'D', 'E']

/** Only these enter an agent's history. */
export const HISTORY_GRADES = ['S', 'A', 'A-']

/**
 * A payer with more of these is nobody's own: it declared itself the wallet of so many agents, which no one else can do
 * for it. Its settlements enter no history.
 */
export const MAX_STRONG = 1000

/** Where a log stands. */
export function positionOf(block: number, logIndex: number): number {
  return block * LOGS_A_BLOCK + Math.min(logIndex, LOGS_A_BLOCK - 1)
}

/** The block in which a position lies. */
export function blockOf(position: number): number {
  return Math.floor(position / LOGS_A_BLOCK)
}

export function startOf(link: LinkSpan): number {
  return positionOf(link.fromBlock, link.fromLogIndex)
}

export function endOf(link: LinkSpan): number {
  return link.toBlock === null ? END : positionOf(link.toBlock, link.toLogIndex ?? 0)
}

/** 0 is best; an unknown grade is the worst. */
export function rankOf(strength: string): number {
  const rank = GRADES.indexOf(strength)
  return rank < 0 ? GRADES.length : rank
}

export function isStrong(link: LinkSpan): boolean {
  return HISTORY_GRADES.includes(link.strength)
}

/**
 * For one payer: the positions at which exactly one agent is linked with a grade that enters histories, by agent. Two
 * agents never share a position, so no amount is ever counted for both.
 * @param links all links of one payer, in any order.
 */
export function toQualifyingSpans(links: LinkSpan[]): Map<string, Span[]> {
  const strong = links.filter((link) => isStrong(link) && startOf(link) < endOf(link))
  const spans = new Map<string, Span[]>()
  if (strong.length > MAX_STRONG) return spans
  const edges = strong.flatMap((link) => [
    { position: startOf(link), agentId: link.agentId, step: 1 },
    { position: endOf(link), agentId: link.agentId, step: -1 },
  ])
  edges.sort((a, b) => a.position - b.position)
  const open = new Map<string, number>()
  for (const [index, edge] of edges.entries()) {
    const count = (open.get(edge.agentId) ?? 0) + edge.step
    if (count === 0) open.delete(edge.agentId)
    else open.set(edge.agentId, count)
    const until = edges[index + 1]?.position
    const [agentId] = open.keys()
    if (open.size === 1 && agentId && until !== undefined) addSpan(spans, agentId, { from: edge.position, to: until })
  }
  return spans
}

/** Where the links of one agent hold without a gap, touching and overlapping ones merged. */
export function mergeSpans(links: LinkSpan[]): Span[] {
  const sorted = links.map((link) => ({ from: startOf(link), to: endOf(link) })).sort((a, b) => a.from - b.from)
  const merged: Span[] = []
  for (const span of sorted) appendSpan(merged, span)
  return merged
}

/** Whether the positions `first` to `last`, both inclusive, lie inside one of the spans. */
export function covers(spans: Span[], first: number, last: number): boolean {
  return spans.some((span) => span.from <= first && last < span.to)
}

/**
 * The same spans, each beginning with a whole block: the beginning of a settlement's window is known by block alone, so
 * that a link has to hold from the first log of that block on. Nothing is lost: no window begins in mid-block.
 */
export function toWholeBeginnings(spans: Span[]): Span[] {
  return spans
    .map(({ from, to }) => ({ from: Math.ceil(from / LOGS_A_BLOCK) * LOGS_A_BLOCK, to }))
    .filter(({ from, to }) => from < to)
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
