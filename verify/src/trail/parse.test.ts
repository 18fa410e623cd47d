import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asPayerRecord, headerOf, honestRecord, honestRecords } from '../../testing/scenario.js'
import { buildTrail, buildTrailLine, checkTrail, findBodyBytes, readTrail } from './parse.js'
import { MAX_LINE_BYTES, MAX_TRAIL_BYTES, type TrailRecord } from './record.js'

const utf8 = new TextEncoder()
const HEADER = buildTrailLine(headerOf(), 1)
const RECORD = buildTrailLine(honestRecord(1), 2)

/** The rejection of a file with this text, undefined where it is a trail. */
function rejectionOf(text: string | Uint8Array): { line: number; reason: string } | undefined {
  const checked = checkTrail(typeof text === 'string' ? utf8.encode(text) : text)
  return checked.kind === 'rejected' ? { line: checked.line, reason: checked.reason } : undefined
}

describe('a trail', () => {
  it('comes back as it was written, line by line', () => {
    const records = [...honestRecords(3), asPayerRecord(honestRecord(3))]
    const lines = [...readTrail(buildTrail(headerOf(), records))]
    expect(lines).toEqual([
      { kind: 'header', line: 1, header: headerOf() },
      ...records.map((record, at) => ({ kind: 'record', line: at + 2, record })),
    ])
    expect(checkTrail(buildTrail(headerOf(), records))).toEqual({ kind: 'parsed', header: headerOf(), records: 4 })
  })

  it('may consist of its header alone', () => {
    expect(checkTrail(utf8.encode(HEADER))).toMatchObject({ kind: 'parsed', records: 0 })
  })

  it('decodes bodies when asked', () => {
    const body = honestRecord(1).request
    const bytes = findBodyBytes(body) ?? new Uint8Array()
    expect(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)).toContain('question 1')
    expect(findBodyBytes({ sha256: body.sha256 })).toBeUndefined()
  })

  it('keeps fields that it does not know', () => {
    const extended = { ...honestRecord(1), weather: { sky: ['clear'] } }
    const [, record] = [...readTrail(buildTrail(headerOf(), [extended]))]
    expect(record).toMatchObject({ kind: 'record', record: { weather: { sky: ['clear'] } } })
  })

  it('may quote brackets without nesting', () => {
    const quoting = { ...honestRecord(1), model: `\\"${'[{'.repeat(60)}"\\` }
    expect(checkTrail(buildTrail(headerOf(), [quoting]))).toMatchObject({ kind: 'parsed', records: 1 })
  })

  it('is not written if it could not be read', () => {
    const wrong = { ...honestRecord(1), createdAt: -1 }
    expect(() => buildTrail(headerOf(), [wrong])).toThrow(
      'Line 2 of the trail: record.createdAt: expected milliseconds since 1970',
    )
  })

  it('has the keys of every object in the order of the standard, numbers among them', () => {
    const line = (extra: string) => RECORD.replace('"createdAt"', `${extra},"createdAt"`)
    expect(rejectionOf(HEADER + line('"a":{"1":0,"10":0,"9":0,"b":0}'))).toBeUndefined()
    expect(rejectionOf(HEADER + line('"a":{"10":0,"9":0}'))).toBeUndefined()
    for (const wrong of [
      '{"9":0,"10":0}',
      '{"b":0,"a":0}',
      '{"b":0,"10":0}',
      '{"a":0,"a":0}',
      '{"a":[{"c":0,"b":0}]}',
      '{"a":-0}',
      '{"a":1e1}',
    ])
      expect(rejectionOf(HEADER + line(`"a":${wrong}`))).toEqual({
        line: 2,
        reason: expect.stringContaining('RFC 8785'),
      })
  })

  it('is read where the standard’s writer agrees with the text, and nowhere else', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.boolean(), (value, sorted) => {
        const extra = (sorted ? canonicalize(value) : JSON.stringify(value)) ?? 'null'
        const line = RECORD.replace('"createdAt"', () => `"a":${extra},"createdAt"`)
        const rejection = rejectionOf(HEADER + line)
        if (canonicalize(value) !== extra) expect(rejection).toBeDefined()
        else if (rejection !== undefined) expect(rejection.reason).toMatch(/NUL|nests deeper/)
      }),
      { numRuns: 500 },
    )
  })

  it('round-trips whatever records it holds', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((value) => !value.includes('\0'))
    const record: fc.Arbitrary<TrailRecord> = fc
      .record({ model: text, resKey: text, createdAt: fc.nat(), nonce: fc.bigInt({ min: 0n, max: 10n ** 77n }) })
      .map(({ nonce, ...rest }) => ({ ...honestRecord(1), ...rest, settlement: nonce.toString() }))
    fc.assert(
      fc.property(fc.array(record, { maxLength: 5 }), (records) => {
        const lines = [...readTrail(buildTrail(headerOf(), records))].slice(1)
        expect(lines.map((line) => (line.kind === 'record' ? line.record : line))).toEqual(records)
      }),
    )
  })
})

