import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256 } from '#primitives'
import { createByteList } from './byteList.js'
import { createDigestTable, digestOfText } from './digestTable.js'
import { createKeptBytes, KeptTooMuch } from './keptBytes.js'
import { createNumberList } from './numberList.js'

describe('what is kept outside the heap', () => {
  it('is refused above its bound, which all lists share', () => {
    const kept = createKeptBytes(2 * 2 ** 20)
    const lists = [createByteList(kept), createByteList(kept)]
    const fill = () => {
      for (let n = 0; ; n += 1) lists[n % 2]?.append(new Uint8Array(2 ** 16))
    }
    expect(fill).toThrow(KeptTooMuch)
    expect(lists.map(({ length }) => length)).toEqual([2 ** 20, 2 ** 20])
    const table = createDigestTable(createKeptBytes(2 ** 20))
    let added = 0
    expect(() => {
      for (; ; added += 1) table.add(digestOfText(`${added}`))
    }).toThrow(KeptTooMuch)
    // 32 bytes and a share of the table's slots, whose number doubles.
    expect(added).toBeGreaterThan(2 ** 20 / 46)
  })

  it('takes little where little is kept', () => {
    const kept = createKeptBytes(8 * 2 ** 10)
    const [bytes, numbers, table] = [createByteList(kept), createNumberList(kept), createDigestTable(kept)]
    for (let n = 0; n < 50; n += 1) {
      bytes.append(new Uint8Array(32).fill(n))
      numbers.push(n)
    }
    expect([table.size, numbers.at(49), bytes.view(49 * 32, 32)[31]]).toEqual([0, 49, 49])
    expect(() => bytes.append(new Uint8Array(4096))).toThrow(KeptTooMuch)
  })

  it('gives bytes back as they were appended, wherever a piece ends', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 65_536 }), { maxLength: 12 }), (sizes) => {
        const list = createByteList(createKeptBytes())
        const parts = sizes.map((size, n) => new Uint8Array(size).fill(n + 1))
        const places = parts.map((part) => list.append(part))
        for (const [n, part] of parts.entries())
          expect(Buffer.compare(list.view(places[n] ?? 0, part.length), part)).toBe(0)
      }),
      { numRuns: 20 },
    )
    expect(() => createByteList(createKeptBytes()).append(new Uint8Array(65_537))).toThrow('65536')
  })

  it('gives numbers back, also replaced ones', () => {
    const list = createNumberList(createKeptBytes(), Float64Array)
    for (let n = 0; n < 10_000; n += 1) list.push(n * 2 ** 33)
    list.set(5_000, -1)
    expect([list.length, list.at(4_999), list.at(5_000), list.at(9_999), list.at(10_000)]).toEqual([
      ...[10_000, 4_999 * 2 ** 33, -1, 9_999 * 2 ** 33, 0],
    ])
  })

  it('finds digests as a Map does, those that begin alike too', () => {
    const digest = fc.oneof(
      fc.integer({ min: 0, max: 40 }).map((n) => sha256(Uint8Array.of(n))),
      // The same slot for all of them.
      fc.integer({ min: 0, max: 200 }).map((n) => new Uint8Array(32).fill(n, 31)),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), digest), { maxLength: 300 }), (steps) => {
        const table = createDigestTable(createKeptBytes())
        const model = new Map<string, number>()
        for (const [isAdded, one] of steps) {
          const key = one.join()
          if (!isAdded) {
            expect(table.find(one)).toBe(model.get(key))
            continue
          }
          if (!model.has(key)) model.set(key, model.size)
          expect(table.add(one)).toBe(model.get(key))
          expect(table.size).toBe(model.size)
        }
      }),
    )
  })

  it('lays digests anew that were made to begin at one slot, and finds each of them after', () => {
    // Bytes in place of digests that somebody searched for: the second word takes back what the table makes of the first.
    const made = Array.from({ length: 9_000 }, (_, n) => {
      const digest = digestOfText(`${n}`)
      const words = new DataView(digest.buffer, digest.byteOffset)
      const first = Math.imul(words.getUint32(0), 0x85eb_ca6b)
      words.setUint32(4, first ^ (first >>> 15) ^ 7)
      return digest
    })
    const others = Array.from({ length: 3_000 }, (_, n) => digestOfText(`other ${n}`))
    const all = [...made.slice(0, 4_000), ...others, ...made.slice(4_000)]
    const table = createDigestTable(createKeptBytes())
    expect(all.map((digest) => table.add(digest))).toEqual([...all.keys()])
    expect(all.map((digest) => table.find(digest))).toEqual([...all.keys()])
    expect(table.find(digestOfText('never added'))).toBeUndefined()
    expect(table.size).toBe(12_000)
  })
})
