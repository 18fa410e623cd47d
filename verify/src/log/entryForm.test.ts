import canonicalize from 'canonicalize'
import { describe, expect, it } from 'vitest'
import { namedKey } from '../../testing/log.js'
import { toBase64 } from '../base64.js'
import { buildLogEntry, keyOfEntry, LogEntryError, logKeyId, readLogEntry, signedBytes } from './entry.js'
import { findKey, followEntry, isEntrySignedBy, isVerdictOf } from './keyRing.js'

const key = namedKey('first')
const other = namedKey('second')
const keyId = logKeyId(key.publicKey)
const SIGNATURE = `${'A'.repeat(86)}==`
const DIGEST = 'ab'.repeat(32)
const common = { spec: 'touchstone-log/1', keyId, signature: SIGNATURE }
const keyEntry = { ...common, kind: 'key', publicKey: `${'A'.repeat(43)}=` }
const verdictEntry = {
  ...{ ...common, kind: 'verdict', settlement: 's', verdict: '1', supersedes: null },
  ...{ bodySha256: DIGEST, bodySignature: SIGNATURE, bodyKeyId: DIGEST },
}
const encode = (text: string) => new TextEncoder().encode(text)
const read = (entry: unknown) => readLogEntry(encode(canonicalize(entry) ?? ''))

describe('an entry', () => {
  it('is canonical JSON, signed behind the name of its form', () => {
    const statement = { kind: 'key', publicKey: toBase64(key.publicKey) } as const
    const entry = readLogEntry(buildLogEntry(statement, keyId, key.sign))
    const text = `{"keyId":"${keyId}","kind":"key","publicKey":"${statement.publicKey}","spec":"touchstone-log/1"}`
    expect(new TextDecoder().decode(signedBytes(entry))).toBe(`touchstone-log/1\n${text}`)
    expect(entry).toEqual({
      ...{ ...statement, spec: 'touchstone-log/1', keyId },
      signature: toBase64(key.sign(encode(`touchstone-log/1\n${text}`))),
    })
    expect(entry.kind === 'key' && keyOfEntry(entry)).toEqual(key.publicKey)
  })

  it('is read with what it may say', () => {
    expect(read(keyEntry)).toEqual(keyEntry)
    for (const changes of [
      {},
      { supersedes: '1', verdict: '9999999999999999999' },
      { settlement: 'x'.repeat(200) },
      { settlement: '\u{feff}ä' },
    ])
      expect(read({ ...verdictEntry, ...changes })).toEqual({ ...verdictEntry, ...changes })
  })

  const text = canonicalize(verdictEntry) ?? ''
  const bytes = encode(text)
  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['no JSON', encode(text.slice(1))],
    ['JSON with a space', encode(`${text} `)],
    ['JSON in another order', encode(text.replace(/^\{(.*)"bodyKeyId":("\w+"),/, '{"z":1,"bodyKeyId":$2,'))],
    ['a key twice', encode(text.replace('{', '{"kind":"key",'))],
    ['an escape that need not be', encode(text.replace('"s"', '"\\u0073"'))],
    ['a mark of byte order', encode(`\u{feff}${text}`)],
    ['bytes that are no UTF-8', bytes.with(text.indexOf('"s"') + 1, 0xff)],
  ])('is not %s', (_, form) => {
    expect(() => readLogEntry(form)).toThrow(new LogEntryError('The entry is not canonical JSON.'))
  })

  it.each([
    'null',
    '7',
    'true',
    '"kind"',
    '[]',
    '{}',
    ...['x', '', 'constructor', 'toString'].map((kind) => ({ kind })),
  ])('is of no kind: %j', (value) => {
    const form = typeof value === 'string' ? value : (canonicalize({ ...verdictEntry, ...value }) ?? '')
    expect(() => readLogEntry(encode(form))).toThrow(new LogEntryError('The entry is of no known kind.'))
  })

  const hex = 'expected 64 lower-case hex digits'
  const base64 = 'expected base64 of 64 bytes'
  // Bits behind the last byte that mean nothing: another spelling of the same bytes.
  const respelled = `${'A'.repeat(85)}B==`
  it.each<[object, string]>([
    [{ spec: 'touchstone-log/2' }, 'entry.spec: expected "touchstone-log/1"'],
    [{ spec: undefined }, 'entry.spec: expected "touchstone-log/1"'],
    ...[DIGEST.toUpperCase(), `${DIGEST}a`, DIGEST.slice(1), `0x${DIGEST}`, 1].map((value): [object, string] => [
      { keyId: value },
      `entry.keyId: ${hex}`,
    ]),
    ...['', SIGNATURE.slice(4), `AAAA${SIGNATURE}`, `${SIGNATURE} `, 'A'.repeat(88), respelled, null].map(
      (value): [object, string] => [{ signature: value }, `entry.signature: ${base64}`],
    ),
    [{ bodySignature: respelled }, `entry.bodySignature: ${base64}`],
    [{ bodySignature: 'A'.repeat(86) }, `entry.bodySignature: ${base64}`],
    [{ bodySha256: 'x' }, `entry.bodySha256: ${hex}`],
    [{ bodyKeyId: null }, `entry.bodyKeyId: ${hex}`],
    [{ settlement: 'x'.repeat(201) }, 'entry.settlement: expected text of at most 200 characters'],
    ...['', '0', '01', '-1', '1.5', 'x1', '1x', '1'.repeat(20), 1].flatMap((value): [object, string][] => [
      [{ verdict: value }, 'entry.verdict: expected a number'],
      [{ supersedes: value }, 'entry.supersedes: expected a number'],
    ]),
    [{ supersedes: undefined }, 'entry.supersedes: expected a number'],
    [{ kind: 'key' }, 'entry.publicKey: expected base64 of 32 bytes'],
    ...[`${'A'.repeat(42)}B=`, 'A'.repeat(44), `${'A'.repeat(42)}==`, `${'A'.repeat(43)}`].map(
      (publicKey): [object, string] => [{ kind: 'key', publicKey }, 'entry.publicKey: expected base64 of 32 bytes'],
    ),
  ])('is refused by the name of the field: %j', (changes, wrong) => {
    expect(() => read({ ...verdictEntry, ...changes })).toThrow(new LogEntryError(`The entry is malformed: ${wrong}.`))
  })

  it('is refused by an error with a name', () => expect(new LogEntryError('x').name).toBe('LogEntryError'))
})

