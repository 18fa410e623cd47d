import { MerklePatriciaTrie } from '@ethereumjs/mpt'
import { RLP } from '@ethereumjs/rlp'
import { describe, expect, it } from 'vitest'
import { keccak256 } from '#primitives'
import { fromHex, toHex } from '../hex.js'
import type { Hex } from '../subject.js'
import { encodePath } from './path.js'
import { decodeRlp, encodeRlp, type RlpItem, uintBytes } from './rlp.js'
import { buildListTrie, buildReceiptsTrie, buildTransactionsTrie } from './trie.js'
import { indexKey, verifyTrieProof } from './trieProof.js'

async function referenceRoot(list: readonly Uint8Array[]): Promise<Hex> {
  const trie = new MerklePatriciaTrie()
  for (const [at, value] of list.entries()) await trie.put(indexKey(at), value)
  return toHex(trie.root())
}

describe('a list whose keys share half-bytes', () => {
  // From 130 to 144 entries, the keys from 128 on share one; so do those from 256 on, up to 271.
  it.each([130, 131, 144, 145, 258, 272, 300])(
    'of %i entries has an extension where the standard has one',
    async (length) => {
      const list = Array.from({ length }, (_, at) => new Uint8Array(40).fill(at))
      const trie = buildListTrie(list)
      expect(toHex(trie.root)).toBe(await referenceRoot(list))
      for (const at of [0, 1, 127, 128, 129, length - 1])
        expect(verifyTrieProof(trie.root, indexKey(at), trie.proofOf(at))).toEqual({ kind: 'proven', value: list[at] })
    },
  )

  it.each([26, 27, 28, 29, 30, 31, 32, 33])(
    'with values of %i bytes embeds nodes under 32 bytes alone',
    async (size) => {
      const list = Array.from({ length: 140 }, (_, at) => new Uint8Array(size).fill(at + 1))
      const root = await referenceRoot(list)
      expect(toHex(buildReceiptsTrie(list).root)).toBe(root)
      expect(toHex(buildTransactionsTrie(list).root)).toBe(root)
    },
  )

  it('has no entry beyond its own', () => {
    expect(() => buildListTrie([Uint8Array.of(1)]).proofOf(1)).toThrow(new RangeError('The list has no entry 1.'))
    expect(() => buildListTrie([]).proofOf(0)).toThrow(new RangeError('The list has no entry 0.'))
  })
})

describe('nodes of a proof', () => {
  const none = new Uint8Array(0)
  const hash = new Uint8Array(32).fill(9)
  const branch = (entries: Record<number, RlpItem>) => Array.from({ length: 17 }, (_, at) => entries[at] ?? none)
  const leaf = (path: number[], value: Uint8Array) => [encodePath(path, true), value]
  const prove = (...items: RlpItem[]) => {
    const nodes = items.map((item) => encodeRlp(item))
    return verifyTrieProof(keccak256(nodes[0] ?? none), indexKey(0), nodes)
  }

  it('may end in a branch, whose value it is', () => {
    const end = branch({ 1: hash, 16: Uint8Array.of(5) })
    const top = [encodePath([8, 0], false), keccak256(encodeRlp(end))]
    expect(prove(top, end)).toEqual({ kind: 'proven', value: Uint8Array.of(5) })
    const empty = branch({ 1: hash, 2: hash })
    expect(prove([encodePath([8, 0], false), keccak256(encodeRlp(empty))], empty)).toEqual({
      kind: 'refused',
      why: 'nothing lies under the key',
    })
  })

  it('are embedded below 32 bytes, and sent from 32 on', () => {
    // A leaf has three bytes around its value: list, path, and the value's own prefix.
    const [short, long] = [leaf([0], new Uint8Array(28).fill(3)), leaf([0], new Uint8Array(29).fill(3))]
    expect([short, long].map((node) => encodeRlp(node).length)).toEqual([31, 32])
    expect(prove(branch({ 1: hash, 8: short })).kind).toBe('proven')
    expect(prove(branch({ 1: hash, 8: keccak256(encodeRlp(long)) }), long).kind).toBe('proven')
    expect(prove(branch({ 1: hash, 8: long }))).toMatchObject({ why: 'a node of 32 bytes or more is embedded' })
    expect(prove(branch({ 1: hash, 8: keccak256(encodeRlp(short)) }), short)).toEqual({
      kind: 'refused',
      why: 'node 1 must be embedded in the one above',
    })
  })

  it.each<[string, RlpItem]>([
    ['a trie node is not a list', hash],
    ['the path of a trie node is not a byte string', [[], hash]],
    ['the value of a trie node is not a byte string', [encodePath([8, 0], true), []]],
  ])('are refused by name: %s', (why, node) => {
    expect(prove(node)).toEqual({ kind: 'refused', why })
  })

  it('are at most 32', () => {
    const nodes = (count: number) => Array.from({ length: count }, () => leaf([8, 0], hash))
    expect(prove(...nodes(32))).toEqual({ kind: 'refused', why: '31 nodes lie beside the path' })
    expect(prove(...nodes(33))).toEqual({ kind: 'refused', why: '33 nodes are more than any path has' })
    expect(verifyTrieProof(hash, indexKey(0), [])).toEqual({
      kind: 'refused',
      why: 'node 0 is missing',
      expected: toHex(hash),
    })
  })
})

describe('lengths in RLP', () => {
  it.each([0, 1, 54, 55, 56, 57, 255, 256, 65_535, 65_536])(
    '%i bytes are as another implementation has them',
    (length) => {
      const bytes = new Uint8Array(length).fill(0x80)
      for (const value of [bytes, [bytes], Array.from({ length: Math.min(length, 300) }, () => new Uint8Array(0))]) {
        const encoded = encodeRlp(value)
        expect(toHex(encoded)).toBe(toHex(RLP.encode(value as never)))
        expect(decodeRlp(encoded)).toEqual(value)
      }
    },
  )

  it('of six bytes are read, of seven refused before they lose precision', () => {
    const limit = { message: 'the item at byte 0 is cut off: 281474976710655 bytes expected' }
    expect(() => decodeRlp(fromHex('0xbdffffffffffff'))).toThrow(limit.message)
    expect(() => decodeRlp(fromHex('0xbeffffffffffffff'))).toThrow('the length at byte 1 has 7 bytes')
    expect(() => decodeRlp(fromHex('0xc1'))).toThrow('the item at byte 0 is cut off: 1 bytes expected')
    expect(() => uintBytes(-2n)).toThrow(new RangeError('RLP has no negative numbers: -2'))
  })
})
