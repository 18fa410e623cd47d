import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { halvesOf, parseSignedText } from './signedText.js'

const A = 'a'.repeat(64)
const B = 'b1'.repeat(32)
const C = 'c'.repeat(64)

describe('a signed text', () => {
  it.each([
    [`${A}:${B}`, { kind: 'in-enclave', requestSha256: A, responseSha256: B }, `${A}:${B}`],
    [`${A}:${B},${C}`, { kind: 'images', requestSha256: A, imageSha256: [B, C] }, `${A}:${B},${C}`],
    [
      `${A}:${B}:centralized:aliyun:${C}`,
      {
        kind: 'relayed',
        requestSha256: A,
        responseSha256: B,
        providerType: 'centralized',
        providerIdentity: 'aliyun',
        tlsCertificateSha256: C,
      },
      `${A}:${B}`,
    ],
    [`zg-sig-v1/e2ee-ct:${A}:${B}`, { kind: 'sealed', isStream: false, requestHash: A, responseHash: B }, `${A}:${B}`],
    [
      `zg-sig-v1/e2ee-ct-stream:${A}:${B}`,
      { kind: 'sealed', isStream: true, requestHash: A, responseHash: B },
      `${A}:${B}`,
    ],
    [`zg-sig-v1/plain:${A}:${B}`, { kind: 'plain', requestSha256: A, responseSha256: B }, `${A}:${B}`],
  ])('%s', (text, signed, halves) => {
    const found = parseSignedText(text)
    expect(found).toEqual(signed)
    expect(found && halvesOf(found)).toBe(halves)
  })

  it.each([
    '',
    ':',
    A,
    `${A}:`,
    `${A}:${B}:`,
    `:${A}:${B}`,
    `${A}:${B}\n`,
    ` ${A}:${B}`,
    `${A.toUpperCase()}:${B}`,
    `0x${A}:${B}`,
    `${A}0:${B}`,
    `${A.slice(1)}:${B}`,
    `${A}:${B},`,
    `${A}:,${B}`,
    `${A}:${B},,${C}`,
    `${A},${A}:${B}`,
    `${A}:${B}, ${C}`,
    `${A}:${B}:${C}`,
    `${A}:${B}:centralized:${C}`,
    `${A}:${B}:centralized:aliyun:${C}:`,
    `${A}:${B}:centralized:aliyun:x:${C}`,
    `${A}:${B}::aliyun:${C}`,
    `${A}:${B}:centralized::${C}`,
    `${A}:${B}:centralized:ali yun:${C}`,
    `${A}:${B}:centralized:аliyun:${C}`,
    `${A}:${B}:${'x'.repeat(257)}:aliyun:${C}`,
    `${A}:${B}:centralized:aliyun:${C.toUpperCase()}`,
    `${A}:${B}:centralized:aliyun:0x${C}`,
    `zg-sig-v2/e2ee-ct:${A}:${B}`,
    `ZG-SIG-V1/e2ee-ct:${A}:${B}`,
    `zg-sig-v1/e2ee:${A}:${B}`,
    `toString:${A}:${B}`,
    `zg-sig-v1/e2ee-ct:${A}:${B}:${C}`,
    `zg-sig-v1/e2ee-ct:${A}:${B},${C}`,
    `zg-sig-v1/e2ee-ct-stream:${A}`,
    `${A}:${Array.from({ length: 126 }, () => B).join(',')}`,
  ])('is not read from %j', (text) => {
    expect(parseSignedText(text)).toBeUndefined()
  })

  it('is told apart by every character: no other text has the same meaning', () => {
    const texts = [`${A}:${B}`, `${A}:${B},${C}`, `${A}:${B}:centralized:aliyun:${C}`, `zg-sig-v1/e2ee-ct:${A}:${B}`]
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.nat(), fc.string({ maxLength: 2 }), (text, at, inserted) => {
        const position = at % text.length
        const changed = text.slice(0, position) + inserted + text.slice(position + 1)
        const found = parseSignedText(changed)
        if (changed !== text && found !== undefined) expect(found).not.toEqual(parseSignedText(text))
      }),
      { numRuns: 2000 },
    )
  })
})
