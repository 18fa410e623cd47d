import { createMerkleProof, MerklePatriciaTrie } from '@ethereumjs/mpt'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keccak256 } from '#primitives'
import { toHex } from '../hex.js'
import { decodePath, encodePath } from './path.js'
import { decodeRlp, encodeRlp, RlpError, type RlpItem } from './rlp.js'
import { buildListTrie } from './trie.js'
import { indexKey, verifyTrieProof } from './trieProof.js'

const values = fc.array(
  fc.oneof(fc.uint8Array({ minLength: 1, maxLength: 4 }), fc.uint8Array({ minLength: 30, maxLength: 200 })),
  { minLength: 1, maxLength: 300 },
)

async function reference(list: readonly Uint8Array[]): Promise<MerklePatriciaTrie> {
  const trie = new MerklePatriciaTrie()
  for (const [at, value] of list.entries()) await trie.put(indexKey(at), value)
  return trie
}

function check(list: readonly Uint8Array[], at: number, change = (nodes: Uint8Array[]) => nodes) {
  const trie = buildListTrie(list)
  return verifyTrieProof(trie.root, indexKey(at), change(trie.proofOf(at)))
}

describe('trie of a list', () => {
  it('has the root and the proofs of another implementation', async () => {
    await fc.assert(
      fc.asyncProperty(values, fc.nat(), async (list, some) => {
        const at = some % list.length
        const theirs = await reference(list)
        const ours = buildListTrie(list)
        expect(toHex(ours.root)).toBe(toHex(theirs.root()))
        // The other one also sends nodes that stand embedded in the one above, which prove nothing more.
        const sent = await createMerkleProof(theirs, indexKey(at))
        const needed = sent.filter((node, place) => place === 0 || node.length >= 32)
        expect(ours.proofOf(at).map(toHex)).toEqual(needed.map(toHex))
        expect(check(list, at)).toEqual({ kind: 'proven', value: list[at] })
      }),
      { numRuns: 25 },
    )
  })

  it('has the root of nothing, and no entry that the list does not have', () => {
    const empty = buildListTrie([])
    expect(toHex(empty.root)).toBe('0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421')
    expect(() => empty.proofOf(0)).toThrow(RangeError)
    expect(() => buildListTrie([Uint8Array.of(1)]).proofOf(1)).toThrow(RangeError)
  })

  it('proves every entry of lists at the edges of their keys, and none under another key', () => {
    for (const length of [1, 2, 16, 17, 127, 128, 129, 256, 257]) {
      const list = Array.from({ length }, (_, at) => new Uint8Array(40).fill(at))
      const trie = buildListTrie(list)
      for (const [at, value] of list.entries()) {
        const nodes = trie.proofOf(at)
        expect(verifyTrieProof(trie.root, indexKey(at), nodes)).toEqual({ kind: 'proven', value })
        expect(verifyTrieProof(trie.root, indexKey(at + 1), nodes).kind).toBe('refused')
        expect(verifyTrieProof(trie.root, indexKey(length + 70_000), nodes).kind).toBe('refused')
      }
    }
  })
})

describe('proof in a trie', () => {
  const list = Array.from({ length: 200 }, (_, at) => new Uint8Array(60).fill(at))

  it('is refused after any change of any byte', () => {
    const trie = buildListTrie(list)
    const nodes = trie.proofOf(130)
    expect(nodes.length).toBeGreaterThan(2)
    for (const [at, node] of nodes.entries())
      for (let place = 0; place < node.length; place += 1) {
        const spoiled = nodes.with(at, node.with(place, (node[place] ?? 0) ^ 1))
        expect(verifyTrieProof(trie.root, indexKey(130), spoiled).kind).toBe('refused')
      }
  })

  it.each<[string, (nodes: Uint8Array[]) => Uint8Array[], string]>([
    ['nothing', () => [], 'node 0 is missing'],
    ['a missing end', (nodes) => nodes.slice(0, -1), 'is missing'],
    ['a missing root', (nodes) => nodes.slice(1), 'node 0 has another hash'],
    ['a surplus node', (nodes) => [...nodes, Uint8Array.of(0xc0)], '1 nodes lie beside the path'],
    ['the same node twice', (nodes) => [...nodes, ...nodes.slice(-1)], '1 nodes lie beside the path'],
    ['another order', (nodes) => [...nodes].reverse(), 'has another hash'],
    ['far too many nodes', (nodes) => Array.from({ length: 33 }, () => nodes[0] ?? new Uint8Array(0)), 'more than any'],
  ])('is refused with %s', (_, change, why) => {
    expect(check(list, 7, change)).toMatchObject({ kind: 'refused', why: expect.stringContaining(why) })
  })

  it('names the hash that a node must have and the one that it has', () => {
    const trie = buildListTrie(list)
    const other = buildListTrie(list.slice(1))
    expect(verifyTrieProof(trie.root, indexKey(3), other.proofOf(3))).toEqual({
      kind: 'refused',
      why: 'node 0 has another hash',
      expected: toHex(trie.root),
      found: toHex(other.root),
    })
  })

  it('reads embedded nodes, which are never sent by themselves', () => {
    const short = Array.from({ length: 20 }, (_, at) => Uint8Array.of(at + 1))
    const trie = buildListTrie(short)
    for (const at of short.keys()) {
      const nodes = trie.proofOf(at)
      expect(nodes.slice(1).every((node) => node.length >= 32)).toBe(true)
      expect(verifyTrieProof(trie.root, indexKey(at), nodes)).toEqual({ kind: 'proven', value: short[at] })
    }
  })
})

