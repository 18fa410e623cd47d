import { describe, expect, it } from 'vitest'
import { type CollectionItem, GAP_RULE, HEAD_RULE, INDEX_RULE, MAX_COLLECTED, toTotals } from './collectionRules.js'

const DIGEST = 'ab'.repeat(32)
const manifest = { file: `manifest/${DIGEST}.json`, sha256: DIGEST }
const item: CollectionItem = { id: 'x', manifest, outcome: 'verified', amount: '7', gaps: 0 }
const head = {
  ...{ spec: 'touchstone-collection/1', chainId: 16661, scope: { kind: 'agent', id: 'a' } },
  ...{ from: 0, to: 1, after: null },
}
const index = {
  ...{ settlements: [item], totals: { settlements: 1, amount: '7', gaps: 0, outcomes: { verified: 1 } } },
  ...{ gaps: manifest, next: null },
}

const ofHead = (changes: object) => HEAD_RULE({ ...head, ...changes }, 'h')
const ofIndex = (changes: object) => INDEX_RULE({ ...index, ...changes }, 'i')
const ofItem = (changes: object) => ofIndex({ settlements: [{ ...item, ...changes }] })
const ofTotals = (changes: object) => ofIndex({ totals: { ...index.totals, ...changes } })
const wordOf = (length: number) => 'w'.repeat(length)