describe('a file is refused', () => {
  it.each<[string, string | Uint8Array, number, string]>([
    ['when it is empty', '', 1, 'the file is empty'],
    ['without a last line feed', HEADER.trimEnd(), 1, 'does not end with a line feed'],
    ['without a header', RECORD, 1, 'header.spec: expected "touchstone-trail/1"'],
    ['with an empty line', `${HEADER}\n`, 2, 'canonical JSON'],
    ['with Windows line ends', HEADER.replace('\n', '\r\n'), 1, 'canonical JSON'],
    ['with a byte order mark', `\ufeff${HEADER}`, 1, 'canonical JSON'],
    ['with a space too many', HEADER.replace(':', ': '), 1, 'canonical JSON'],
    ['with keys out of order', '{"b":1,"a":2}\n', 1, 'canonical JSON'],
    ['with a key twice', HEADER.replace('{', '{"chainId":1,'), 1, 'canonical JSON'],
    ['with a number beyond doubles', HEADER.replace('16661', '123456789012345678901'), 1, 'canonical JSON'],
    ['with an infinite number', HEADER.replace('16661', '1e999'), 1, 'canonical JSON'],
    ['with a needless escape', HEADER.replace('direct', '\\u0064irect'), 1, 'canonical JSON'],
    ['with an escaped lone surrogate', HEADER.replace('"via"', '"extra":"\\ud800","via"'), 1, 'canonical JSON'],
    ['with a NUL', HEADER.replace('"via"', '"v":"\\u0000","via"'), 1, 'NUL or a lone surrogate'],
    ['with a NUL in a key', HEADER.replace('"via"', '"v\\u0000":1,"via"'), 1, 'NUL or a lone surrogate'],
    ['with bytes that are not UTF-8', new Uint8Array([0x7b, 0xff, 0x7d, 0x0a]), 1, 'not UTF-8'],
    ['that nests without end', `${'['.repeat(100_000)}\n`, 1, 'nests deeper than 32'],
    ['with one level too many', `${HEADER}${'['.repeat(33)}${']'.repeat(33)}\n`, 2, 'nests deeper than 32'],
    ['with a second header', `${HEADER}${HEADER}`, 2, 'record.settlement'],
    ['whose line is a text', '"hello"\n', 1, 'canonical JSON'],
    ['whose line is a list', '[]\n', 1, 'header: expected an object'],
    ['of another version', HEADER.replace('trail/1', 'trail/2'), 1, 'header.spec: expected'],
    ['with an address in mixed case', HEADER.replace('0x3c44cddd', '0x3C44cddd'), 1, 'header.payer: expected 0x'],
    ['whose times run backwards', HEADER.replace(/"from":\d+/, '"from":1760000100001'), 1, 'expected from <= to'],
  ])('%s', (_, text, line, reason) => {
    expect(rejectionOf(text)).toEqual({ line, reason: expect.stringContaining(reason) })
  })

  it.each<[string, (record: Record<string, unknown>) => void]>([
    ['record.settlement', (record) => Object.assign(record, { settlement: '01' })],
    ['record.settlement', (record) => Object.assign(record, { settlement: 17 })],
    ['record.request.sha256', (record) => Object.assign(record, { request: { sha256: `0x${'a'.repeat(62)}` } })],
    ['record.response.bytes', (record) => Object.assign(record, { response: { sha256: 'a'.repeat(64), bytes: '!' } })],
    ['record.proof.signature', (record) => Object.assign(record, { proof: { text: '', signature: '0x12' } })],
    ['expected all of requestHash', (record) => Reflect.deleteProperty(record, 'fee')],
    ['record.usage.promptTokens', (record) => Object.assign(record, { usage: { promptTokens: 1.5 } })],
    ['record.actions[1].txHash', (record) => Object.assign(record, { actions: [action(), { chainId: 1 }] })],
    ['record.model', (record) => Object.assign(record, { model: 'm'.repeat(257) })],
  ])('for a wrong %s', (reason, spoil) => {
    const record: Record<string, unknown> = { ...honestRecord(1) }
    spoil(record)
    const line = `${JSON.stringify(sorted(record))}\n`
    expect(rejectionOf(HEADER + line)).toEqual({ line: 2, reason: expect.stringContaining(reason) })
  })

  it('for a line that is too long, before it is parsed', () => {
    const line = `"${'a'.repeat(MAX_LINE_BYTES)}"\n`
    expect(rejectionOf(HEADER + line)).toMatchObject({ line: 2, reason: expect.stringContaining('at most 4194304') })
  })

  it('for its size, before it is read', () => {
    expect(rejectionOf(new Uint8Array(MAX_TRAIL_BYTES + 1))).toMatchObject({
      reason: expect.stringContaining('at most 268435456'),
    })
  })

  it('as a whole, for its last line', () => {
    const bytes = utf8.encode(`${HEADER}${RECORD}{}\n`)
    expect(rejectionOf(bytes)).toMatchObject({ line: 3 })
    expect([...readTrail(bytes)].at(-1)).toMatchObject({ kind: 'rejected', line: 3 })
  })
})

