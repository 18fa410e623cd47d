import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Bundle,
  buildBundle,
  buildLogEntry,
  formatTlogProof,
  leafHash,
  parseTlogProof,
  parseVerifierKey,
  signCheckpoint,
  toBase64,
} from '@touchstone/verify'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { namedKey } from '../../../verify/testing/log.js'
import { fullyEvidenced } from '../../../verify/testing/verified.js'
import { ORIGIN, smallLog } from '../../testing/smallLog.js'
import { Misbehaviour } from '../log/misbehaviour.js'
import { run } from '../main.js'
import { CannotCheckError } from '../usage.js'
import { describeLog } from './logged.js'

const BODY = '{"outcome":"verified"}'
let folder: string
let bundle: Bundle
let trustFile: string
let log: ReturnType<typeof smallLog>
let proof: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'touchstone-logged-'))
  const { subject, evidence, trust } = await fullyEvidenced('serves')
  trustFile = file('trust.json', JSON.stringify(trust))
  log = smallLog(['{}', BODY, '{"more":1}'], namedKey('small'), ['other', subject.id])
  proof = await log.proofOf(2)
  const verdict = { body: BODY, signature: toBase64(log.key.sign(Buffer.from(BODY))), keyId: log.keyId }
  bundle = { subject, evidence, verdict, gaps: [], logProof: proof }
})
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}
const named = () => ({ key: undefined, logKeys: [parseVerifierKey(log.verifierKey)] })
const describeWith = (logProof: string, options: Parameters<typeof describeLog>[1] = named()) =>
  describeLog({ ...bundle, logProof }, options)
async function verify(changed: Partial<Bundle>, ...args: string[]) {
  let text = ''
  const path = file('bundle.zip', buildBundle({ ...bundle, ...changed }))
  const code = await run(['verify', path, '--trust', trustFile, ...args], {
    out: (piece) => {
      text += piece
    },
    err: (piece) => {
      text += piece
    },
  })
  return { code, text }
}
const changedAt = (text: string, at: number, bits: number) =>
  `${text.slice(0, at)}${String.fromCharCode(text.charCodeAt(at) ^ bits)}${text.slice(at + 1)}`

describe('a verdict', () => {
  it('is logged, by the key that was named, by that of the verdict, or by a key that nobody looked at', async () => {
    const place = `logged at index 2 of the checkpoint of 4 entries of ${ORIGIN}`
    const { code, text } = await verify({}, '--log-key', log.verifierKey)
    expect(code).toBe(0)
    expect(text).toContain(`${place}, signed by the key that you named`)
    const none = { key: undefined, logKeys: [] }
    expect(describeWith(proof, { ...none, key: log.key.publicKey })).toBe(`${place}, signed by the key given by --key`)
    const other = namedKey('other').publicKey
    for (const key of [undefined, other])
      expect(describeWith(proof, { ...none, key })).toMatch(/signature was not checked/)
  })

  it('that is in no log is said to be in none, and ends with 2 where a key of the log was named', async () => {
    const { logProof, ...unlogged } = bundle
    expect(describeLog(unlogged, { key: undefined, logKeys: [] })).toMatch(/^no log: .* no proof/)
    expect(() => describeLog(unlogged, named())).toThrow(CannotCheckError)
    expect(describeLog({ ...unlogged, verdict: null }, { key: undefined, logKeys: [] })).toMatch(/^no verdict/)
    expect(() => describeLog({ ...bundle, verdict: null }, { key: undefined, logKeys: [] })).toThrow(CannotCheckError)
  })

  it('is another one than the log holds: nobody is accused', async () => {
    expect(() => describeLog({ ...bundle, subject: { ...bundle.subject, id: 'x' } }, named())).toThrow(CannotCheckError)
    for (const index of [0, 1, 3]) {
      const other = await log.proofOf(index)
      expect(() => describeWith(other)).toThrow(CannotCheckError)
      expect((await verify({ logProof: other })).code).toBe(2)
    }
    const stranger = smallLog(['{}', BODY], namedKey('stranger'), ['other', bundle.subject.id])
    const theirs = await stranger.proofOf(2)
    expect(() => describeWith(theirs)).toThrow(CannotCheckError)
  })
})

describe('a flipped proof', () => {
  it('says nothing better than the whole one, wherever it is flipped', () => {
    const whole = describeWith(proof)
    fc.assert(
      fc.property(fc.nat(proof.length - 1), fc.integer({ min: 1, max: 127 }), (at, bits) => {
        const flipped = changedAt(proof, at, bits)
        for (const options of [named(), { key: log.key.publicKey, logKeys: [] }, { key: undefined, logKeys: [] }])
          try {
            const said = describeWith(flipped, options)
            expect(options.logKeys).toEqual([])
            expect(said).not.toBe(whole)
            expect(said).toMatch(/signature was not checked/)
          } catch (error) {
            expect(error).toBeInstanceOf(CannotCheckError)
          }
      }),
      { numRuns: 300 },
    )
  })

  it('never raises an outcome', async () => {
    for (const at of [5, proof.indexOf('index') + 6, proof.length - 10]) {
      const flipped = { logProof: changedAt(proof, at, 1) }
      expect((await verify(flipped, '--log-key', log.verifierKey)).code).toBe(2)
      const { evidence } = bundle
      expect((await verify({ ...flipped, evidence: { ...evidence, reports: [] } })).code).toBe(2)
    }
  })
})

describe('an entry that may not stand in the log', () => {
  /** A tree of that one entry, signed by the log's key. */
  const proofOfAlone = (extra: Uint8Array) => {
    const root = leafHash(extra)
    const checkpoint = signCheckpoint({ origin: ORIGIN, size: 1, root }, log.key.publicKey, log.key.sign)
    return formatTlogProof({ extra, index: 0, path: [], checkpoint })
  }
  const entryOf = () => Buffer.from(parseTlogProof(proof).extra ?? []).toString('utf8')
  const unsigned = () => Buffer.from(entryOf().replace(/"signature":"...../, '"signature":"AAAAA'))

  it.each<[string, () => Uint8Array]>([
    ['is none', () => Buffer.from('hello')],
    ['lacks the signature of its key', unsigned],
    [
      'has another signature than the verdict',
      () => {
        const { spec: _, keyId, signature: __, ...statement } = JSON.parse(entryOf())
        return buildLogEntry({ ...statement, bodySignature: toBase64(new Uint8Array(64)) }, keyId, log.key.sign)
      },
    ],
  ])('convicts the log where it %s, by the key that was named alone', async (what, entry) => {
    const logProof = proofOfAlone(entry())
    const verdict =
      what.startsWith('has') && bundle.verdict
        ? { ...bundle.verdict, signature: toBase64(new Uint8Array(64)) }
        : bundle.verdict
    expect(() => describeLog({ ...bundle, verdict, logProof }, named())).toThrow(Misbehaviour)
    const { code, text } = await verify({ verdict, logProof }, '--log-key', log.verifierKey)
    expect({ code, text }).toMatchObject({ code: 1, text: expect.stringMatching(/^SECURITY ERROR/) })
    expect((await verify({ verdict, logProof }, '--log-key', log.verifierKey, '--json')).text).toMatch(/"failed"/)
    expect((await verify({ verdict, logProof })).code).not.toBe(1)
  })
})
