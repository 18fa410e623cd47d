/** Proofs in a Merkle-Patricia trie. */
import { keccak256 } from '#primitives'
import { toHex } from '../hex.js'
import { readBytes, readList } from './fields.js'
import { decodePath, toNibbles } from './path.js'
import { decodeRlp, encodeRlp, RlpError, type RlpItem, uintBytes } from './rlp.js'

/** Why nodes prove nothing: `expected` and `found` are hashes where hashes differ. */
export interface Refused {
  kind: 'refused'
  why: string
  expected?: string
  found?: string
}

/** What the nodes prove to lie under a key. */
export type TrieProof = { kind: 'proven'; value: Uint8Array } | Refused

/** A key has at most nine bytes, and a path is never longer than its key. */
const MAX_NODES = 32
const NODE_LIMITS = { depth: 8, items: 400 }

/** Place of a transaction or receipt in the tries of its block. */
export function indexKey(index: number): Uint8Array {
  return encodeRlp(uintBytes(index))
}

/**
 * Follows `key` from `root` (32 bytes) through `nodes`, from the root down. Every node must hash to its reference, be
 * canonical and be used; nodes under 32 bytes must be embedded in their parent.
 */
export function verifyTrieProof(root: Uint8Array, key: Uint8Array, nodes: readonly Uint8Array[]): TrieProof {
  if (nodes.length > MAX_NODES) return refused(`${nodes.length} nodes are more than any path has`)
  try {
    return follow(root, toNibbles(key), nodes)
  } catch (error) {
    if (error instanceof RlpError) return refused(error.message)
    throw error
  }
}

function follow(root: Uint8Array, key: readonly number[], nodes: readonly Uint8Array[]): TrieProof {
  let reference: RlpItem = root
  let isBranchDue = false
  let at = 0
  for (let used = 0; ; ) {
    if (reference instanceof Uint8Array) {
      const bytes = nodes[used]
      if (bytes === undefined) return refused(`node ${used} is missing`, toHex(reference))
      const found = toHex(keccak256(bytes))
      if (found !== toHex(reference)) return refused(`node ${used} has another hash`, toHex(reference), found)
      if (used > 0 && bytes.length < 32) return refused(`node ${used} must be embedded in the one above`)
      reference = decodeRlp(bytes, NODE_LIMITS)
      used += 1
    }
    const step = descend(reference, key, at, isBranchDue)
    if (step.kind === 'value') {
      if (used !== nodes.length) return refused(`${nodes.length - used} nodes lie beside the path`)
      return { kind: 'proven', value: step.value }
    }
    ;({ next: reference, at, isBranchDue } = step)
  }
}

type Step = { kind: 'value'; value: Uint8Array } | { kind: 'down'; next: RlpItem; at: number; isBranchDue: boolean }

/** One step down from a node. An extension is followed by a branch, or it would be longer itself. */
function descend(node: RlpItem, key: readonly number[], at: number, isBranchDue: boolean): Step {
  const items = readList(node, 'a trie node')
  if (items.length === 17) return throughBranch(items, key, at)
  if (items.length !== 2) throw new RlpError(`a trie node has ${items.length} items instead of 2 or 17`)
  if (isBranchDue) throw new RlpError('an extension is not followed by a branch')
  const { nibbles, isLeaf } = decodePath(readBytes(items[0], 'the path of a trie node'))
  const isOnPath = nibbles.every((nibble, step) => key[at + step] === nibble)
  const end = at + nibbles.length
  if (isLeaf) {
    if (!isOnPath || end !== key.length) throw new RlpError('the path ends at another key: the key is not in the trie')
    return { kind: 'value', value: readValue(items[1]) }
  }
  if (nibbles.length === 0) throw new RlpError('an extension has no path')
  if (!isOnPath) throw new RlpError('an extension leads to other keys: the key is not in the trie')
  return { kind: 'down', next: readReference(items[1]), at: end, isBranchDue: true }
}

function throughBranch(items: readonly RlpItem[], key: readonly number[], at: number): Step {
  if (items.filter((item) => item.length > 0).length < 2) throw new RlpError('a branch does not branch')
  const nibble = key[at]
  if (nibble === undefined) return { kind: 'value', value: readValue(items[16]) }
  return { kind: 'down', next: readReference(items[nibble]), at: at + 1, isBranchDue: false }
}

function readValue(item: RlpItem | undefined): Uint8Array {
  const value = readBytes(item, 'the value of a trie node')
  if (value.length === 0) throw new RlpError('nothing lies under the key')
  return value
}

function readReference(item: RlpItem | undefined): RlpItem {
  if (item instanceof Uint8Array) {
    if (item.length === 0) throw new RlpError('nothing lies under the key')
    if (item.length !== 32) throw new RlpError(`a reference in a trie node has ${item.length} bytes instead of 32`)
    return item
  }
  const embedded = readList(item, 'a reference in a trie node')
  if (encodeRlp(embedded).length >= 32) throw new RlpError('a node of 32 bytes or more is embedded')
  return embedded
}

function refused(why: string, expected?: string, found?: string): Refused {
  return {
    kind: 'refused',
    why,
    ...(expected === undefined ? {} : { expected }),
    ...(found === undefined ? {} : { found }),
  }
}
