import {
  covers,
  endOf,
  isStrong,
  type LinkSpan,
  MAX_STRONG,
  mergeSpans,
  positionOf,
  rankOf,
  startOf,
  toQualifyingSpans,
} from './spans'

/** What is said about a settlement and one agent. */
export interface Attribution {
  agentId: string
  strength: string
  type: string
  /** Another agent has a link that enters histories at some point of the window. */
  ambiguous: boolean
  entersHistory: boolean
}

/** When a billed inference can have been: from the first log of a block to the settlement's own log, both included. */
export interface SettlementWindow {
  /** Null where it is not known: then the settlement is nobody's. */
  windowFromBlock: number | null
  blockNumber: number
  logIndex: number
}

/**
 * The agents that a payer was linked to over the whole of a settlement's window, best grade first.
 * @param links all links of the payer.
 */
export function attribute(
  links: LinkSpan[],
  { windowFromBlock, blockNumber, logIndex }: SettlementWindow,
): Attribution[] {
  if (windowFromBlock === null) return []
  const [first, last] = [positionOf(windowFromBlock, 0), positionOf(blockNumber, logIndex)]
  const qualifying = toQualifyingSpans(links)
  const isCrowded = links.filter(isStrong).length > MAX_STRONG
  const found: Attribution[] = []
  for (const [agentId, own] of groupByAgent(links)) {
    const link = findGrade(own, first, last)
    if (!link) continue
    const disputed = links.some((other) => other.agentId !== agentId && isStrong(other) && overlaps(other, first, last))
    const entersHistory = covers(qualifying.get(agentId) ?? [], first, last)
    found.push({ agentId, strength: link.strength, type: link.type, ambiguous: disputed || isCrowded, entersHistory })
  }
  return found.sort((a, b) => rankOf(a.strength) - rankOf(b.strength) || (a.agentId < b.agentId ? -1 : 1))
}

/** What is said about one link by itself. */
export interface LinkStanding {
  ambiguous: boolean
  entersHistory: boolean
}

/** Whether a link is disputed by another agent's somewhere, and whether some point of it enters its agent's history. */
export function judgeLink(link: LinkSpan, linksOfPayer: LinkSpan[]): LinkStanding {
  const [first, end] = [startOf(link), endOf(link)]
  const ambiguous =
    linksOfPayer.filter(isStrong).length > MAX_STRONG ||
    linksOfPayer.some((other) => other.agentId !== link.agentId && isStrong(other) && overlaps(other, first, end - 1))
  const own = toQualifyingSpans(linksOfPayer).get(link.agentId) ?? []
  const entersHistory = isStrong(link) && own.some((span) => span.from < end && first < span.to)
  return { ambiguous, entersHistory }
}

/** The best grade at which an agent's links together hold over the window, as a link of that grade; none where they leave a gap. */
function findGrade(links: LinkSpan[], first: number, last: number): LinkSpan | undefined {
  const sorted = [...links].sort((a, b) => rankOf(a.strength) - rankOf(b.strength))
  return sorted.find((candidate) => {
    const atLeast = sorted.filter((link) => rankOf(link.strength) <= rankOf(candidate.strength))
    return overlaps(candidate, first, last) && covers(mergeSpans(atLeast), first, last)
  })
}

function groupByAgent(links: LinkSpan[]): Map<string, LinkSpan[]> {
  const groups = new Map<string, LinkSpan[]>()
  for (const link of links) {
    const group = groups.get(link.agentId)
    if (group) group.push(link)
    else groups.set(link.agentId, [link])
  }
  return groups
}

/** Both positions inclusive; an interval that holds nothing overlaps nothing. */
function overlaps(link: LinkSpan, first: number, last: number): boolean {
  const [start, end] = [startOf(link), endOf(link)]
  return start < end && start <= last && first < end
}
