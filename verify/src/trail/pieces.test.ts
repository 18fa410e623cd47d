import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inPieces } from '../../testing/pieces.js'
import { evidenceOf, honestRecords, PROVIDER, settlementOf, trailOf, trust } from '../../testing/scenario.js'
import { inputsHash, toVerdictBody } from '../body.js'
import { looksEncrypted } from '../content/content.js'
import { findWrongRoot, readPointerFile } from '../da/anchored.js'
import { lastByteEnd, type PiecewiseFile, startOf, wholeOf } from '../fileBytes.js'
import { storageRoot } from '../storage/storageRoot.js'
import { verifySettlement } from '../verify.js'
import { cutLines } from './lines.js'
import { readTrail } from './parse.js'
import { MAX_LINE_BYTES } from './record.js'

const utf8 = new TextEncoder()
const records = honestRecords(3)
const subject = settlementOf(records)
const honest = trailOf(records)

const everyByte = (bytes: Uint8Array) =>
  inPieces(
    bytes,
    Array.from(bytes, (_, at) => at),
  )
const cutsOf = (bytes: Uint8Array) => fc.array(fc.nat({ max: bytes.length }), { maxLength: 40 })

const [header = '', record = ''] = new TextDecoder().decode(honest.bytes).split('\n')
const wide = record.replace('"createdAt"', '"a":"ü€😀é漢","createdAt"')
const FILES: Record<string, Uint8Array> = {
  honest: honest.bytes,
  'characters of several bytes': utf8.encode(`${header}\n${wide}\n${wide}\n`),
  'CRLF between lines': utf8.encode(`${header}\r\n${record}\r\n`),
  'a byte order mark': utf8.encode(`\ufeff${header}\n${record}\n`),
  'no line feed at the end': utf8.encode(`${header}\n${record}`),
  'empty lines': utf8.encode(`${header}\n\n\n${record}\n`),
  'a cut character': Uint8Array.from([...utf8.encode(`${header}\n"`), 0xf0, 0x9f, 0x0a, 0x98, 0x80, 0x0a]),
  zeros: new Uint8Array(700),
}

describe('a file that is read by pieces', () => {
  it.each(Object.entries(FILES))('is read as in memory, wherever it is cut: %s', (_name, bytes) => {
    const expected = [...readTrail(bytes)]
    expect([...readTrail(everyByte(bytes))]).toEqual(expected)
    fc.assert(
      fc.property(cutsOf(bytes), (cuts) => {
        const file = inPieces(bytes, cuts)
        expect([...readTrail(file)]).toEqual(expected)
        expect(storageRoot(file)).toEqual(storageRoot(bytes))
        expect(wholeOf(file)).toEqual(bytes)
        expect(lastByteEnd(file)).toBe(lastByteEnd(bytes))
        expect(startOf(file, 117)).toEqual(startOf(bytes, 117))
      }),
      { numRuns: 40 },
    )
  })

  it('comes to the same signed text as in memory, and fails the same way with any byte flipped', async () => {
    const whole = honest.bytes
    const judge = async (bytes: Uint8Array | PiecewiseFile, root = honest.root) => {
      const evidence = { ...evidenceOf({}, subject), trails: [{ ...honest, root, bytes }] }
      const verdict = await verifySettlement(subject, evidence, trust)
      return { inputs: inputsHash(subject, evidence, trust), body: toVerdictBody(subject, evidence, trust, verdict) }
    }
    const expected = await judge(whole)
    expect(expected.body).toContain('"openedBy":"0x')
    await fc.assert(
      fc.asyncProperty(cutsOf(whole), fc.nat({ max: whole.length - 1 }), async (cuts, at) => {
        expect(await judge(inPieces(whole, cuts))).toEqual(expected)
        const other = Uint8Array.from(whole)
        other[at] = (other[at] ?? 0) ^ 0x20
        const flipped = await judge(inPieces(other, cuts))
        expect(flipped).toEqual(await judge(other))
        expect(flipped.body).toContain('"openedBy":null')
      }),
      { numRuns: 15 },
    )
  })

  it('is told from the anchored one by its root, and is a pointer or an encrypted file as in memory', () => {
    const bytes = honest.bytes
    expect(findWrongRoot({ root: honest.root, bytes: everyByte(bytes) })).toBeUndefined()
    const shorter = bytes.subarray(0, bytes.length - 300)
    expect(findWrongRoot({ root: honest.root, bytes: everyByte(shorter) })).toBe(storageRoot(shorter).root)
    const line = utf8.encode(`da://0x${'a'.repeat(64)}/7/1\n${'\0'.repeat(300)}`)
    expect(readPointerFile(everyByte(line))).toEqual(readPointerFile(line))
    expect(readPointerFile(line)).toMatchObject({ kind: 'pointer' })
    const behind = Uint8Array.from([...line, 1])
    expect(readPointerFile(everyByte(behind))).toEqual(readPointerFile(behind))
    expect(readPointerFile(behind)).toMatchObject({ kind: 'refused' })
    for (const first of [0, 1, 2]) {
      const file = new Uint8Array(60).fill(first)
      expect(looksEncrypted(everyByte(file))).toBe(looksEncrypted(file))
    }
  })

  it('is refused for a line over the limit, which is not held, with its length', () => {
    const long = inPieces(new Uint8Array(MAX_LINE_BYTES + 10).fill(0x61, 0, MAX_LINE_BYTES + 9).fill(10, -1), [9, 99])
    expect([...readTrail(long)]).toEqual([...readTrail(wholeOf(long))])
    expect([...readTrail(long)]).toMatchObject([{ reason: 'the line has 4194313 bytes, at most 4194304 are read' }])
    const kinds = [...cutLines(inPieces(utf8.encode('abcdef\nab\nabc'), [2, 4, 5, 8, 11]), 4)].map((line) => ({
      ...line,
      ...(line.kind === 'line' ? { bytes: new TextDecoder().decode(line.bytes) } : {}),
    }))
    expect(kinds).toEqual([{ kind: 'too-long', length: 6 }, { kind: 'line', bytes: 'ab' }, { kind: 'unended' }])
  })

  it('whose reader cannot go on ends the judgement with its error', async () => {
    const gone: PiecewiseFile = {
      length: honest.bytes.length,
      *pieces() {
        yield honest.bytes.subarray(0, 100)
        throw new Error('the file changed')
      },
    }
    const evidence = { ...evidenceOf({}, subject), trails: [{ ...honest, author: PROVIDER, bytes: gone }] }
    await expect(verifySettlement(subject, evidence, trust)).rejects.toThrow('the file changed')
  })
})
