import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attribute, judgeLink } from './attribution'
import { covers, END, type LinkSpan, mergeSpans, toQualifyingSpans } from './spans'

function link(agentId: string, strength: string, fromBlock: number, toBlock: number | null = null): LinkSpan {
  return { agentId, strength, type: 'L4', fromBlock, toBlock }
}

const anyLink = fc
  .record({
    agentId: fc.constantFrom('a', 'b', 'c'),
    strength: fc.constantFrom('S', 'A', 'A-', 'B+', 'B', 'C'),
    fromBlock: fc.nat(40),
    length: fc.option(fc.nat(20)),
  })
  .map(({ length, ...rest }) =>
    link(rest.agentId, rest.strength, rest.fromBlock, length === null ? null : rest.fromBlock + length),
  )

describe('toQualifyingSpans', () => {
  it('gives an agent the blocks in which it alone is linked', () => {
    const spans = toQualifyingSpans([link('a', 'A', 10, 50), link('b', 'A-', 30, 40), link('c', 'B', 0)])
    expect(Object.fromEntries(spans)).toEqual({
      a: [
        { from: 10, to: 30 },
        { from: 40, to: 50 },
      ],
    })
  })

  it('goes on where a link is replaced by another of the same agent', () => {
    expect(toQualifyingSpans([link('a', 'A-', 10, 20), link('a', 'A', 20)]).get('a')).toEqual([{ from: 10, to: END }])
  })

  it('never gives one block to two agents, and exactly the undisputed ones to each', () => {
    fc.assert(
      fc.property(fc.array(anyLink, { maxLength: 8 }), (links) => {
        const spans = toQualifyingSpans(links)
        for (let block = 0; block < 65; block += 1) {
          const holders = [...spans].filter(([, own]) => covers(own, block, block)).map(([agentId]) => agentId)
          const strong = links.filter(
            (own) => ['S', 'A', 'A-'].includes(own.strength) && own.fromBlock <= block && block < (own.toBlock ?? END),
          )
          const agents = [...new Set(strong.map((own) => own.agentId))]
          expect(holders).toEqual(agents.length === 1 ? agents : [])
        }
      }),
    )
  })
})

describe('attribute', () => {
  it('lets a settlement enter at most one history, and only unambiguously', () => {
    fc.assert(
      fc.property(fc.array(anyLink, { maxLength: 8 }), fc.nat(50), fc.nat(10), (links, from, length) => {
        const entering = attribute(links, from, from + length).filter((own) => own.entersHistory)
        expect(entering.length).toBeLessThanOrEqual(1)
        expect(entering.every((own) => !own.ambiguous && ['S', 'A', 'A-'].includes(own.strength))).toBe(true)
      }),
    )
  })

  it('names the grade that holds over the whole window', () => {
    const links = [link('a', 'A', 10, 20), link('a', 'B', 0)]
    expect(attribute(links, 12, 19)[0]).toMatchObject({ strength: 'A', entersHistory: true })
    expect(attribute(links, 5, 19)[0]).toMatchObject({ strength: 'B', entersHistory: false })
    expect(attribute(links, 19, 20)[0]).toMatchObject({ strength: 'B', entersHistory: false })
  })

  it('attributes nothing where the beginning of the window is not known', () => {
    expect(attribute([link('a', 'S', 0)], null, 10)).toEqual([])
  })

  it('calls it ambiguous where another agent is linked at any block of the window', () => {
    const links = [link('a', 'A-', 0), link('b', 'A-', 15, 16)]
    expect(attribute(links, 10, 20)).toEqual([
      { agentId: 'a', strength: 'A-', type: 'L4', ambiguous: true, entersHistory: false },
    ])
    expect(attribute(links, 16, 20)[0]).toMatchObject({ ambiguous: false, entersHistory: true })
  })

  it('does not let a pushed token disturb anybody', () => {
    expect(attribute([link('a', 'A-', 0), link('b', 'B', 0)], 1, 2)[0]).toMatchObject({
      agentId: 'a',
      entersHistory: true,
    })
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
      fc.property(fc.array(anyLink, { maxLength: 6 }), fc.nat(65), (links, block) => {
        const covered = links.some((own) => own.fromBlock <= block && block < (own.toBlock ?? END))
        expect(covers(mergeSpans(links), block, block)).toBe(covered)
      }),
    )
  })
})
