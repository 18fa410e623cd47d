import { describe, expect, it } from 'vitest'
import { countClaims, writeClaims, writeRouterShare } from './claims'

const provider = (label: string, derivedMode: string, status: string | null) => ({
  service: { verifiability: { text: label }, derivedMode },
  judged: { nodes: status === null ? [] : [{ questions: [{ id: 'enclave', status }] }] },
  shares: { amount: '10' },
})

describe('what services claim', () => {
  it('is counted apart from what is derived and from what verifies', () => {
    const all = [
      provider('TeeML', 'in-enclave', 'pass'),
      provider('TeeML', 'relayed', 'absent'),
      provider('TeeTLS', 'relayed', null),
    ]
    const gone = { ...provider('TeeML', 'in-enclave', 'pass'), service: null }
    const claims = countClaims([...all, gone] as never)
    expect(claims).toEqual({ services: 3, claimed: 2, derived: 1, verified: 1, failed: 0 })
    expect(writeClaims(claims)).toBe('2 of 3 services claim in-enclave, 1 is by what it registers, 1 quote verifies.')
  })

  it('names what fails, and does not take what was never judged for verified', () => {
    const claims = countClaims([
      provider('TeeML', 'in-enclave', 'fail'),
      provider('TeeML', 'in-enclave', null),
    ] as never)
    expect(claims).toMatchObject({ verified: 0, failed: 1 })
    expect(writeClaims(claims)).toContain('0 quotes verify, 1 fails.')
  })
})

describe('spend that no chain attributes', () => {
  it('is a share of all spend, and not said where no account is named', () => {
    const shares = (amount: string) => ({ shares: { amount } })
    expect(writeRouterShare([], [shares('1')])).toBeUndefined()
    expect(writeRouterShare([shares('0')], [shares('0')])).toBe('Nothing was spent yet.')
    expect(writeRouterShare([shares('25')], [shares('60'), shares('40')])?.replaceAll('\u202f', ' ')).toBe(
      '25 % of spend went through it.',
    )
  })
})
