import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attribute, judgeLink } from './attribution'
import {
  covers,
  END,
  endOf,
  HISTORY_GRADES,
  type LinkSpan,
  MAX_STRONG,
  mergeSpans,
  positionOf,
  startOf,
  toQualifyingSpans,
  toWholeBeginnings,
} from './spans'

function link(agentId: string, strength: string, fromBlock: number, toBlock: number | null = null): LinkSpan {
  return between(agentId, strength, [fromBlock, 0], toBlock === null ? null : [toBlock, 0])
}

function between(agentId: string, strength: string, from: [number, number], to: [number, number] | null): LinkSpan {
  const [toBlock, toLogIndex] = to ?? [null, null]
  return { agentId, strength, type: 'L4', fromBlock: from[0], fromLogIndex: from[1], toBlock, toLogIndex }
}

const at = (windowFromBlock: number | null, blockNumber: number, logIndex = 0) => {
  return { windowFromBlock, blockNumber, logIndex }
}

/** A chain of a few blocks with a few logs each, so that every position can be looked at. */
const BLOCKS = 9
const LOGS = 4
const POSITIONS = Array.from({ length: BLOCKS * LOGS }, (_, n) => positionOf(Math.floor(n / LOGS), n % LOGS))

const anyPosition = fc.nat(BLOCKS * LOGS - 1).map((n): [number, number] => [Math.floor(n / LOGS), n % LOGS])
const anyLink = fc
  .record({
    agentId: fc.constantFrom('a', 'b', 'c'),
    strength: fc.constantFrom('S', 'A', 'A-', 'B+', 'B', 'C'),
    from: anyPosition,
    to: fc.option(anyPosition),
  })
  .map(({ agentId, strength, from, to }) => between(agentId, strength, from, to))

/** The agents that hold a position by links of these grades, found by looking. */
function holdersAt(links: LinkSpan[], position: number, grades = HISTORY_GRADES): string[] {
  const holding = links.filter((own) => {
    const end = own.toBlock === null ? END : positionOf(own.toBlock, own.toLogIndex ?? 0)
    return grades.includes(own.strength) && positionOf(own.fromBlock, own.fromLogIndex) <= position && position < end
  })
  return [...new Set(holding.map((own) => own.agentId))]
}

describe('toQualifyingSpans', () => {
  it('gives an agent the blocks in which it alone is linked', () => {
    const spans = toQualifyingSpans([link('a', 'A', 10, 50), link('b', 'A-', 30, 40), link('c', 'B', 0)])
    expect(Object.fromEntries(spans)).toEqual({
      a: [
        { from: positionOf(10, 0), to: positionOf(30, 0) },
        { from: positionOf(40, 0), to: positionOf(50, 0) },
      ],
    })
  })

  it('goes on where a link is replaced by another of the same agent at the same log', () => {
    const links = [between('a', 'A-', [10, 3], [20, 7]), between('a', 'A', [20, 7], null)]
    expect(toQualifyingSpans(links).get('a')).toEqual([{ from: positionOf(10, 3), to: END }])
  })

  it('never gives one position to two agents, and exactly the undisputed ones to each', () => {
    fc.assert(
      fc.property(fc.array(anyLink, { maxLength: 8 }), (links) => {
        const spans = toQualifyingSpans(links)
        for (const position of POSITIONS) {
          const holders = [...spans].filter(([, own]) => covers(own, position, position)).map(([agentId]) => agentId)
          const agents = holdersAt(links, position)
          expect(holders).toEqual(agents.length === 1 ? agents : [])
        }
      }),
    )
  })

  it('gives nothing to anybody where a payer is the wallet of a thousand agents', () => {
    const many = Array.from({ length: MAX_STRONG }, (_, n) => link(`${n}`, 'A-', 2 * n, 2 * n + 1))
    expect(toQualifyingSpans(many).size).toBe(MAX_STRONG)
    expect(toQualifyingSpans([...many, link('last', 'A-', 5000)]).size).toBe(0)
    expect(attribute([...many, link('last', 'A-', 5000)], at(5000, 5001))).toMatchObject([
      { agentId: 'last', ambiguous: true, entersHistory: false },
    ])
  })
})