describe('hostile bytes', () => {
  const anyBytes = fc.uint8Array({ maxLength: 300 })
  const jsonLines = fc.array(fc.json(), { maxLength: 4 }).map((lines) => utf8.encode(`${lines.join('\n')}\n`))
  const spoiled = fc.tuple(fc.nat(1500), fc.nat(255)).map(([at, byte]) => {
    const bytes = utf8.encode(HEADER + RECORD)
    bytes[at % bytes.length] = byte
    return bytes
  })

  it('never throw: they are a trail or refused with a line and a reason', () => {
    fc.assert(
      fc.property(fc.oneof(anyBytes, jsonLines, spoiled), (bytes) => {
        const lines = [...readTrail(bytes)]
        const refused = lines.filter((line) => line.kind === 'rejected')
        expect(refused.length).toBeLessThanOrEqual(1)
        if (refused.length === 1) expect(lines.at(-1)).toBe(refused[0])
        else expect(rewrite(bytes)).toEqual(bytes)
      }),
      { numRuns: 500 },
    )
  })
})

/** What a file that was read says, written again. */
function rewrite(bytes: Uint8Array): Uint8Array {
  const lines = [...readTrail(bytes)]
  const header = lines.flatMap((line) => (line.kind === 'header' ? [line.header] : []))[0]
  if (header === undefined) throw new Error('a trail has a header')
  return buildTrail(
    header,
    lines.flatMap((line) => (line.kind === 'record' ? [line.record] : [])),
  )
}

function action() {
  return { chainId: 1, txHash: `0x${'a'.repeat(64)}` }
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}
