import { buildSegmentProof, type Hex, storageRoot } from '../../src/index.js'
import { pattern, patternBytes, type Writer } from './writer.js'

const SEGMENT = 262_144
const SIZE = 600_000

/** 0G Storage: roots, nodes of a submission, segments. */
export function storageVectors(writer: Writer): void {
  rootVectors(writer)
  nodeVectors(writer)
  segmentVectors(writer)
}

function rootVectors(writer: Writer): void {
  for (const size of [1, 256, 257, SEGMENT, SEGMENT + 1]) {
    const { root } = storageRoot(patternBytes(size))
    const id = `storage-root/${size}-bytes` as const
    writer.vector(`${id}.pass`, 'The root of the file.', { data: pattern(size), root })
    writer.vector(`${id}-one-bit.fail`, 'The last bit differs.', { data: pattern(size, ['flip', size - 1, 1]), root })
    writer.vector(`${id}-one-more.fail`, 'One byte follows.', { data: pattern(size, ['append', '01']), root })
  }
  const { root } = storageRoot(patternBytes(300))
  writer.vector('storage-root/zeros-to-the-chunk.pass', 'A root does not tell zeros at the end from the padding.', {
    data: pattern(300, ['fill', '00', 212]),
    root,
  })
  writer.vector('storage-root/first-byte-missing.fail', 'Another file.', {
    data: pattern(300, ['splice', 0, 1, '']),
    root,
  })
  writer.vector('storage-root/last-byte-missing.fail', 'Truncated.', { data: pattern(300, ['cut', 1]), root })
  writer.vector('storage-root/empty.refused', 'An empty file has no root.', { data: pattern(0), root })
  writer.vector('storage-root/not-bytes.refused', 'Wrong type.', { data: 17, root })
  writer.vector('storage-root/root-too-short.refused', 'Wrong size.', { data: pattern(300), root: '0x12' })
}

function nodeVectors(writer: Writer): void {
  const { root, nodes } = storageRoot(patternBytes(SIZE))
  const [first, second, ...rest] = nodes
  if (first === undefined || second === undefined) throw new Error('The file has several nodes.')
  const input = { nodes, size: String(SIZE), root }
  const other = `0x${'ab'.repeat(32)}`
  writer.vector('fold-nodes/as-submitted.pass', 'The nodes of a Submit log fold to the root of the file.', input)
  const cases: [string, string, unknown[]][] = [
    ['swapped', 'The first node is the leftmost.', [second, first, ...rest]],
    ['one-missing', 'A node less.', [second, ...rest]],
    ['one-more', 'A node more.', [...nodes, { height: 0, root: other }]],
    ['other-root', 'One node is of another file.', [{ ...first, root: other }, second, ...rest]],
    [
      'height-changed',
      'The heights are not those of this size.',
      [{ ...first, height: first.height + 1 }, second, ...rest],
    ],
    ['height-negative', 'No subtree has a negative height.', [{ ...first, height: -1 }, second, ...rest]],
  ]
  for (const [name, about, changed] of cases)
    writer.vector(`fold-nodes/${name}.fail`, about, { ...input, nodes: changed })
  writer.vector('fold-nodes/size-of-another.fail', 'The contract takes no such shape for this size.', {
    ...input,
    size: '1',
  })
  writer.vector('fold-nodes/none.refused', 'A submission has nodes.', { ...input, nodes: [] })
  writer.vector('fold-nodes/size-not-canonical.refused', 'A leading zero.', { ...input, size: `0${SIZE}` })
  writer.vector('fold-nodes/node-upper-case.refused', 'Hashes are lower-case hex.', {
    ...input,
    nodes: [{ ...first, root: first.root.toUpperCase() }, second, ...rest],
  })
}

function segmentVectors(writer: Writer): void {
  const file = patternBytes(SIZE)
  file[SEGMENT] = 0xbb
  file[2 * SEGMENT] = 0xcc
  const { root } = storageRoot(file)
  const last = SIZE - 2 * SEGMENT
  const segments = [pattern(SEGMENT), pattern(SEGMENT, ['set', 0, 'bb']), pattern(last, ['set', 0, 'cc'])]
  const input = (index: number) => ({
    root,
    fileSize: SIZE,
    index,
    data: segments[index],
    proof: buildSegmentProof(file, index),
  })
  const first = input(0)
  const { lemma, path } = first.proof
  const alone = storageRoot(patternBytes(1000)).root as Hex
  const own = { root: alone, fileSize: 1000, index: 0, data: pattern(1000), proof: { lemma: [alone], path: [] } }
  writer.vector('segment/first.pass', 'The first of three.', first)
  writer.vector('segment/last.pass', 'The last of three, cut at the end of the file.', input(2))
  writer.vector('segment/alone.pass', 'A file of one segment has its root alone as proof.', own)
  writer.vector('segment/last-filled.pass', 'Filled with zeros to a whole chunk, as nodes serve it.', {
    ...input(2),
    data: pattern(last, ['set', 0, 'cc'], ['fill', '00', (256 - (last % 256)) % 256]),
  })
  const changes: [string, string, Record<string, unknown>][] = [
    ['one-bit', 'One bit of the data differs.', { data: pattern(SEGMENT, ['flip', 131_072, 128]) }],
    ['truncated', 'A byte is missing.', { data: pattern(SEGMENT, ['cut', 1]) }],
    ['trailing', 'A byte follows.', { data: pattern(SEGMENT, ['append', '00']) }],
    ['empty', 'No bytes.', { data: pattern(0) }],
    ['other-index', 'The right bytes in another place.', { index: 1 }],
    ['index-beyond', 'The file has no such segment.', { index: 3 }],
    ['index-fraction', 'No number of a segment.', { index: 0.5 }],
    ['index-negative', 'No number of a segment.', { index: -1 }],
    ['other-root', 'Another file.', { root: alone }],
    ['size-smaller', 'Another size has another shape.', { fileSize: SEGMENT }],
    ['size-larger', 'Another size has another shape.', { fileSize: 5 * SEGMENT }],
    ['size-beyond-numbers', 'Nothing is allocated by such a size.', { fileSize: 2 ** 60 }],
    ['hash-missing', 'One hash less.', { proof: { lemma: lemma.slice(1), path } }],
    ['hash-doubled', 'One hash more.', { proof: { lemma: [...lemma, root], path } }],
    ['side-turned', 'A sibling on the other side.', { proof: { lemma, path: path.map((isLeft) => !isLeft) } }],
    ['side-more', 'One side more than hashes.', { proof: { lemma, path: [...path, true] } }],
    ['sides-as-numbers', 'Wrong type.', { proof: { lemma, path: path.map(Number) } }],
    ['root-only', 'A single hash proves nothing of a file of three segments.', { proof: { lemma: [root], path: [] } }],
    ['proof-of-the-second', 'The proof of another segment.', { proof: buildSegmentProof(file, 1) }],
    ['hashes-no-list', 'Wrong type.', { proof: { lemma: 'x', path } }],
    ['hash-upper-case', 'Hashes are lower-case.', { proof: { lemma: lemma.map((hash) => hash.toUpperCase()), path } }],
    ['hash-too-long', 'Hashes have 32 bytes.', { proof: { lemma: lemma.map((hash) => `${hash}00`), path } }],
  ]
  for (const [name, about, change] of changes) writer.vector(`segment/${name}.fail`, about, { ...first, ...change })
  writer.vector('segment/filler-not-zero.fail', 'What follows the file is zero.', {
    ...input(2),
    data: pattern(last, ['set', 0, 'cc'], ['append', '01']),
  })
}
