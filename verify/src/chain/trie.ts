/** Builds the trie of a block's receipts or transactions, so that what a node serves can be compared with the header. */
import { keccak256 } from '#primitives'
import { encodePath, toNibbles } from './path.js'
import { encodeRlp, type RlpItem } from './rlp.js'
import { indexKey } from './trieProof.js'

export interface ListTrie {
  /** 32 bytes. */
  root: Uint8Array
  /** RLP nodes from the root down to the entry. @throws RangeError for an index that the list does not have. */
  proofOf(index: number): Uint8Array[]
}

interface Entry {
  key: readonly number[]
  value: Uint8Array
}

interface Node {
  item: RlpItem
  encoded: Uint8Array
  /** How the node above names it: its hash, or itself where it is under 32 bytes. */
  reference: RlpItem
  /** The nodes below with the first half-byte of their keys; an extension has one without. */
  below: { nibble: number | undefined; node: Node }[]
  /** Half-bytes of the key that this node uses up before it branches. */
  skip: number
}

/** The trie of a list: key RLP(index), value the raw receipt or transaction. */
export function buildListTrie(values: readonly Uint8Array[]): ListTrie {
  if (values.length === 0) return { root: keccak256(encodeRlp(new Uint8Array(0))), proofOf: refuseIndex }
  const entries = values.map((value, index) => ({ key: toNibbles(indexKey(index)), value }))
  const top = build(entries, 0)
  return {
    root: keccak256(top.encoded),
    proofOf: (index) => {
      const entry = entries[index]
      return entry === undefined ? refuseIndex(index) : listPath(top, entry.key)
    },
  }
}

/** The receipts trie of a block from its raw receipts, in order. */
export function buildReceiptsTrie(receipts: readonly Uint8Array[]): ListTrie {
  return buildListTrie(receipts)
}

/** The transactions trie of a block from its raw signed transactions, in order. */
export function buildTransactionsTrie(transactions: readonly Uint8Array[]): ListTrie {
  return buildListTrie(transactions)
}

// Keys are encodings of numbers, of which none begins another: a value never lies in a branch.
function build(entries: readonly Entry[], depth: number): Node {
  const [first] = entries
  if (first === undefined) throw new RangeError('A trie node stands for at least one entry.')
  if (entries.length === 1) return toNode([encodePath(first.key.slice(depth), true), first.value], [], 0)
  const shared = sharedLength(entries, first.key, depth)
  const branch = buildBranch(entries, depth + shared)
  if (shared === 0) return branch
  const path = encodePath(first.key.slice(depth, depth + shared), false)
  return toNode([path, branch.reference], [{ nibble: undefined, node: branch }], shared)
}

function buildBranch(entries: readonly Entry[], depth: number): Node {
  const groups = new Map<number, Entry[]>()
  for (const entry of entries) {
    const nibble = entry.key[depth] ?? 0
    const group = groups.get(nibble) ?? []
    group.push(entry)
    groups.set(nibble, group)
  }
  const items: RlpItem[] = Array.from({ length: 17 }, () => new Uint8Array(0))
  const below = [...groups].map(([nibble, group]) => ({ nibble, node: build(group, depth + 1) }))
  for (const { nibble, node } of below) items[nibble] = node.reference
  return toNode(items, below, 0)
}

function toNode(item: readonly RlpItem[], below: Node['below'], skip: number): Node {
  const encoded = encodeRlp(item)
  return { item, encoded, reference: encoded.length < 32 ? item : keccak256(encoded), below, skip }
}

function sharedLength(entries: readonly Entry[], key: readonly number[], depth: number): number {
  let shared = 0
  while (entries.every((entry) => entry.key[depth + shared] === key[depth + shared])) shared += 1
  return shared
}

function listPath(top: Node, key: readonly number[]): Uint8Array[] {
  const nodes = [top.encoded]
  let at = 0
  for (let node: Node | undefined = top; node !== undefined; ) {
    at += node.skip
    const nibble: number | undefined = node.skip > 0 ? undefined : key[at]
    const next: Node | undefined = node.below.find((child) => child.nibble === nibble)?.node
    if (next !== undefined && nibble !== undefined) at += 1
    if (next?.reference instanceof Uint8Array) nodes.push(next.encoded)
    node = next
  }
  return nodes
}

function refuseIndex(index: number): never {
  throw new RangeError(`The list has no entry ${index}.`)
}
