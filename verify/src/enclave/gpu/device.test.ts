import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { describe, expect, it } from 'vitest'
import { sha256 } from '#primitives'
import {
  authority,
  BASIC,
  certificate,
  deviceKey,
  deviceParts,
  extension,
  extensionsOf,
  FROM,
  issuerKey,
  issuerParts,
  mayIssue,
  maySign,
  type Parts,
  root,
  rootKey,
  rootParts,
  sign,
  TO,
} from '../../../testing/device.js'
import { concat, littleEndian } from '../../mint/bytes.js'
import { name, sequence, tagged, time } from '../../mint/der.js'
import { toPem } from '../../x509/pem.js'
import { judgeGpu } from './gpu.js'
import { readDeviceChain } from './pem.js'
import { parseTranscript } from './transcript.js'

const AT = Date.UTC(2026, 0, 1)
const NONCE = '5a'.repeat(32)

function transcriptOf(nonce = NONCE, record = new Uint8Array(0), secret = deviceKey.secret): Uint8Array {
  const request = concat(hexToBytes('11e001ff'), hexToBytes(nonce), Uint8Array.of(0))
  const head = concat(hexToBytes('11600000'), Uint8Array.of(9), littleEndian(record.length, 3))
  const signed = concat(request, head, record, new Uint8Array(32).fill(8), littleEndian(0, 2))
  return concat(signed, sign(signed, secret))
}

interface Made {
  device?: Partial<Parts>
  issuer?: Partial<Parts>
  root?: Partial<Parts>
  deviceBy?: Uint8Array
}
function judge(made: Made = {}, at = AT, transcript = transcriptOf()) {
  const top = made.root === undefined ? root : certificate({ ...rootParts, ...made.root }, rootKey.secret)
  const chain = [
    certificate({ ...deviceParts, ...made.device }, made.deviceBy ?? issuerKey.secret),
    certificate({ ...issuerParts, ...made.issuer }, rootKey.secret),
    top,
  ]
  const pinned = { name: 'test root', sha256: bytesToHex(sha256(top)), der: '', source: '', asOf: '' }
  const device = { chain: `${chain.map(toPem).join('\n')}\n`, transcript, arch: null }
  return judgeGpu({ nonce: null, devices: [device] }, { nonce: NONCE, at, roots: [pinned] })
}
const refused = (why: string) => ({ kind: 'refused', why: `GPU 1 of 1: ${why}` })