describe('the rules of a collection', () => {
  it('keep what may stand in its lists', () => {
    for (const changes of [
      {},
      { scope: { kind: 'provider', id: wordOf(200) } },
      { after: '0-0' },
      { after: '1234567890-1234567890' },
      { chainId: 0, from: 8_640_000_000_000_000, to: 8_640_000_000_000_000 },
    ])
      expect(ofHead(changes)).toBeUndefined()
    for (const changes of [{}, { next: '5-12' }, { settlements: [] }, { settlements: Array(MAX_COLLECTED).fill(item) }])
      expect(ofIndex(changes)).toBeUndefined()
    for (const changes of [
      { outcome: null },
      { outcome: wordOf(40), id: wordOf(200), gaps: 3 },
      { amount: '0' },
      { amount: '10' },
      { amount: '9'.repeat(91) },
      { manifest: { file: wordOf(100), sha256: DIGEST } },
    ])
      expect(ofItem(changes)).toBeUndefined()
    for (const outcomes of [{}, { failed: 0, verified: 10_000 }]) expect(ofTotals({ outcomes })).toBeUndefined()
    for (const settlement of [null, wordOf(200)])
      expect(GAP_RULE({ settlement, gap: wordOf(2_000) }, 'g')).toBeUndefined()
  })

  const cursor = 'expected a block and a log index'
  const decimal = 'expected a decimal'
  const hex = 'expected 64 lower-case hex digits'
  const count = 'expected a whole number from 0'
  const time = 'expected milliseconds since 1970'
  it.each<[() => string | undefined, string]>([
    [() => HEAD_RULE([], 'h'), 'h: expected an object'],
    [() => ofHead({ spec: 'touchstone-collection/2' }), 'h.spec: expected "touchstone-collection/1"'],
    [() => ofHead({ spec: undefined }), 'h.spec: expected "touchstone-collection/1"'],
    [() => ofHead({ chainId: -1 }), `h.chainId: ${count}`],
    [() => ofHead({ chainId: '16661' }), `h.chainId: ${count}`],
    [() => ofHead({ scope: null }), 'h.scope: expected an object'],
    [() => ofHead({ scope: { kind: 'payer', id: 'a' } }), 'h.scope.kind: expected agent or provider'],
    [() => ofHead({ scope: { id: 'a' } }), 'h.scope.kind: expected agent or provider'],
    [
      () => ofHead({ scope: { kind: 'agent', id: wordOf(201) } }),
      'h.scope.id: expected text of at most 200 characters',
    ],
    [() => ofHead({ from: 0.5 }), `h.from: ${time}`],
    [() => ofHead({ to: 8_640_000_000_000_001 }), `h.to: ${time}`],
    ...['', '5', '5-', '-5', '5-x', 'x5-5', '5-5x', '5-5\n', '12345678901-1', '1-12345678901', 5, undefined].map(
      (after): [() => string | undefined, string] => [() => ofHead({ after }), `h.after: ${cursor}`],
    ),
    [() => ofIndex({ next: '5' }), `i.next: ${cursor}`],
    [() => ofIndex({ next: undefined }), `i.next: ${cursor}`],
    [
      () => ofIndex({ settlements: Array(MAX_COLLECTED + 1).fill(item) }),
      'i.settlements: expected a list of at most 10000',
    ],
    [() => ofItem({ id: wordOf(201) }), 'i.settlements[0].id: expected text of at most 200 characters'],
    [() => ofItem({ manifest: {} }), 'i.settlements[0].manifest.file: expected text of at most 100 characters'],
    ...[DIGEST.toUpperCase(), `${DIGEST}0`, `x${DIGEST}`, DIGEST.slice(1), `0x${DIGEST}`].map(
      (sha256): [() => string | undefined, string] => [
        () => ofItem({ manifest: { ...manifest, sha256 } }),
        `i.settlements[0].manifest.sha256: ${hex}`,
      ],
    ),
    [() => ofItem({ outcome: wordOf(41) }), 'i.settlements[0].outcome: expected text of at most 40 characters'],
    [() => ofItem({ outcome: undefined }), 'i.settlements[0].outcome: expected text of at most 40 characters'],
    ...['', '00', '07', '-1', '1.5', '1e3', 'x7', '7x', '9'.repeat(92), 7].map(
      (amount): [() => string | undefined, string] => [() => ofItem({ amount }), `i.settlements[0].amount: ${decimal}`],
    ),
    [() => ofItem({ gaps: -1 }), `i.settlements[0].gaps: ${count}`],
    [() => ofTotals({ settlements: 1.5 }), `i.totals.settlements: ${count}`],
    [() => ofTotals({ amount: 7 }), `i.totals.amount: ${decimal}`],
    [() => ofTotals({ gaps: null }), `i.totals.gaps: ${count}`],
    [() => ofTotals({ outcomes: [] }), 'i.totals.outcomes: expected an object'],
    [() => ofTotals({ outcomes: { verified: 1, failed: '1' } }), 'i.totals.outcomes: expected whole numbers'],
    [() => ofTotals({ outcomes: { verified: 0.5, failed: 1 } }), 'i.totals.outcomes: expected whole numbers'],
    [
      () => ofIndex({ gaps: { ...manifest, file: wordOf(101) } }),
      'i.gaps.file: expected text of at most 100 characters',
    ],
    [() => ofIndex({ gaps: { ...manifest, sha256: null } }), `i.gaps.sha256: ${hex}`],
    [() => GAP_RULE({ settlement: null }, 'g'), 'g.gap: expected text of at most 2000 characters'],
    [() => GAP_RULE({ gap: wordOf(2_001), settlement: null }, 'g'), 'g.gap: expected text of at most 2000 characters'],
    [() => GAP_RULE({ gap: 'g' }, 'g'), 'g.settlement: expected text of at most 200 characters'],
  ])('refuse everything else by the name of the field (%#)', (wrong, message) => expect(wrong()).toBe(message))
})

describe('the totals of a list', () => {
  const of = (outcome: string | null, amount: string) => ({ ...item, outcome, amount })

  it('are those of its settlements', () => {
    const list = [of('verified', '5'), of(null, '0'), of('failed', '12'), of('verified', `${2n ** 90n}`)]
    expect(toTotals(list, 3)).toEqual({
      ...{ settlements: 4, amount: `${2n ** 90n + 17n}`, gaps: 3 },
      outcomes: { verified: 2, pending: 1, failed: 1 },
    })
    expect(toTotals([], 0)).toEqual({ settlements: 0, amount: '0', gaps: 0, outcomes: {} })
  })

  it('leave out no outcome, whatever it is called', () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const { outcomes } = toTotals([of(name, '1'), of(name, '1')], 0)
      expect(Object.entries(outcomes)).toEqual([[name, 2]])
    }
  })
})
