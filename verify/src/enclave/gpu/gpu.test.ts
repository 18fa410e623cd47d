import { utf8ToBytes } from '@noble/hashes/utils.js'
import { describe, expect, it } from 'vitest'
import { findFixture, skipReason } from '../../../testing/fixtures.js'
import { nvidiaRoot } from '../../../testing/nvidia.js'
import { type GpuClaim, type GpuEvidence, readGpuClaim } from '../report/gpuClaim.js'
import { readReport } from '../report/report.js'
import { judgeGpu } from './gpu.js'
import { parseTranscript } from './transcript.js'

const AT = Date.UTC(2026, 2, 1)
const FILE = 'tee/nvidia-gpu-evidence.json'
const REPORT = 'tee/0g-llm-attestation-report.json'
const file = findFixture<{ nonce: string }[]>(FILE)
const report = findFixture<{ request_nonce: string }>(REPORT)
const roots = [nvidiaRoot]

function flip(bytes: Uint8Array, at: number, bit: number): Uint8Array {
  return bytes.with(at, (bytes[at] ?? 0) ^ (1 << bit))
}

describe('judgeGpu without evidence', () => {
  const claim: GpuClaim = { nonce: null, devices: [] }
  const context = { nonce: '00'.repeat(32), at: AT, roots }

  it('has nothing to judge without root, evidence or nonce', () => {
    expect(judgeGpu(claim, { ...context, roots: [] })).toMatchObject({
      kind: 'absent',
      why: expect.stringMatching(/no root/),
    })
    expect(judgeGpu(claim, context)).toMatchObject({ kind: 'absent', why: expect.stringContaining('no evidence') })
  })
})

describe.skipIf(file === undefined || report === undefined)(
  file && report ? 'judgeGpu on real evidence' : skipReason(FILE, 12),
  () => {
    const claim = readGpuClaim(file ?? null, 'evidence') ?? { nonce: null, devices: [] }
    const context = { nonce: file?.[0]?.nonce ?? '', at: AT, roots }
    const [device = { chain: '', transcript: new Uint8Array(), arch: null }, second = device] = claim.devices
    const judge = (changes: Partial<GpuEvidence>, around: Partial<typeof context> = {}) =>
      judgeGpu({ nonce: null, devices: [{ ...device, ...changes }] }, { ...context, ...around })

    it('accepts 8 of 8, and the one of a report', () => {
      expect(judgeGpu(claim, context)).toEqual({ kind: 'genuine', devices: 8, roots: [nvidiaRoot.name] })
      const gpu = readReport(JSON.stringify(report)).gpu ?? claim
      const own = { ...context, nonce: report?.request_nonce ?? '' }
      expect(judgeGpu(gpu, own)).toMatchObject({ kind: 'genuine', devices: 1 })
      expect(judgeGpu(gpu, context)).toMatchObject({ kind: 'refused', expected: context.nonce, found: own.nonce })
    })

    it('has nothing to compare without a nonce', () => {
      expect(judgeGpu(claim, { ...context, nonce: null })).toMatchObject({ kind: 'absent' })
    })

    it('accepts no flip of the transcript: every byte lies under the signature, in it, or in a fixed place', () => {
      const { signed, signature } = parseTranscript(device.transcript)
      expect(signed.length + signature.length).toBe(device.transcript.length)
      expect(device.transcript.subarray(0, signed.length)).toEqual(signed)
      const steps = [0, 1, 2, 3, 4, 20, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44]
      for (let at = 45; at < device.transcript.length; at += 131) steps.push(at)
      steps.push(signed.length - 1, signed.length, signed.length + 47, signed.length + 48, device.transcript.length - 1)
      for (const at of steps) {
        const judged = judge({ transcript: flip(device.transcript, at, at % 8) })
        expect(judged.kind, `byte ${at}`).toBe('refused')
      }
    })

    it('accepts no flip of the certificates', () => {
      const chain = utf8ToBytes(device.chain)
      for (let at = 0; at < chain.length - 1; at += 67) {
        const text = String.fromCharCode(...flip(chain, at, at % 7))
        expect(judge({ chain: text }).kind, `byte ${at}`).not.toBe('genuine')
      }
    })

    it.each<[string, Partial<GpuEvidence>, Partial<typeof context>, string, RegExp]>([
      ['the certificates of another GPU', { chain: second.chain }, {}, 'refused', /not signed by its certificate/],
      ['a chain without its root', { chain: cut(device.chain, 4) }, {}, 'absent', /a root that is not pinned/],
      ['a chain with a gap', { chain: drop(device.chain, 2) }, {}, 'refused', /certificate 2 names another issuer/],
      ['a chain in the wrong order', { chain: reverse(device.chain) }, {}, 'refused', /not that of a device/],
      ['a device alone', { chain: cut(device.chain, 1) }, {}, 'refused', /fewer than two/],
      ['no certificate', { chain: '' }, {}, 'refused', /fewer than two|canonical/],
      ['bytes between certificates', { chain: `\n${device.chain}` }, {}, 'refused', /canonical PEM/],
      ['too many certificates', { chain: device.chain.repeat(2) }, {}, 'refused', /more than 8|canonical/],
      ['a time before the device', {}, { at: Date.UTC(2019, 0, 1) }, 'refused', /certificate 1 was not in force/],
      ['no time', {}, { at: Number.NaN }, 'refused', /was not in force/],
      ['a root of somebody else', {}, { roots: [{ ...nvidiaRoot, sha256: '00'.repeat(32) }] }, 'absent', /not pinned/],
      ['a short transcript', { transcript: new Uint8Array(100) }, {}, 'refused', /at least 175 bytes/],
      [
        'a longer transcript',
        { transcript: Uint8Array.from([...device.transcript, 0]) },
        {},
        'refused',
        /by its lengths/,
      ],
      ['a transcript cut off', { transcript: device.transcript.slice(0, -1) }, {}, 'refused', /by its lengths/],
    ])('takes %s for what it is', (_, changes, around, kind, why) => {
      expect(judge(changes, around)).toMatchObject({ kind, why: expect.stringMatching(why) })
    })

    it('counts one GPU once', () => {
      const judged = judgeGpu({ nonce: null, devices: [device, second, device] }, context)
      expect(judged).toMatchObject({ kind: 'refused', expected: '3 GPUs', found: '2' })
    })

    it('is one wrong GPU of eight away from a refusal', () => {
      const devices = claim.devices.with(5, { ...device, transcript: flip(device.transcript, 900, 3) })
      expect(judgeGpu({ nonce: null, devices }, context)).toMatchObject({
        kind: 'refused',
        why: expect.stringMatching(/^GPU 6 of 8/),
      })
    })
  },
)

const END = '-----END CERTIFICATE-----\n'
function blocks(chain: string): string[] {
  return chain.split(END).slice(0, -1)
}
function cut(chain: string, count: number): string {
  return blocks(chain).slice(0, count).join(END) + END
}
function drop(chain: string, at: number): string {
  return blocks(chain).toSpliced(at, 1).join(END) + END
}
function reverse(chain: string): string {
  return blocks(chain).toReversed().join(END) + END
}