describe('the signature of an entry', () => {
  const statement = { kind: 'key', publicKey: toBase64(other.publicKey) } as const
  const ring = [toBase64(key.publicKey)]

  it('is of the key that the entry names', () => {
    const entry = readLogEntry(buildLogEntry(statement, keyId, key.sign))
    expect(isEntrySignedBy(key.publicKey, entry)).toBe(true)
    expect(isEntrySignedBy(other.publicKey, entry)).toBe(false)
    // Signed by the key in force, in the name of another one.
    const misnamed = readLogEntry(buildLogEntry(statement, logKeyId(other.publicKey), key.sign))
    expect(isEntrySignedBy(key.publicKey, misnamed)).toBe(false)
    expect(() => followEntry(ring, misnamed)).toThrow(LogEntryError)
    const forged = readLogEntry(buildLogEntry(statement, keyId, other.sign))
    expect(isEntrySignedBy(key.publicKey, forged)).toBe(false)
    expect(followEntry(ring, entry)).toEqual([...ring, statement.publicKey])
  })

  it('is of no key that a verdict brings along', () => {
    const verdict = { ...verdictEntry, keyId, publicKey: toBase64(key.publicKey) }
    const { signature: _, ...unsigned } = verdict
    const signature = toBase64(key.sign(encode(`touchstone-log/1\n${canonicalize(unsigned)}`)))
    const entry = read({ ...unsigned, signature })
    expect(isEntrySignedBy(key.publicKey, entry)).toBe(true)
    expect(() => followEntry([], entry)).toThrow(new LogEntryError('The first entry of a log has to name its key.'))
    expect(() => followEntry(ring, entry)).toThrow(
      new LogEntryError(`The verdict is signed by key ${DIGEST}, which is none of the log's.`),
    )
  })

  it('of a verdict is over the very text whose digest the entry names', () => {
    const body = '{"outcome":"paid"}'
    const stated = (bodySha256: string, signed: string) => ({
      ...({ kind: 'verdict', settlement: 's', verdict: '1', supersedes: null, bodySha256, bodyKeyId: keyId } as const),
      bodySignature: toBase64(key.sign(encode(signed))),
    })
    const entryOf = (bodySha256: string, signed = body) =>
      readLogEntry(buildLogEntry(stated(bodySha256, signed), keyId, key.sign))
    const digest = logKeyId(encode(body))
    expect(isVerdictOf(entryOf(digest), body, ring)).toBe(true)
    expect(isVerdictOf(entryOf(DIGEST), body, ring)).toBe(false)
    expect(isVerdictOf(entryOf(digest, `${body} `), body, ring)).toBe(false)
    expect(isVerdictOf(entryOf(digest), body, [])).toBe(false)
  })

  it('is looked up by the id of its key', () => {
    const two = [...ring, toBase64(other.publicKey)]
    expect(findKey(two, logKeyId(other.publicKey))).toEqual(other.publicKey)
    expect(findKey(two, keyId)).toEqual(key.publicKey)
    expect(findKey(two, DIGEST)).toBeUndefined()
    expect(findKey([], keyId)).toBeUndefined()
  })
})