describe('a device of a pinned root', () => {
  it('is genuine from the first to the last second of its certificates', () => {
    const genuine = { kind: 'genuine', devices: 1, roots: ['test root'] }
    for (const at of [FROM, AT, TO]) expect(judge({}, at)).toEqual(genuine)
    expect(judge({}, FROM - 1)).toEqual(refused('certificate 1 was not in force.'))
    expect(judge({}, TO + 1)).toEqual(refused('certificate 1 was not in force.'))
    const short = { validity: sequence(time(FROM), time(AT)) }
    expect(judge({ issuer: short }, AT)).toEqual(genuine)
    expect(judge({ issuer: short }, AT + 1)).toEqual(refused('certificate 2 was not in force.'))
    expect(judge({ root: short }, AT + 1)).toEqual(refused('certificate 3 was not in force.'))
  })

  it.each<[string, Made, string]>([
    [
      'is itself an authority',
      { device: { extensions: extensionsOf(authority, maySign) } },
      'its first certificate is not that of a device.',
    ],
    [
      'may not sign',
      { device: { extensions: extensionsOf(mayIssue) } },
      'its first certificate is not that of a device.',
    ],
    [
      'says nothing of its use',
      { device: { extensions: extensionsOf() } },
      'its first certificate is not that of a device.',
    ],
    [
      'is issued by another device',
      { issuer: { extensions: extensionsOf(maySign) } },
      'certificate 2 may not issue certificates.',
    ],
    [
      'is issued by no authority',
      { issuer: { extensions: extensionsOf(mayIssue) } },
      'certificate 2 may not issue certificates.',
    ],
    [
      'is issued by an authority for other uses',
      { issuer: { extensions: extensionsOf(authority, maySign) } },
      'certificate 2 may not issue certificates.',
    ],
    [
      'is issued by what says that it is no authority',
      { issuer: { extensions: extensionsOf(extension(BASIC, sequence(tagged(0x01, Uint8Array.of(0)))), mayIssue) } },
      'certificate 2 may not issue certificates.',
    ],
    [
      'is issued by what says nothing of authority',
      { issuer: { extensions: extensionsOf(extension(BASIC, sequence()), mayIssue) } },
      'certificate 2 may not issue certificates.',
    ],
    [
      'has a root that may not issue',
      { root: { extensions: extensionsOf(mayIssue) } },
      'certificate 3 may not issue certificates.',
    ],
    ['is signed by a stranger', { deviceBy: rootKey.secret }, 'certificate 1 is not signed by the next.'],
    ['names another issuer', { device: { issuer: name('root') } }, 'certificate 1 names another issuer.'],
  ])('is refused where it %s', (_, made, why) => {
    expect(judge(made)).toEqual(refused(why))
  })

  it('is refused for another nonce, named, and for another key', () => {
    const other = 'a5'.repeat(32)
    expect(judge({}, AT, transcriptOf(other))).toEqual({
      kind: 'refused',
      why: 'GPU 1 of 1 answered another nonce than that of this report.',
      expected: NONCE,
      found: other,
    })
    expect(judge({}, AT, transcriptOf(NONCE, undefined, issuerKey.secret))).toEqual(
      refused('its transcript is not signed by its certificate.'),
    )
  })

  it('needs a root, evidence, a nonce, and as many devices as it shows', () => {
    const pinned = { name: 'r', sha256: bytesToHex(sha256(root)), der: '', source: '', asOf: '' }
    const chain = [certificate(deviceParts, issuerKey.secret), certificate(issuerParts, rootKey.secret), root]
    const device = { chain: chain.map(toPem).join('\n'), transcript: transcriptOf(), arch: null }
    const context = { nonce: NONCE, at: AT, roots: [pinned] }
    const claim = { nonce: null, devices: [device, device] }
    expect(judgeGpu(claim, context)).toEqual({
      ...{ kind: 'refused', why: 'The evidence of one GPU stands for several.' },
      ...{ expected: '2 GPUs', found: '1' },
    })
    expect(judgeGpu(claim, { ...context, nonce: null })).toEqual({
      kind: 'absent',
      why: 'The quote names no nonce that GPU evidence could answer.',
    })
    expect(judgeGpu(claim, { ...context, roots: [{ ...pinned, sha256: '00'.repeat(32) }] })).toEqual({
      kind: 'absent',
      why: 'GPU 1 of 2: its certificates end in a root that is not pinned.',
      found: pinned.sha256,
    })
    // Two certificates are enough where the second is pinned.
    const direct = certificate({ ...deviceParts, issuer: name('root') }, rootKey.secret)
    const short = { ...device, chain: [direct, root].map(toPem).join('\n') }
    expect(judgeGpu({ nonce: null, devices: [short] }, context)).toMatchObject({ kind: 'genuine' })
    const alone = { ...device, chain: toPem(direct) }
    expect(judgeGpu({ nonce: null, devices: [alone] }, context)).toEqual(refused('fewer than two certificates.'))
  })
})

describe('a transcript', () => {
  it('is read with a record of any length that three bytes say', () => {
    for (const size of [0, 1, 255, 256, 65_535, 65_536, 70_000]) {
      const bytes = transcriptOf(NONCE, new Uint8Array(size).fill(3))
      expect(parseTranscript(bytes)).toEqual({
        ...{ nonce: hexToBytes(NONCE), blocks: 9 },
        ...{ signed: bytes.slice(0, -96), signature: bytes.slice(-96) },
      })
    }
  })

  const least = transcriptOf()
  it.each<[string, Uint8Array, string]>([
    ['a byte too short', least.slice(1), `expected at least ${least.length} bytes, found ${least.length - 1}`],
    ['of another version', least.with(0, 0x12), 'expected a request for all measurements'],
    ['of another request', least.with(1, 0xe1), 'expected a request for all measurements'],
    ['without signature', least.with(2, 0), 'expected a request for all measurements'],
    ['of one measurement', least.with(3, 1), 'expected a request for all measurements'],
    ['answered in another version', least.with(37, 0x12), 'expected a response with measurements'],
    ['answered with an error', least.with(38, 0x7f), 'expected a response with measurements'],
    ['with a longer record', least.with(42, 1), 'the record of measurements is cut off'],
    ['with a far longer record', least.with(44, 1), 'the record of measurements is cut off'],
    [
      'with opaque data cut off',
      least.with(77, 5),
      `expected ${least.length + 5} bytes by its lengths, found ${least.length}`,
    ],
  ])('%s is refused', (_, bytes, message) => {
    expect(() => parseTranscript(bytes)).toThrow(expect.objectContaining({ name: 'TranscriptError', message }))
  })
})

describe('a chain in PEM', () => {
  it('has at most eight certificates, in base64', () => {
    const chain = (count: number) => Array(count).fill(toPem(root)).join('\n')
    expect(readDeviceChain(`${chain(8)}\n`)).toEqual(Array(8).fill(root))
    expect(() => readDeviceChain(chain(9))).toThrow('more than 8 certificates')
    expect(() => readDeviceChain(toPem(root).replace('MII', 'M*I'))).toThrow('expected base64 between the lines of PEM')
  })
})
