import { checkTrail, findBodyBytes, parseTags, readTrail } from '@touchstone/verify'
import { describe, expect, it } from 'vitest'
import { type Inference, toTrailRecord } from './inference.js'
import { anchorTags, type TrailParties, writeTrail } from './trail.js'

const utf8 = new TextEncoder()
const parties: TrailParties = {
  chainId: 16688,
  contract: `0x${'11'.repeat(20)}`,
  provider: `0x${'22'.repeat(20)}`,
  payer: `0x${'33'.repeat(20)}`,
  publisher: `0x${'22'.repeat(20)}`,
  via: 'direct',
}
const inference: Inference = {
  settlement: 17_600_000_000_000_000n,
  createdAt: 1_760_000_000_000,
  model: 'qwen',
  request: utf8.encode('{"q":"ä"}'),
  response: utf8.encode('{"a":1}'),
  hashed: {
    requestHash: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff',
    userAddress: `0x${'33'.repeat(20)}`,
    fee: '3',
    inputFee: '1',
    outputFee: '2',
  },
}
const shown = { request: 'bytes', response: 'bytes' } as const
const span = { from: inference.createdAt, to: inference.createdAt }

function write(records: Iterable<Parameters<typeof toTrailRecord>[0]>, disclosure = shown): Uint8Array {
  return Buffer.concat([
    ...writeTrail(
      parties,
      span,
      [...records].map((one) => toTrailRecord(one, disclosure)),
    ),
  ])
}

describe('writeTrail', () => {
  it('writes what a reader accepts, with the very bytes', () => {
    const bytes = write([inference, { ...inference, createdAt: inference.createdAt }])
    expect(checkTrail(bytes)).toMatchObject({ kind: 'parsed', records: 2, header: { payer: parties.payer } })
    const record = [...readTrail(bytes)].find((line) => line.kind === 'record')
    if (record?.kind !== 'record') throw new Error('no record')
    expect(findBodyBytes(record.record.request)).toEqual(new Uint8Array(inference.request))
    expect(record.record.settlement).toBe('17600000000000000')
  })

  it('keeps a withheld body out and its digest in', () => {
    const record = toTrailRecord(inference, { request: 'digest', response: 'bytes' })
    expect(record.request).toEqual({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(record.response.bytes).toBeDefined()
  })

  it('names what the agent was told and could do by the digest of the very text', () => {
    const bytes = write([{ ...inference, system: 'Bleib ruhig, Jürgen.', tools: '' }, inference])
    const [told, silent] = [...readTrail(bytes)].flatMap((line) => (line.kind === 'record' ? [line.record] : []))
    expect(told).toMatchObject({
      // printf %s 'Bleib ruhig, Jürgen.' | sha256sum, and of nothing.
      system: { sha256: 'ccdcd59fcea0b3d83c5bd509023d67e38b3852bc50d301c3d1c547a3043095ef' },
      tools: { sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' },
    })
    expect([silent?.system, silent?.tools]).toEqual([undefined, undefined])
  })

  it('names line and field of a record that no reader would take', () => {
    expect(() => write([{ ...inference, model: 'x'.repeat(257) }])).toThrow(/Line 2 .*model/)
    const { fee: _fee, ...rest } = { ...inference.hashed }
    const lacking = { ...toTrailRecord(inference, shown), ...rest, fee: undefined }
    expect(() => [...writeTrail(parties, span, [lacking])]).toThrow(/requestHash/)
  })

  it('refuses a header with an address that is not lower case, a record outside the span, and no records', () => {
    const upper = { ...parties, payer: `0x${'AB'.repeat(20)}` as const }
    expect(() => [...writeTrail(upper, span, [])]).toThrow(/payer/)
    expect(() => write([{ ...inference, createdAt: 1 }])).toThrow(/Line 2: createdAt 1 lies outside/)
    expect(() => write([])).toThrow(/at least one record/)
  })
})

describe('anchorTags', () => {
  it('names payer and provider in 52 bytes', () => {
    const tags = anchorTags(parties)
    expect(tags).toHaveLength(2 + 2 * 52)
    expect(parseTags(tags)).toEqual({ payer: parties.payer, provider: parties.provider })
  })

  it('refuses addresses of another size', () => {
    expect(() => anchorTags({ ...parties, payer: '0x1234' })).toThrow(RangeError)
    expect(() => anchorTags({ ...parties, provider: `0x${'22'.repeat(32)}` })).toThrow(RangeError)
  })
})
