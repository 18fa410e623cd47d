import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatCount } from './format'
import { describeAction, describeNamed, describeSent, nameSender } from './transactions'

const NONE = { named: 0, after: 0, before: 0, undecided: 0, otherSender: 0, waiting: 0, notFound: 0, otherChain: 0 }
const COUNTED = { ...NONE, account: 'plain', sent: '412', asOfBlock: 1_300, complete: true }

describe('describeSent', () => {
  it('says how many are named after their inference, and claims nothing of the others', () => {
    expect(describeSent({ ...COUNTED, after: 31 })).toBe(
      `412 transactions were sent by the wallet up to block ${formatCount(1_300)}. 31 of them are named by records of opened bills, after the inference that names them; 381 are named by none of them: what preceded them is not known.`,
    )
    expect(describeSent({ ...COUNTED, after: 31, before: 2, undecided: 1 })).toContain('; 378 are named by none')
    expect(describeSent({ ...COUNTED, complete: false })).toContain('the records that are read here, not all there are')
  })

  it.each([
    ['contract', 'is a contract'],
    ['delegated', 'EIP-7702'],
    [null, 'was not asked yet'],
    ['constructor', 'was not asked yet'],
  ])('gives no number of an account that is %s', (account, words) => {
    const said = describeSent({ ...COUNTED, account, sent: null })
    expect(said).toContain(words)
    expect(said).not.toContain('412')
  })

  it('never subtracts to less than nothing, nor calls anything passed or failed', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(), fc.nat(), (sent, after, before, undecided) => {
        const transactions = { ...COUNTED, sent: String(sent), after, before, undecided }
        const said = [describeSent(transactions), ...describeNamed(transactions)].join(' ')
        expect(said).not.toMatch(/-\d|passed|failed|verified|proven/)
      }),
    )
  })
})

describe('describeAction', () => {
  it('has a sentence for each word, and for a new one nothing but that', () => {
    const said = ['after', 'before', 'undecided', null, 'constructor'].map((order) =>
      describeAction({ state: 'mined', order }),
    )
    expect(new Set(said).size).toBe(4)
    expect(describeAction({ state: 'not-found', order: null })).toContain('no more is known')
    expect(describeAction({ state: 'constructor', order: null })).toContain('does not know')
    expect(nameSender('constructor')).toBe('somebody')
  })
})