describe('a trie that nobody builds', () => {
  const hash = new Uint8Array(32).fill(9)
  const none = new Uint8Array(0)
  const branch = (entries: Record<number, RlpItem>) => Array.from({ length: 17 }, (_, at) => entries[at] ?? none)
  const leaf = (path: number[], value: Uint8Array = hash) => [encodePath(path, true), value]
  // Key 0x80: the half-bytes 8 and 0.
  const prove = (root: RlpItem) => {
    const bytes = encodeRlp(root)
    return verifyTrieProof(keccak256(bytes), indexKey(0), [bytes])
  }

  it('is read where it is canonical', () => {
    expect(prove(leaf([8, 0]))).toMatchObject({ kind: 'proven' })
    expect(prove(branch({ 8: leaf([0], Uint8Array.of(1)), 1: hash }))).toMatchObject({ kind: 'proven' })
  })

  it.each<[string, RlpItem, string]>([
    ['a branch with one way', branch({ 8: leaf([0], Uint8Array.of(1)) }), 'does not branch'],
    ['an embedded node of 32 bytes', branch({ 8: leaf([0]), 1: hash }), '32 bytes or more is embedded'],
    ['a short reference', branch({ 8: hash.slice(1), 1: hash }), '31 bytes instead of 32'],
    ['no such way', branch({ 7: hash, 1: hash }), 'nothing lies under the key'],
    ['a leaf beside the key', leaf([8, 1]), 'the key is not in the trie'],
    ['a leaf that ends early', leaf([8]), 'the key is not in the trie'],
    ['a leaf beyond the key', leaf([8, 0, 0]), 'the key is not in the trie'],
    ['an empty leaf', leaf([8, 0], none), 'nothing lies under the key'],
    ['an extension without path', [encodePath([], false), branch({ 8: hash, 1: hash })], 'has no path'],
    ['an extension to elsewhere', [encodePath([7], false), hash], 'leads to other keys'],
    ['an extension before a leaf', [encodePath([8], false), leaf([0], Uint8Array.of(1))], 'not followed by a branch'],
    ['three items', [hash, hash, hash], '3 items instead of 2 or 17'],
    ['a string', hash, 'not a list'],
    ['a path of unknown kind', [Uint8Array.of(0x48, 0x00), hash], 'unknown flag 4'],
    ['a padded path', [Uint8Array.of(0x21, 0x80), hash], 'not padded with zero'],
    ['an empty path', [none, hash], 'path of a trie node is empty'],
    ['a path that is a list', [[], hash], 'not a byte string'],
    ['a value that is a list', [encodePath([8, 0], true), []], 'not a byte string'],
  ])('is refused for %s', (_, root, why) => {
    expect(prove(root)).toMatchObject({ kind: 'refused', why: expect.stringContaining(why) })
  })

  it('keeps paths as they were', () => {
    const paths = fc.array(fc.nat(15), { maxLength: 9 })
    fc.assert(
      fc.property(paths, fc.boolean(), (nibbles, isLeaf) => {
        expect(decodePath(encodePath(nibbles, isLeaf))).toEqual({ nibbles, isLeaf })
      }),
    )
    expect(() => decodePath(Uint8Array.of(0x2f))).toThrow(RlpError)
  })

  it('never throws, whatever bytes are its nodes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => {
        const found = verifyTrieProof(keccak256(bytes), indexKey(0), [bytes])
        if (found.kind === 'proven') expect(() => decodeRlp(bytes)).not.toThrow()
      }),
      { numRuns: 2_000 },
    )
  })
})
