import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeEntries, EntryBundleError, encodeEntries } from './entries.js'
import { bundlesOf, nodeInTile, parseTilePath, type Tile, tileOfNode, tilePath, tilesOf } from './tile.js'

describe('paths of tiles', () => {
  it('are those of the specification', () => {
    expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067')
    expect(tilePath({ level: 'entries', index: 7, width: 3 })).toBe('tile/entries/007.p/3')
  })

  it('are read back, and nothing else is', () => {
    const level = fc.oneof(fc.integer({ min: 0, max: 63 }), fc.constant('entries' as const))
    const tiles = fc.record<Tile>({ level, index: fc.nat({ max: 2 ** 40 }), width: fc.integer({ min: 1, max: 256 }) })
    fc.assert(
      fc.property(tiles, (tile) => {
        expect(parseTilePath(tilePath(tile))).toEqual(tile)
      }),
    )
    fc.assert(
      fc.property(fc.stringMatching(/^tile\/[0-9entris]{1,7}\/[x0-9/.p]{1,14}$/), (path) => {
        const tile = parseTilePath(path)
        if (tile !== undefined) expect(tilePath(tile)).toBe(path)
      }),
    )
  })

  it.each([
    'tile/0/1',
    'tile/00/001',
    'tile/64/001',
    'tile/0/x000/001',
    'tile/0/001.p/0',
    'tile/0/001.p/256',
    'tile/0/001.p/01',
    'tile/0/001/002',
    'tile/0/../../001',
    'tile/0/001\n',
    'tile/entries/001.p/3/..',
    '/tile/0/001',
  ])('%j is none', (path) => expect(parseTilePath(path)).toBeUndefined())
})

describe('the tiles of a tree', () => {
  const names = (size: number, from?: number) => [...tilesOf(size, from)].map(tilePath)

  it('of 70 000 entries are those of the specification', () => {
    const tiles = [...tilesOf(70_000)]
    const count = (level: number, isFull: boolean) =>
      tiles.filter((tile) => tile.level === level && (tile.width === 256) === isFull).length
    expect([count(0, true), count(0, false), count(1, true), count(1, false), count(2, false)]).toEqual([
      273, 1, 1, 1, 1,
    ])
    expect(tiles.filter(({ width }) => width < 256).map(({ width }) => width)).toEqual([112, 17, 1])
  })

  it('that are new since an older size are those that differ', () => {
    expect(names(256)).toEqual(['tile/0/000', 'tile/1/000.p/1'])
    expect(names(0)).toEqual([])
    fc.assert(
      fc.property(fc.nat({ max: 2_000 }), fc.nat({ max: 2_000 }), (a, b) => {
        const [from, size] = [Math.min(a, b), Math.max(a, b)]
        const known = new Set(names(from))
        expect(names(size, from)).toEqual(names(size).filter((name) => !known.has(name)))
      }),
    )
    expect([...bundlesOf(513, 300)].map(tilePath)).toEqual(['tile/entries/001', 'tile/entries/002.p/1'])
  })

  it('hold a node as wide as they are at that size', () => {
    expect(tileOfNode({ level: 8, index: 0 }, 256)).toEqual({ level: 1, index: 0, width: 1 })
    expect(tileOfNode({ level: 3, index: 33 }, 290)).toEqual({ level: 0, index: 1, width: 34 })
    expect(() => nodeInTile({ level: 1, index: 0 }, new Uint8Array(63))).toThrow(
      new RangeError('The tile has fewer hashes than it should.'),
    )
  })
})

describe('bundles of entries', () => {
  it('are read back', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 600 }), { maxLength: 8 }), (entries) => {
        expect(decodeEntries(encodeEntries(entries))).toEqual(entries)
      }),
    )
    const longest = new Uint8Array(65_535).fill(7)
    expect(decodeEntries(encodeEntries([longest, Uint8Array.of(1)]))).toEqual([longest, Uint8Array.of(1)])
    expect(() => encodeEntries([new Uint8Array(65_536)])).toThrow(
      new RangeError('An entry has at most 65535 bytes, not 65536.'),
    )
  })

  it('that are torn are refused', () => {
    const bytes = encodeEntries([Uint8Array.of(1, 2, 3), Uint8Array.of(4)])
    for (const length of [1, 2, 3, 4, 6, 7])
      expect(() => decodeEntries(bytes.subarray(0, length))).toThrow(
        new EntryBundleError(`The bundle ends within entry ${length < 5 ? 0 : 1}.`),
      )
  })
})
