import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { createQuotePki, mintCollateral } from '../../mint/index.js'
import { CollateralError, MAX_COLLATERAL_CHARACTERS, parseCollateral } from './collateral.js'
import { parseQeIdentity, parseTcbInfo, TcbError } from './tcb.js'
import type { Collateral } from './types.js'

let collateral: Collateral
beforeAll(async () => {
  collateral = await mintCollateral(await createQuotePki(), { at: Date.UTC(2026, 10, 1) })
})

describe('parseCollateral', () => {
  it('reads text and what it parses to, with the PCK chain or without', () => {
    const { pck_certificate_chain: _, ...without } = collateral
    for (const input of [collateral, JSON.stringify(collateral), without, JSON.stringify({ ...without, more: 1 })]) {
      expect(parseCollateral(input)).toEqual(collateral)
    }
  })

  it.each([
    ['not json', 'expected JSON'],
    ['[]', 'expected an object'],
    ['null', 'expected an object'],
    ['{}', 'collateral.pck_crl_issuer_chain'],
    [' '.repeat(MAX_COLLATERAL_CHARACTERS + 1), 'expected shorter JSON'],
  ])('refuses %.20s', (text, why) => {
    expect(() => parseCollateral(text)).toThrow(CollateralError)
    expect(() => parseCollateral(text)).toThrow(why)
  })

  it('refuses fields of another form, and names them', () => {
    const wrong: [keyof Collateral, unknown][] = [
      ['pck_crl', 'zz'],
      ['pck_crl', 'abc'],
      ['root_ca_crl', [1, 2, 3]],
      ['tcb_info', { id: 'TDX' }],
      ['tcb_info', 'x'.repeat(300_000)],
      ['tcb_info_signature', 'ab'],
      ['qe_identity_signature', `0x${'ab'.repeat(63)}`],
      ['tcb_info_issuer_chain', undefined],
      ['pck_certificate_chain', 5],
    ]
    for (const [field, value] of wrong) {
      expect(() => parseCollateral({ ...collateral, [field]: value })).toThrow(`collateral.${field}`)
    }
  })

  it('throws nothing but its own error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.string()), (input) => {
        expect(() => parseCollateral(input)).toThrow(CollateralError)
      }),
    )
  })
})

describe("Intel's signed documents", () => {
  it('are read with their windows', () => {
    const window = { from: Date.UTC(2026, 9, 17), until: Date.UTC(2026, 10, 16) }
    expect(parseTcbInfo(collateral.tcb_info)).toMatchObject({ id: 'TDX', version: 3, ...window })
    expect(parseQeIdentity(collateral.qe_identity)).toMatchObject({ id: 'TD_QE', version: 2, ...window })
  })

  it('are refused where a field that the rules need is of another form', () => {
    const change = (json: string, field: string, value: unknown) =>
      JSON.stringify({ ...(JSON.parse(json) as object), [field]: value })
    const dates = ['2026-02-30T00:00:00Z', '2026-01-01', '2026-01-01T00:00:00+01:00', 5]
    for (const date of dates) {
      expect(() => parseTcbInfo(change(collateral.tcb_info, 'nextUpdate', date))).toThrow('tcb_info.nextUpdate')
      expect(() => parseQeIdentity(change(collateral.qe_identity, 'issueDate', date))).toThrow('qe_identity.issueDate')
    }
    expect(() => parseTcbInfo(change(collateral.tcb_info, 'fmspc', '00'))).toThrow('tcb_info.fmspc')
    expect(() => parseTcbInfo(change(collateral.tcb_info, 'tcbLevels', [{}]))).toThrow(TcbError)
    expect(() => parseQeIdentity(change(collateral.qe_identity, 'isvprodid', -1))).toThrow('qe_identity.isvprodid')
    expect(() => parseQeIdentity(change(collateral.qe_identity, 'attributesMask', 'FF'))).toThrow(TcbError)
  })

  it('throw nothing but TcbError', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (json) => {
        expect(() => parseTcbInfo(json)).toThrow(TcbError)
        expect(() => parseQeIdentity(json)).toThrow(TcbError)
      }),
    )
  })
})
