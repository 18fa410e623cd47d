import { covers, endOf, HISTORY_GRADES, type LinkSpan, mergeSpans, rankOf, toQualifyingSpans } from './spans'

/** What is said about a settlement and one agent. */
export interface Attribution {
  agentId: string
  strength: string
  type: string
  /** Another agent has a link that enters histories at some block of the window. */
  ambiguous: boolean
  entersHistory: boolean
}

/**
 * The agents that a payer was linked to over the whole of a settlement's window, best grade first.
 * @param links all links of the payer.
 * @param windowFrom first block in which a billed inference can lie; null where it is not known: then nobody.
 * @param block the settlement's block.
 */
export function attribute(links: LinkSpan[], windowFrom: number | null, block: number): Attribution[] {
  if (windowFrom === null) return []
  const qualifying = toQualifyingSpans(links)
  const byAgent = groupByAgent(links)
  const found: Attribution[] = []
  for (const [agentId, own] of byAgent) {
    const link = findGrade(own, windowFrom, block)
    if (!link) continue
    const ambiguous = links.some(
      (other) => other.agentId !== agentId && isStrong(other) && overlaps(other, windowFrom, block),
    )
    const entersHistory = covers(qualifying.get(agentId) ?? [], windowFrom, block)
    found.push({ agentId, strength: link.strength, type: link.type, ambiguous, entersHistory })
  }
  return found.sort((a, b) => rankOf(a.strength) - rankOf(b.strength) || (a.agentId < b.agentId ? -1 : 1))
}

/** What is said about one link by itself. */
export interface LinkStanding {
  ambiguous: boolean
  entersHistory: boolean
}

/** Whether a link is disputed by another agent's somewhere, and whether some block of it enters its agent's history. */
export function judgeLink(link: LinkSpan, linksOfPayer: LinkSpan[]): LinkStanding {
  const last = endOf(link) - 1
  const ambiguous = linksOfPayer.some(
    (other) => other.agentId !== link.agentId && isStrong(other) && overlaps(other, link.fromBlock, last),
  )
  const own = toQualifyingSpans(linksOfPayer).get(link.agentId) ?? []
  const entersHistory = isStrong(link) && own.some((span) => span.from <= last && link.fromBlock < span.to)
  return { ambiguous, entersHistory }
}

/** The best grade at which an agent's links together hold over the window, as a link of that grade; none where they leave a gap. */
function findGrade(links: LinkSpan[], windowFrom: number, block: number): LinkSpan | undefined {
  const sorted = [...links].sort((a, b) => rankOf(a.strength) - rankOf(b.strength))
  return sorted.find((candidate) => {
    const atLeast = sorted.filter((link) => rankOf(link.strength) <= rankOf(candidate.strength))
    return overlaps(candidate, windowFrom, block) && covers(mergeSpans(atLeast), windowFrom, block)
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

function isStrong(link: LinkSpan): boolean {
  return HISTORY_GRADES.includes(link.strength)
}

function overlaps(link: LinkSpan, first: number, last: number): boolean {
  return link.fromBlock <= last && first < endOf(link)
}
