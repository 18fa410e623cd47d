import { utf8ToBytes } from '@noble/hashes/utils.js'
import { describe, expect, it } from 'vitest'
import { toBase64 } from '../../base64.js'
import { readGpuClaim } from './gpuClaim.js'
import { ReportError } from './reportError.js'

const EVIDENCE = { certificate: toBase64(utf8ToBytes('PEM')), evidence: '11e0', arch: 'HOPPER' }
const DEVICE = { chain: 'PEM', transcript: Uint8Array.of(0x11, 0xe0), arch: 'HOPPER' }

function refusal(value: unknown): string {
  try {
    readGpuClaim(value, 'gpu')
  } catch (error) {
    if (error instanceof ReportError) return `${error.kind} ${error.message}`
    throw error
  }
  return 'accepted'
}

describe('claim of GPUs', () => {
  it.each([[null], [''], [{}], [[]], ['{}'], ['[]'], ['null']])('is none where the report has %o', (value) => {
    expect(readGpuClaim(value, 'gpu')).toBeNull()
  })

  it('stands where a report names GPUs and brings no evidence', () => {
    expect(readGpuClaim({ evidence_list: [] }, 'gpu')).toEqual({ nonce: null, devices: [] })
    expect(readGpuClaim('{"nonce":"FF","evidence_list":[]}', 'gpu')).toEqual({ nonce: Uint8Array.of(255), devices: [] })
  })

  it('has the evidence of each', () => {
    const bare = { certificate: EVIDENCE.certificate, evidence: EVIDENCE.evidence }
    const devices = [DEVICE, { ...DEVICE, arch: null }]
    expect(readGpuClaim([EVIDENCE, bare], 'gpu')).toEqual({ nonce: null, devices })
    expect(readGpuClaim(JSON.stringify([EVIDENCE, bare]), 'gpu')).toEqual({ nonce: null, devices })
    expect(readGpuClaim({ evidence_list: [EVIDENCE], arch: 'HOPPER' }, 'gpu')).toEqual({
      nonce: null,
      devices: [DEVICE],
    })
    expect(readGpuClaim(new Array(16).fill(EVIDENCE), 'gpu')?.devices).toHaveLength(16)
  })

  it.each<[string, unknown, string]>([
    ['a number', 1, 'gpu: expected a list'],
    ['broken text', '{', 'gpu: expected JSON'],
    ['too long a text', ' '.repeat(2_097_153), 'gpu: expected JSON of at most 2097152 characters'],
    ['no list', { nonce: '00' }, 'gpu.evidence_list: expected a list'],
    ['too many', new Array(17).fill(EVIDENCE), 'gpu: expected a list of at most 16 entries'],
    ['a device that is no object', { evidence_list: ['x'] }, 'gpu.evidence_list[0]: expected an object'],
    ['no certificate', [EVIDENCE, { evidence: '00' }], 'gpu[1].certificate: expected text'],
    [
      'a long certificate',
      [{ ...EVIDENCE, certificate: '00'.repeat(32_769) }],
      'gpu[0].certificate: expected at most 32768 bytes',
    ],
    ['a certificate that is no text', [{ ...EVIDENCE, certificate: 'ff' }], 'gpu[0].certificate: expected UTF-8'],
    ['no evidence', [{ certificate: EVIDENCE.certificate }], 'gpu[0].evidence: expected text'],
    [
      'long evidence',
      [{ ...EVIDENCE, evidence: '00'.repeat(65_537) }],
      'gpu[0].evidence: expected at most 65536 bytes',
    ],
    [
      'a long architecture',
      [{ ...EVIDENCE, arch: 'a'.repeat(65) }],
      'gpu[0].arch: expected text of at most 64 characters',
    ],
    ['an architecture that is no text', [{ ...EVIDENCE, arch: 1 }], 'gpu[0].arch: expected text'],
    ['a nonce that is no hex', { nonce: 'x', evidence_list: [] }, 'gpu.nonce: expected hex digits in pairs'],
    ['a long nonce', { nonce: '00'.repeat(65), evidence_list: [] }, 'gpu.nonce: expected at most 64 bytes'],
  ])('is refused with %s', (_, value, expected) => {
    expect(refusal(value)).toBe(`malformed ${expected}`)
  })
})