describe('attribute', () => {
  it('says of every settlement in every history what looking at each position says', () => {
    const anySettlement = fc.record({ from: fc.nat(BLOCKS - 1), end: anyPosition })
    fc.assert(
      fc.property(fc.array(anyLink, { maxLength: 8 }), anySettlement, (links, { from, end: [block, logIndex] }) => {
        fc.pre(from <= block)
        const window = POSITIONS.filter((own) => own >= positionOf(from, 0) && own <= positionOf(block, logIndex))
        const found = attribute(links, at(from, block, logIndex))
        const all = ['S', 'A', 'A-', 'B+', 'B', 'C']
        const whole = ['a', 'b', 'c'].filter((agent) =>
          window.every((own) => holdersAt(links, own, all).includes(agent)),
        )
        expect(found.map((own) => own.agentId).sort()).toEqual(whole)
        for (const { agentId, strength, ambiguous, entersHistory } of found) {
          const strong = window.map((own) => holdersAt(links, own))
          expect(entersHistory).toBe(strong.every((holders) => holders.length === 1 && holders[0] === agentId))
          expect(ambiguous).toBe(strong.some((holders) => holders.some((other) => other !== agentId)))
          const best = all.findIndex((_, n) => {
            return window.every((own) => holdersAt(links, own, all.slice(0, n + 1)).includes(agentId))
          })
          expect(strength).toBe(all[best])
        }
      }),
      { numRuns: 400 },
    )
  })

  it('names the grade that holds over the whole window', () => {
    const links = [link('a', 'A', 10, 20), link('a', 'B', 0)]
    expect(attribute(links, at(12, 19))[0]).toMatchObject({ strength: 'A', entersHistory: true })
    expect(attribute(links, at(5, 19))[0]).toMatchObject({ strength: 'B', entersHistory: false })
    expect(attribute(links, at(19, 20))[0]).toMatchObject({ strength: 'B', entersHistory: false })
  })

  it('attributes nothing where the beginning of the window is not known', () => {
    expect(attribute([link('a', 'S', 0)], at(null, 10))).toEqual([])
  })

  it('calls it ambiguous where another agent is linked at any point of the window', () => {
    const links = [link('a', 'A-', 0), between('b', 'A-', [15, 2], [15, 3])]
    expect(attribute(links, at(10, 20))).toEqual([
      { agentId: 'a', strength: 'A-', type: 'L4', ambiguous: true, entersHistory: false },
    ])
    expect(attribute(links, at(10, 15, 1))[0]).toMatchObject({ ambiguous: false, entersHistory: true })
    expect(attribute(links, at(16, 20))[0]).toMatchObject({ ambiguous: false, entersHistory: true })
  })

  it('keeps a payment with the seller where the token is sold later in the same block', () => {
    const links = [between('a', 'A-', [1, 0], [20, 5])]
    expect(attribute(links, at(10, 20, 4))[0]).toMatchObject({ agentId: 'a', entersHistory: true })
    expect(attribute(links, at(10, 20, 5))).toEqual([])
  })

  it('does not let a pushed token disturb anybody', () => {
    expect(attribute([link('a', 'A-', 0), link('b', 'B', 0)], at(1, 2))[0]).toMatchObject({
      agentId: 'a',
      entersHistory: true,
    })
  })
})

describe('toWholeBeginnings', () => {
  it('loses no settlement whose window begins with a block', () => {
    fc.assert(
      fc.property(fc.array(anyLink, { maxLength: 6 }), fc.nat(BLOCKS - 1), anyPosition, (links, from, [block, log]) => {
        fc.pre(from <= block)
        for (const own of toQualifyingSpans(links).values()) {
          const [first, last] = [positionOf(from, 0), positionOf(block, log)]
          expect(covers(toWholeBeginnings(own), first, last)).toBe(covers(own, first, last))
        }
      }),
    )
  })
})

describe('judgeLink', () => {
  it('says of a link disputed for a while both that it is and that it enters', () => {
    const own = link('a', 'A-', 0)
    expect(judgeLink(own, [own, link('b', 'A', 5, 9)])).toEqual({ ambiguous: true, entersHistory: true })
    expect(judgeLink(own, [own, link('b', 'A', 0)])).toEqual({ ambiguous: true, entersHistory: false })
    expect(judgeLink(link('a', 'B', 0), [link('a', 'B', 0)])).toEqual({ ambiguous: false, entersHistory: false })
  })
})

describe('mergeSpans', () => {
  it('covers what the links cover and nothing else', () => {
    fc.assert(
      fc.property(fc.array(anyLink, { maxLength: 6 }), fc.nat(POSITIONS.length - 1), (links, n) => {
        const position = POSITIONS[n] ?? 0
        const covered = links.some((own) => holdersAt([own], position, [own.strength]).length === 1)
        const whole = links.filter((own) => own.toBlock === null || startOf(own) < endOf(own))
        expect(covers(mergeSpans(whole), position, position)).toBe(covered)
      }),
    )
  })
})
