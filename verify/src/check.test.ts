import { describe, expect, it } from 'vitest'
import {
  absent,
  failed,
  indexInconsistent,
  isSameHex,
  notJudged,
  passed,
  unavailable,
  withoutCalldata,
} from './check.js'
import { fromHex, fromHexSized, toHex } from './hex.js'
import { endOfString } from './jsonText.js'
import { CHECK_TITLES, CHECKS, getCheckEntry } from './registry.js'

describe('a check', () => {
  const base = { id: 'fee-sum', question: 'opening', evidence: [] }
  const evidence = [{ kind: 'root' as const, ref: '0x1' }]

  it('is written down with its question and what was found', () => {
    expect(passed('fee-sum')).toEqual({ ...base, status: 'pass' })
    const shown = { expected: '', found: 'b', evidence }
    expect(passed('fee-sum', shown)).toEqual({ ...base, ...shown, status: 'pass' })
    expect(failed('fee-sum', 'payer', 'why', { found: 'b' })).toEqual({
      ...{ ...base, status: 'fail', fault: 'payer', reason: 'why', found: 'b' },
    })
    expect(unavailable('fee-sum', 'why', shown)).toEqual({ ...base, ...shown, status: 'unavailable', reason: 'why' })
    expect(absent('fee-sum', 'why')).toEqual({ ...base, status: 'absent', reason: 'why' })
    for (const check of [passed('fee-sum'), absent('fee-sum', 'why')])
      expect(Object.keys(check)).not.toEqual(expect.arrayContaining(['expected']))
  })

  it('accuses nobody for an index that is behind, calldata that is not at hand, or an old contract', () => {
    expect(indexInconsistent('fee-sum', 'why.', { evidence })).toEqual({
      ...{ ...base, status: 'unavailable', reason: 'index-inconsistent: why.', evidence },
    })
    expect(withoutCalldata('fee-sum')).toEqual({
      ...{ ...base, status: 'unavailable' },
      reason: 'The calldata of this bill is unavailable: only its log could be read.',
    })
    expect(notJudged('fee-sum')).toEqual({
      ...{ ...base, status: 'absent' },
      reason:
        'Settlements of the first generation of the contract (September 2025), or of code that is not known, are kept and not judged.',
    })
  })

  it('is one of the registry', () => {
    for (const entry of CHECKS) expect(getCheckEntry(entry.id)).toBe(entry)
    expect(CHECK_TITLES['fee-sum']).toBe('The fees sum to the billed amount')
    expect(() => getCheckEntry('none')).toThrow(new RangeError('No check has the id "none". Add it to CHECKS.'))
  })
})

describe('hex', () => {
  it('is written in lower case and read in any', () => {
    expect(toHex(Uint8Array.of(0, 0xab))).toBe('0x00ab')
    expect(fromHex('0x00AB')).toEqual(Uint8Array.of(0, 0xab))
    expect(fromHexSized('0x00ab', 2, 'f')).toEqual(Uint8Array.of(0, 0xab))
    expect(() => fromHexSized('0x00ab', 3, 'f')).toThrow(new RangeError('f must have 3 bytes, got 2: 0x00ab'))
    expect(() => fromHex('0x0')).toThrow()
  })

  it('is the same in any case, and not otherwise', () => {
    expect(isSameHex('0xAb', '0xaB')).toBe(true)
    expect(isSameHex('0xab', '0xac')).toBe(false)
  })
})

describe('the end of a string', () => {
  it.each<[string, number, number]>([
    ['"a"', 0, 2],
    ['""', 0, 1],
    ['x"a" "b"', 1, 3],
    ['"\\""', 0, 3],
    ['"\\\\" "', 0, 3],
    ['"\\\\\\""', 0, 5],
    ['"a', 0, 2],
    ['"\\"', 0, 3],
    ['"', 0, 1],
  ])('of %s from %i is %i', (json, from, end) => {
    expect(endOfString(json, from)).toBe(end)
  })
})
