import { signCheckpoint } from '../../src/log/checkpoint.js'
import { leafHash, rootOfLeaves } from '../../src/log/hash.js'
import { consistencyRanges, inclusionRanges, type Range } from '../../src/log/range.js'
import { formatVerifierKey } from '../../src/log/signedNote.js'
import { formatTlogProof } from '../../src/log/tlogProof.js'
import { namedKey, someEntries } from '../../testing/log.js'
import { text, type Writer } from './writer.js'

const SIZES = [1, 2, 3, 5, 7, 8, 255, 257]

/** The verdict log: inclusion, consistency, and proofs in files. */
export function logVectors(writer: Writer): void {
  for (const size of SIZES) inclusionVectors(writer, size)
  for (const size of SIZES.slice(1)) consistencyVectors(writer, size)
  proofVectors(writer)
}

const hex = (bytes: Uint8Array) => `0x${Buffer.from(bytes).toString('hex')}`
const leavesOf = (size: number, word?: string) => someEntries(size, word).map(leafHash)
const rootOf = (size: number, word?: string) => hex(rootOfLeaves(leavesOf(size, word)))
const pathOf = (ranges: Range[], size: number) =>
  ranges.map(({ start, end }) => rootOfLeaves(leavesOf(size).slice(start, end)))
const other = `0x${'ab'.repeat(32)}`

function inclusionVectors(writer: Writer, size: number): void {
  for (const index of new Set([0, Math.floor(size / 2), size - 1])) {
    const path = pathOf(inclusionRanges(index, size), size).map(hex)
    const id = `log-inclusion/${index}-of-${size}` as const
    const input = { leaf: hex(leavesOf(size)[index] as Uint8Array), index, size, root: rootOf(size), path }
    writer.vector(`${id}.pass`, 'The entry is in the tree.', input)
    const changes: [string, string, Record<string, unknown>][] = [
      ['other-leaf', 'Another entry.', { leaf: other }],
      ['other-root', 'The root of another tree.', { root: rootOf(size, 'other') }],
      ['one-hash-more', 'The path is too long.', { path: [...path, other] }],
      ['beyond', 'The tree has no such entry.', { index: size }],
      ['negative', 'No index.', { index: -1 }],
    ]
    if (path.length > 0) {
      changes.push(['one-hash-less', 'The path is too short.', { path: path.slice(1) }])
      changes.push(['last-hash-other', 'Another sibling.', { path: path.with(-1, other) }])
      changes.push(['neighbour', 'The place of the neighbour.', { index: index === 0 ? 1 : index - 1 }])
    }
    for (const [name, about, change] of changes) writer.vector(`${id}-${name}.fail`, about, { ...input, ...change })
  }
}

function consistencyVectors(writer: Writer, newSize: number): void {
  for (const oldSize of new Set([1, Math.ceil(newSize / 2), newSize - 1, newSize])) {
    const path = pathOf(consistencyRanges(oldSize, newSize), newSize).map(hex)
    const id = `log-consistency/${oldSize}-to-${newSize}` as const
    const input = { oldSize, oldRoot: rootOf(oldSize), newSize, newRoot: rootOf(newSize), path }
    writer.vector(`${id}.pass`, 'The old tree begins the new one.', input)
    const changes: [string, string, Record<string, unknown>][] = [
      ['old-root-other', 'The old tree had other entries.', { oldRoot: rootOf(oldSize, 'other') }],
      ['new-root-other', 'The new tree has other entries.', { newRoot: rootOf(newSize, 'other') }],
      ['one-hash-more', 'The path is too long.', { path: [...path, other] }],
      ['larger-before', 'A log does not shrink.', { oldSize: newSize + 1 }],
    ]
    if (path.length > 0) {
      changes.push(['one-hash-less', 'The path is too short.', { path: path.slice(1) }])
      changes.push(['none', 'A proof is owed.', { path: [] }])
      changes.push(['last-hash-other', 'Another subtree.', { path: path.with(-1, other) }])
    }
    for (const [name, about, change] of changes) writer.vector(`${id}-${name}.fail`, about, { ...input, ...change })
  }
}

function proofVectors(writer: Writer): void {
  const [size, index, origin] = [300, 257, 'example.org/log']
  const [key, stranger] = [namedKey('log'), namedKey('stranger')]
  const entries = someEntries(size)
  const path = pathOf(inclusionRanges(index, size), size)
  const checkpoint = { origin, size, root: rootOfLeaves(entries.map(leafHash)) }
  const noteBy = ({ publicKey, sign }: typeof key) => signCheckpoint(checkpoint, publicKey, sign)
  const proof = { extra: undefined, index, path, checkpoint: noteBy(key) }
  const verifierKey = formatVerifierKey({ name: origin, publicKey: key.publicKey })
  const entry = { bytes: { text: `entry ${index}` } }
  const input = (changed: Partial<typeof proof> = {}) => ({
    ...{ proof: text(formatTlogProof({ ...proof, ...changed })), entry, verifierKey },
  })
  writer.vector('log-proof/member.pass', 'The entry is in the log.', input())
  writer.vector('log-proof/other-entry.fail', 'Another entry.', { ...input(), entry: { bytes: { text: 'entry 256' } } })
  writer.vector('log-proof/other-index.fail', 'Another place.', input({ index: index - 1 }))
  writer.vector('log-proof/path-cut.fail', 'A hash less.', input({ path: path.slice(1) }))
  writer.vector('log-proof/stranger.fail', 'A checkpoint of another key.', input({ checkpoint: noteBy(stranger) }))
  writer.vector(
    'log-proof/size-changed.fail',
    'The size is signed.',
    input({ checkpoint: proof.checkpoint.replace('\n300\n', '\n301\n') }),
  )
  writer.vector('log-proof/no-checkpoint.fail', 'Nothing is signed.', input({ checkpoint: '' }))
  writer.vector('log-proof/empty.fail', 'No proof.', { ...input(), proof: text('') })
  writer.vector('log-proof/torn-key.refused', 'No verifier key.', { ...input(), verifierKey: verifierKey.slice(0, -4) })
}
