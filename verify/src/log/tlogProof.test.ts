import { describe, expect, it } from 'vitest'
import { namedKey, someEntries } from '../../testing/log.js'
import { toBase64 } from '../base64.js'
import { signCheckpoint } from './checkpoint.js'
import { leafHash, nodeHash } from './hash.js'
import { formatTlogProof, parseTlogProof, TlogProofError, verifyTlogProof } from './tlogProof.js'

const FORM = 'c2sp.org/tlog-proof@v1'
const HASH = toBase64(leafHash(new Uint8Array()))
const key = namedKey('log')
const origin = 'example.org/log'
const verifier = { name: origin, publicKey: key.publicKey }
const refused = (text: string, why: string) => expect(() => parseTlogProof(text)).toThrow(new TlogProofError(why))

describe('the text of a proof', () => {
  const hash = leafHash(new Uint8Array())
  const plain = { extra: undefined, index: 3, path: [hash, hash], checkpoint: 'a\n\nb\n' }

  it('is form, extra, index, hashes, and the checkpoint behind an empty line', () => {
    expect(formatTlogProof(plain)).toBe(`${FORM}\nindex 3\n${HASH}\n${HASH}\n\na\n\nb\n`)
    const full = { extra: Uint8Array.of(1, 2), index: 0, path: [], checkpoint: 'x' }
    expect(formatTlogProof(full)).toBe(`${FORM}\nextra AQI=\nindex 0\n\nx`)
    for (const proof of [plain, full, { ...full, extra: new Uint8Array(), index: Number.MAX_SAFE_INTEGER }])
      expect(parseTlogProof(formatTlogProof(proof))).toEqual(proof)
  })

  it('has a checkpoint, and at most a mebibyte', () => {
    const none = 'The proof has no checkpoint.'
    for (const text of ['', FORM, `${FORM}\nindex 0\n`, `${FORM}\nindex 0\nx`]) refused(text, none)
    const start = `${FORM}\nindex 0\n\n`
    const longest = `${start}${'x'.repeat(1024 * 1024 - start.length)}`
    expect(parseTlogProof(longest).checkpoint).toHaveLength(1024 * 1024 - start.length)
    refused(`${longest}x`, none)
  })

  it('begins with its form', () => {
    for (const text of [
      '\n\nx',
      'c2sp.org/tlog-proof@v2\nindex 0\n\nx',
      ` ${FORM}\nindex 0\n\nx`,
      `${FORM} \nindex 0\n\nx`,
    ])
      refused(text, `The first line is not ${FORM}.`)
  })

  it.each([
    ...['', '\nindex', '\nindex ', '\nindex 01', '\nindex -1', '\nindex +1', '\nindex 1 ', '\n index 1', '\nxindex 1'],
    ...['\nindex 1.5', '\nindex x', '\nindex 9007199254740992', '\nIndex 1', '\nextra AA==', `\n${HASH}\nindex 1`],
    ...['\nxextra AA==\nindex 1', '\nextra AA==\nextra AA==\nindex 1'],
  ])('has no index in %j', (lines) => {
    refused(`${FORM}${lines}\n\nx`, 'The line with the index is missing or malformed.')
  })

  it('has base64 where it has bytes', () => {
    for (const bad of ['!', 'A', 'AB==', ' ', 'AA== '])
      refused(`${FORM}\nextra ${bad}\nindex 0\n\nx`, "The proof's extra is not base64.")
    refused(`${FORM}\nindex 0\n!\n\nx`, "The proof's hash 0 is not base64.")
    refused(`${FORM}\nindex 0\n${HASH}\n${HASH} \n\nx`, "The proof's hash 1 is not base64.")
  })

  it('has hashes of 32 bytes, at most 64', () => {
    for (const length of [1, 31, 33, 64])
      for (const lines of [[toBase64(new Uint8Array(length))], [HASH, toBase64(new Uint8Array(length)), HASH]])
        refused(`${FORM}\nindex 0\n${lines.join('\n')}\n\nx`, 'A hash has not 32 bytes.')
    const withHashes = (count: number) => `${FORM}\nindex 0\n${`${HASH}\n`.repeat(count)}\nx`
    expect(parseTlogProof(withHashes(64)).path).toHaveLength(64)
    refused(withHashes(65), 'The proof has more than 64 hashes.')
  })

  it('is refused by an error with a name', () => expect(new TlogProofError('x').name).toBe('TlogProofError'))
})

describe('a proof', () => {
  const [first, second] = someEntries(2) as [Uint8Array, Uint8Array]
  const root = nodeHash(leafHash(first), leafHash(second))
  const checkpoint = signCheckpoint({ origin, size: 2, root }, key.publicKey, key.sign)
  const proof = { extra: undefined, index: 1, path: [leafHash(first)], checkpoint }
  const text = formatTlogProof(proof)

  it('shows the entry at its index, under the signed root', () => {
    expect(verifyTlogProof(text, second, [verifier])).toEqual({
      ...{ kind: 'member', index: 1 },
      checkpoint: { origin, size: 2, root },
    })
  })

  it('shows nothing of another entry, whatever it says beside it', () => {
    const why = 'The proof does not lead from the entry to the root of 2 entries.'
    expect(verifyTlogProof(text, first, [verifier])).toEqual({ kind: 'failed', why })
    // `extra` is the application's: it says nothing of what is asked.
    expect(verifyTlogProof(formatTlogProof({ ...proof, extra: second }), first, [verifier])).toEqual({
      kind: 'failed',
      why,
    })
    for (const changes of [{ index: 0 }, { index: 2 }, { path: [] }, { path: [leafHash(first), root] }])
      expect(verifyTlogProof(formatTlogProof({ ...proof, ...changes }), second, [verifier])).toEqual({
        ...{ kind: 'failed', why },
      })
  })

  it('is none without the signature of a known key, with the reason', () => {
    const failed = (why: string) => ({ kind: 'failed', why })
    expect(verifyTlogProof(text, second, [])).toEqual(failed('The note is not signed by a known key.'))
    expect(verifyTlogProof(text, second, [{ name: origin, publicKey: namedKey('other').publicKey }])).toEqual(
      failed('The note is not signed by a known key.'),
    )
    expect(verifyTlogProof(text.replace('\n2\n', '\n3\n'), second, [verifier])).toEqual(
      failed('The signature of example.org/log under the note is wrong.'),
    )
    expect(verifyTlogProof('', second, [verifier])).toEqual(failed('The proof has no checkpoint.'))
    expect(verifyTlogProof(`${FORM}\nindex 1\n\nx`, second, [verifier])).toEqual(
      failed('This is no signed note: expected a text, an empty line and signatures.'),
    )
  })

  it('is not said to fail where the asker does', () => {
    const broken = new Proxy(verifier, {
      get: () => {
        throw new TypeError('a defect of the asker')
      },
    })
    expect(() => verifyTlogProof(text, second, [broken])).toThrow('a defect of the asker')
  })
})
