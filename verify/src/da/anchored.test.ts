import { describe, expect, it } from 'vitest'
import { storageRoot } from '../storage/storageRoot.js'
import type { Hex } from '../subject.js'
import { findWrongRoot, readPointerFile } from './anchored.js'

// Vector of 1000 bytes of 0G's encoder, byte i = (31 i + 7) mod 256.
const BLOB = Uint8Array.from({ length: 1000 }, (_, i) => (i * 31 + 7) % 256)
const DATA_ROOT = '0xb40add23458a9eadfd1e4f3c3d9a1e21a8d88337ab7042243c1b2a3b206545ed'
const r1 = '0x632bdb15129bcbfd646b85c1788ace50bad5caddc91bb4ea6148dd482a0e8713'
const r2 = '0x3e1d8240c18e3b20c4658d12d74bde5c02b8b2d59bbf2e9ce45282f6948bab9b'
const utf8 = (text: string) => new TextEncoder().encode(text)
const pointer = `da://${DATA_ROOT}/7/1\n`
const rootOf = (text: string) => storageRoot(utf8(text)).root as Hex
const trail = { root: rootOf(pointer), bytes: BLOB, da: { pointer, r1, r2 } as const }

describe('readPointerFile', () => {
  it('reads one line, with or without a line feed and padding', () => {
    const expected = { kind: 'pointer', dataRoot: DATA_ROOT, epoch: 7n, quorumId: 1n }
    expect(readPointerFile(utf8(pointer))).toEqual({ ...expected, text: pointer })
    expect(readPointerFile(utf8(`${pointer}\0\0\0`))).toEqual({ ...expected, text: pointer })
    expect(readPointerFile(utf8(pointer.trim()))).toEqual({ ...expected, text: pointer.trim() })
  })

  it('takes nothing else for a pointer', () => {
    const spoilt = [`${pointer}\n`, ` ${pointer}`, `${pointer}x`, pointer.replace('/7/', '/07/'), '', '{"spec":1}']
    for (const text of spoilt) expect(readPointerFile(utf8(text)).kind).toBe('refused')
    const long = `da://${DATA_ROOT}/${2n ** 64n - 1n}/${2n ** 64n - 1n}\n`
    expect(readPointerFile(utf8(long)).kind).toBe('pointer')
    expect(readPointerFile(new Uint8Array(1_000_000).fill(0x64)).kind).toBe('refused')
  })
})

describe('findWrongRoot', () => {
  it('follows the anchored file to the blob', () => {
    expect(findWrongRoot(trail)).toBeUndefined()
  })

  it('names what was found for a changed blob, witness, pointer or anchor', () => {
    const bytes = Uint8Array.from(BLOB)
    bytes[500] = 1
    expect(findWrongRoot({ ...trail, bytes })).toMatch(/^0x[0-9a-f]{64}$/)
    expect(findWrongRoot({ ...trail, da: { pointer, r1: r2, r2 } })).toMatch(/^0x[0-9a-f]{64}$/)
    const other = `da://${r1}/7/1`
    expect(findWrongRoot({ ...trail, da: { pointer: other, r1, r2 } })).toBe(rootOf(other))
    expect(findWrongRoot({ ...trail, root: rootOf(other), da: { pointer: other, r1, r2 } })).toBe(DATA_ROOT)
    expect(findWrongRoot({ ...trail, root: rootOf('text'), da: { pointer: 'text', r1, r2 } })).toContain('no blob')
    expect(findWrongRoot({ root: trail.root, bytes: BLOB })).toBe(storageRoot(BLOB).root)
  })
})
