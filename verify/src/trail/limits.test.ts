import { describe, expect, it } from 'vitest'
import { asPayerRecord, headerOf, honestRecord, PROVIDER } from '../../testing/scenario.js'
import { buildTrailLine, checkTrail } from './parse.js'
import { MAX_LINE_BYTES, MAX_TRAIL_BYTES, nameProof } from './record.js'
import { buildTags, parseTags } from './tags.js'

const utf8 = new TextEncoder()
const HEADER = buildTrailLine(headerOf(), 1)
const RECORD = buildTrailLine(honestRecord(1), 2)

function read(...lines: string[]) {
  return checkTrail(utf8.encode(lines.join('')))
}

/** A record's line with this text of JSON under a key that readers do not know. */
function extended(json: string): string {
  return RECORD.replace('"createdAt"', () => `"a":${json},"createdAt"`)
}

describe('at its limits a trail', () => {
  it('is read with 32 levels, whatever stands side by side, and not with 33', () => {
    const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`
    expect(read(HEADER, extended(nested(31)))).toMatchObject({ kind: 'parsed', records: 1 })
    expect(read(HEADER, extended(nested(32)))).toEqual({
      kind: 'rejected',
      line: 2,
      reason: 'the line nests deeper than 32',
    })
    const objects = '{"a":'.repeat(31) + 0 + '}'.repeat(31)
    expect(read(HEADER, extended(objects))).toMatchObject({ kind: 'parsed' })
    expect(read(HEADER, extended(`{"a":${objects}}`))).toMatchObject({ reason: 'the line nests deeper than 32' })
    const siblings = `[${Array(100).fill('[]').join(',')}]`
    expect(read(HEADER, extended(siblings))).toMatchObject({ kind: 'parsed' })
    expect(read(HEADER, extended(siblings.replaceAll('[]', '{}')))).toMatchObject({ kind: 'parsed' })
  })

  it('is read with a line of the most bytes', () => {
    const filled = extended(`"${'a'.repeat(MAX_LINE_BYTES - (extended('""').length - 1))}"`)
    expect(filled.length).toBe(MAX_LINE_BYTES + 1)
    expect(read(HEADER, filled)).toMatchObject({ kind: 'parsed', records: 1 })
    expect(read(HEADER, filled.replace('aa', 'aaa'))).toEqual({
      kind: 'rejected',
      line: 2,
      reason: 'the line has 4194305 bytes, at most 4194304 are read',
    })
  })

  it('is looked at with the most bytes', () => {
    expect(checkTrail(new Uint8Array(MAX_TRAIL_BYTES))).toEqual({
      kind: 'rejected',
      line: 1,
      reason: 'the line does not end with a line feed',
    })
  })

  it('is refused for an empty first line, and for one that is null', () => {
    const reason = 'the line differs from its canonical JSON (RFC 8785)'
    expect(read('\n')).toEqual({ kind: 'rejected', line: 1, reason })
    expect(read('null\n')).toEqual({ kind: 'rejected', line: 1, reason })
  })

  it('keeps escaped control characters beside values of every kind', () => {
    expect(read(HEADER, extended('["\\u0001",1,null,true,{"\\u001f":{}}]'))).toMatchObject({ kind: 'parsed' })
    expect(read(HEADER, extended('[1,null,{"b":{"c":"\\u0000"}}]'))).toMatchObject({
      reason: 'the line contains a NUL or a lone surrogate',
    })
  })
})

describe('a header', () => {
  it.each<[string, unknown, string | undefined]>([
    ['chainId', 1, undefined],
    ['chainId', 0, 'header.chainId: expected a positive whole number'],
    ['chainId', 1.5, 'header.chainId: expected a positive whole number'],
    ['chainId', -1, 'header.chainId: expected a positive whole number'],
    ['via', 'router', undefined],
    ['via', 'direct', undefined],
    ['via', '', 'header.via: expected "direct" or "router"'],
    ['from', headerOf().to, undefined],
    ['from', headerOf().to + 1, 'header: expected from <= to'],
  ])('with %s %s: %s', (field, value, reason) => {
    const header = { ...headerOf(), [field]: value }
    const build = () => buildTrailLine(header as ReturnType<typeof headerOf>, 1)
    if (reason === undefined) expect(read(build())).toMatchObject({ kind: 'parsed', header })
    else expect(build).toThrow(`Line 1 of the trail: ${reason}`)
  })
})

describe('a record', () => {
  it('has bodies as text', () => {
    const { sha256 } = honestRecord(1).response
    const record = { ...honestRecord(1), response: { sha256, bytes: 7 as unknown as string } }
    expect(() => buildTrailLine(record, 2)).toThrow('record.response.bytes: expected padded base64')
  })

  it('names the hashed fields that stand alone', () => {
    const record = { ...asPayerRecord(honestRecord(1)), fee: '3', inputFee: '1' }
    expect(() => buildTrailLine(record, 2)).toThrow(
      'record: expected all of requestHash, userAddress, fee, inputFee, outputFee or none, got only fee, inputFee',
    )
  })
})

it('names a statement by its signer, in whatever case, and its text', () => {
  expect(nameProof({ signingAddress: '0xAbCd', text: 'Said' })).toBe('0xabcd:Said')
})

describe('tags', () => {
  it('name the provider that has the wrong size', () => {
    expect(() => buildTags({ payer: PROVIDER, provider: '0x1234' })).toThrow('provider must have 20 bytes, got 2')
  })

  it('are nobody’s with anything before them', () => {
    const tags = buildTags({ payer: PROVIDER, provider: PROVIDER })
    expect(parseTags(tags)).toEqual({ payer: PROVIDER, provider: PROVIDER })
    expect(parseTags(` ${tags}` as `0x${string}`)).toBeUndefined()
    expect(parseTags(`0x${tags}`)).toBeUndefined()
  })
})
