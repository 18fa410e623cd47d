import { describe, expect, it } from 'vitest'
import { findUnattributed, writeHeadline } from './headline'

const cell = (question: string, status: string, settlements: string) =>
  ({ question, status, settlements, amount: '1' }) as never
const shares = (settlements: string, judged: string, cells: never[] = []) => ({
  ...{ settlements, judged, cells },
  amount: '70',
  judgedAmount: '70',
})
const link = (payer: string, strength: string, amount: string) => ({
  ...{ payer, strength },
  payerPage: { shares: { amount } },
})

describe('the first line', () => {
  it('counts all accepted payments as its base, judged or not', () => {
    const line = writeHeadline(shares('1204', '602', [cell('enclave', 'pass', '602')]), undefined, 'block 7')
    expect(line.replaceAll('\u202f', ' ')).toBe(
      '50 % of 1 204 payments attested, 0 % opened, none failed so far; since block 7.',
    )
  })

  it('says what failed, and only the least number where one payment can fail twice', () => {
    const one = shares('9', '9', [cell('content', 'fail', '3')])
    const two = shares('9', '9', [cell('content', 'fail', '3'), cell('opening', 'fail', '2')])
    expect(writeHeadline(one, undefined, 'x')).toContain(', 3 failed;')
    expect(writeHeadline(two, undefined, 'x')).toContain(', at least 3 failed;')
  })

  it('claims nothing without a payment', () => {
    expect(writeHeadline(shares('0', '0'), undefined, 'block 7')).toBe('No payment counts yet; since block 7.')
  })

  it('names what belongs to nobody with its base', () => {
    const line = writeHeadline(shares('9', '9'), { amount: 10n ** 18n, base: 4n * 10n ** 18n }, 'x')
    expect(line.replaceAll('\u202f', ' ')).toContain('25 % of 4 0G spent by its payers unattributable')
    expect(line).toContain('none failed,')
  })
})

describe('spend that belongs to nobody', () => {
  it('is what strongly linked payers spent beyond the history, each payer once', () => {
    const links = [link('a', 'A', '100'), link('a', 'S', '100'), link('b', 'B+', '900')]
    expect(findUnattributed({ amount: '70' }, links)).toEqual({ amount: 30n, base: 100n })
  })

  it('is not known without such a payer, or where sums contradict each other', () => {
    expect(findUnattributed({ amount: '70' }, [link('b', 'B+', '900')])).toBeUndefined()
    expect(findUnattributed({ amount: '70' }, [link('a', 'A', '60')])).toBeUndefined()
  })
})
