import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { skipReason } from '../../../testing/fixtures.js'
import { findBelowLevels, findLlm, findUpToDate } from '../../../testing/realQuotes.js'
import { createQuotePki, mintQuote, mintSgxQuote, type QuotePki } from '../../mint/index.js'
import { MAX_QUOTE_BYTES, parseQuote } from './parse.js'
import { QuoteError } from './reader.js'
import type { Quote } from './types.js'

const reportData = Uint8Array.from({ length: 64 }, (_, at) => at)
const TDX_SIZE_FIELD = 632

let pki: QuotePki
beforeAll(async () => {
  pki = await createQuotePki()
})

/** The error of a parse; a quote or another error fails the test. */
function errorOf(bytes: Uint8Array): QuoteError {
  try {
    parseQuote(bytes)
  } catch (error) {
    if (error instanceof QuoteError) return error
    throw error
  }
  throw new Error('expected no quote')
}
/** Parsed or refused by a typed error; which. */
function isParsed(bytes: Uint8Array): boolean {
  try {
    parseQuote(bytes)
    return true
  } catch (error) {
    expect(error).toBeInstanceOf(QuoteError)
    return false
  }
}
function kindOf(quote: Quote): string {
  return quote.kind === 'tdx' ? `tdx ${quote.version} ${quote.body}` : `sgx ${quote.version}`
}

describe('parseQuote', () => {
  it('takes every kind apart', () => {
    const quotes = [
      mintSgxQuote(pki, { reportData }),
      mintQuote(pki, { reportData }),
      mintQuote(pki, { reportData, version: 5, body: 'td10' }),
      mintQuote(pki, { reportData, version: 5 }),
    ].map(parseQuote)
    expect(quotes.map(kindOf)).toEqual(['sgx 3', 'tdx 4 td10', 'tdx 5 td10', 'tdx 5 td15'])
    expect(quotes.map(({ signed }) => signed.length)).toEqual([432, 632, 638, 702])
    for (const quote of quotes) {
      expect(quote.reportData).toEqual(reportData)
      expect(quote.pckChain).toMatch(/^-----BEGIN CERTIFICATE-----\n/)
      expect(quote.padding).toBe(0)
    }
  })

  it('takes real quotes apart', () => {
    const real = [findUpToDate(), findBelowLevels(), findLlm()]
    if (real.includes(undefined)) return console.log(skipReason('tee/tdx_quote and others', 3))
    const quotes = real.map((found) => parseQuote(found?.quote ?? new Uint8Array(0)))
    expect(quotes.map(kindOf)).toEqual(['tdx 4 td10', 'tdx 5 td15', 'tdx 4 td10'])
    expect(quotes.map(({ padding }) => padding)).toEqual([70, 0, 70])
  })

  it('counts zero bytes behind the end and refuses any other', () => {
    const quote = mintQuote(pki, { reportData })
    const longer = (byte: number) => Uint8Array.from([...quote, 0, 0, 0, byte])
    expect(parseQuote(longer(0)).padding).toBe(4)
    expect(errorOf(longer(1))).toMatchObject({ kind: 'malformed', field: 'quote' })
  })

  it('names the field and what it expected there', () => {
    const quote = mintQuote(pki, { reportData })
    expect(errorOf(quote.subarray(0, 60)).message).toBe('body: expected 584 bytes, found 12')
    expect(errorOf(quote.with(0, 7)).message).toBe('version: expected 3, 4 or 5, found 7')
    expect(errorOf(new Uint8Array(MAX_QUOTE_BYTES + 1)).field).toBe('quote')
    expect(errorOf(new Uint8Array(0)).message).toBe('version: expected 2 bytes, found 0')
  })

  it('never allocates by a length that stands in the quote', () => {
    const quote = mintQuote(pki, { reportData }).slice()
    quote.set([0xff, 0xff, 0xff, 0x7f], TDX_SIZE_FIELD)
    expect(errorOf(quote)).toMatchObject({ field: 'signature data', expected: '2147483647 bytes' })
  })

  it('throws nothing but its own error for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        expect(isParsed(bytes)).toBe(false)
      }),
      { numRuns: 500 },
    )
  })

  it('throws nothing but its own error for a quote cut, grown or changed anywhere', () => {
    const quote = mintQuote(pki, { reportData, version: 5 })
    const change = fc.record({ at: fc.nat(quote.length - 1), byte: fc.nat(255), cut: fc.nat(quote.length) })
    fc.assert(
      fc.property(change, ({ at, byte, cut }) => {
        expect(isParsed(quote.subarray(0, Math.min(cut, quote.length - 1)))).toBe(false)
        if (isParsed(quote.with(at, byte))) expect(parseQuote(quote.with(at, byte)).padding).toBe(0)
        if (byte !== 0) expect(isParsed(Uint8Array.from([...quote, byte]))).toBe(false)
      }),
      { numRuns: 500 },
    )
  })

  it('gives copies: the quote does not change with its bytes', () => {
    const bytes = mintQuote(pki, { reportData }).slice()
    const parsed = parseQuote(bytes)
    bytes.fill(0)
    expect(parsed.reportData).toEqual(reportData)
    expect(parsed.signed[0]).toBe(4)
  })
})
