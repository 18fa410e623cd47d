import { concatBytes } from '@noble/hashes/utils.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { testKey } from '../../../testing/keys.js'
import { bareReport } from '../../../testing/reports.js'
import { fromHex } from '../../hex.js'
import { createQuotePki, mintQuote, type QuotePki } from '../../mint/index.js'
import { addressesIn, machineThatBinds } from './machines.js'
import type { Report } from './report.js'

const [first, second, third] = [testKey(1).address, testKey(2).address, testKey(3).address]

let pki: QuotePki
beforeAll(async () => {
  pki = await createQuotePki()
})

function machine(reportData: Uint8Array, others: Report[] = []): Report {
  return bareReport({ quote: mintQuote(pki, { reportData }), others })
}
function binding(address: `0x${string}`): Uint8Array {
  return concatBytes(fromHex(address), new Uint8Array(12), new Uint8Array(32).fill(1))
}
const broken = bareReport({ quote: new Uint8Array(10) })
const nobody = new Uint8Array(64)

describe('machines of a report', () => {
  it('bind the signer, the first that does', () => {
    const other = machine(binding(second))
    const report = machine(binding(first), [broken, other, machine(binding(second))])
    expect(machineThatBinds(report, first)).toBe(report)
    expect(machineThatBinds(report, second)).toBe(other)
    expect(machineThatBinds(report, third)).toBeNull()
    expect(machineThatBinds(broken, first)).toBeNull()
  })

  it('name the addresses that they bind in the clear', () => {
    const report = machine(binding(first), [broken, machine(nobody), machine(binding(second))])
    expect(addressesIn(report)).toEqual([first, second])
    expect(addressesIn(broken)).toEqual([])
    expect(addressesIn(machine(nobody))).toEqual([])
  })
})
