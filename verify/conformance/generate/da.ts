import { MAX_DA_PAYLOAD } from '../../src/da/geometry.js'
import { foldRoots } from '../../src/da/root.js'
import { systematicRow } from '../../src/da/systematicRow.js'
import { daRowRoot } from '../../src/index.js'
import { type Bytes, edited, pattern, patternBytes, type Writer } from './writer.js'

const ROWS = 1024
const LENGTH_AT = 32_768 - 5

/** 0G DA: pointers, payloads by witness and from rows. */
export function daVectors(writer: Writer): void {
  pointerVectors(writer)
  witnessVectors(writer)
  rowVectors(writer)
}

function pointerVectors(writer: Writer): void {
  const root = `0x${'5a'.repeat(32)}`
  const good: [string, string][] = [
    ['first-epoch', `da://${root}/0/0`],
    ['greatest-numbers', `da://${root}/18446744073709551615/18446744073709551615`],
  ]
  for (const [name, pointer] of good) writer.vector(`da-pointer/${name}.pass`, 'A pointer.', { pointer })
  const bad: [string, string, unknown][] = [
    ['leading-zero', 'A decimal has one form.', `da://${root}/01/0`],
    ['plus-sign', 'A decimal has one form.', `da://${root}/+1/0`],
    ['exponent', 'A decimal has one form.', `da://${root}/1e3/0`],
    ['beyond-64-bits', 'Numbers are below 2^64.', `da://${root}/18446744073709551616/0`],
    ['negative', 'Numbers are not negative.', `da://${root}/-1/0`],
    ['not-a-number', 'NaN is no epoch.', `da://${root}/NaN/0`],
    ['upper-case', 'The root is lower-case.', `da://${root.toUpperCase().replace('X', 'x')}/1/0`],
    ['root-short', 'The root has 32 bytes.', `da://${root.slice(0, -2)}/1/0`],
    ['trailing', 'Nothing follows.', `da://${root}/1/0/`],
    ['line-feed', 'Nothing follows.', `da://${root}/1/0\n`],
    ['two-parts', 'A quorum is named.', `da://${root}/1`],
    ['other-scheme', 'The scheme is da.', `0g://${root}/1/0`],
    ['empty', 'Nothing.', ''],
    ['no-text', 'Wrong type.', 7],
  ]
  for (const [name, about, pointer] of bad) writer.vector(`da-pointer/${name}.refused`, about, { pointer })
}

function witnessVectors(writer: Writer): void {
  const witness = { r1: `0x${'11'.repeat(32)}`, r2: `0x${'22'.repeat(32)}` }
  const rootOf = (length: number) => {
    const parts = [daRowRoot(patternBytes(length)), fill(0x11), fill(0x22)] as const
    return `0x${Buffer.from(foldRoots(...parts)).toString('hex')}`
  }
  for (const length of [0, 1, 31, 32, 40_000])
    writer.vector(`da-witness/${length}-bytes.pass`, 'The payload under the root.', {
      payload: pattern(length),
      dataRoot: rootOf(length),
      ...witness,
    })
  const claim = { payload: pattern(64), dataRoot: rootOf(64), ...witness }
  const changes: [string, string, Record<string, unknown>][] = [
    ['one-bit', 'One bit differs.', { payload: pattern(64, ['flip', 40, 4]) }],
    ['truncated', 'A byte is missing.', { payload: pattern(64, ['cut', 1]) }],
    ['zero-appended', 'The length is committed to.', { payload: pattern(64, ['append', '00']) }],
    ['other-root', 'Another root.', { dataRoot: rootOf(1) }],
    ['witness-swapped', 'The extensions have an order.', { r1: witness.r2, r2: witness.r1 }],
    ['witness-other', 'A wrong witness lets nothing through.', { r1: witness.r2 }],
    ['root-of-the-file', 'A storage root is no data root.', { dataRoot: `0x${'33'.repeat(32)}` }],
  ]
  for (const [name, about, change] of changes) writer.vector(`da-witness/${name}.fail`, about, { ...claim, ...change })
  const refused: [string, string, Record<string, unknown>][] = [
    ['root-short', 'A root has 32 bytes.', { dataRoot: '0x12' }],
    ['root-upper-case', 'A root is lower-case.', { dataRoot: claim.dataRoot.toUpperCase() }],
    ['witness-long', 'A root has 32 bytes.', { r2: `${witness.r2}00` }],
    ['witness-missing', 'Both are needed.', { r1: '' }],
    [
      'oversized',
      'No blob holds so much.',
      { payload: { bytes: { hex: '', edits: [['fill', '00', MAX_DA_PAYLOAD + 1]] } } },
    ],
  ]
  for (const [name, about, change] of refused)
    writer.vector(`da-witness/${name}.refused`, about, { ...claim, ...change })
}

function rowVectors(writer: Writer): void {
  const rowsOf = (length: number): { index: number; row: Bytes }[] =>
    [...Array(ROWS).keys()].flatMap((index) => {
      const row = systematicRow(patternBytes(length), index)
      return row === null ? [] : [{ index, row: compact(row) }]
    })
  const withRow = (length: number, index: number, change: (row: Bytes) => Bytes) =>
    rowsOf(length).map((given) => (given.index === index ? { index, row: change(given.row) } : given))
  for (const length of [0, 40, 32_000])
    writer.vector(`da-rows/${length}-bytes.pass`, 'The payload that the rows hold; rows not given are zeros.', {
      count: ROWS,
      rows: rowsOf(length),
      payload: pattern(length),
    })
  const claim = { count: ROWS, rows: rowsOf(40), payload: pattern(40) }
  const setLength = (hex: string) => withRow(40, ROWS - 1, (row) => edited(row, ['set', LENGTH_AT, hex]))
  writer.vector('da-rows/one-bit.fail', 'Another payload.', {
    ...claim,
    rows: withRow(40, 0, (row) => edited(row, ['flip', 3, 1])),
  })
  const refused: [string, string, Record<string, unknown>][] = [
    ['one-row-less', 'A payload has 1024 rows.', { count: ROWS - 1, rows: [] }],
    ['one-row-more', 'A payload has 1024 rows.', { count: ROWS + 1 }],
    ['row-short', 'A row has 32 768 bytes.', { rows: withRow(40, 0, (row) => edited(row, ['cut', 1])) }],
    ['row-long', 'A row has 32 768 bytes.', { rows: withRow(40, 0, (row) => edited(row, ['append', '00'])) }],
    [
      'cell-overflows',
      'The last byte of a cell is zero.',
      { rows: withRow(40, 0, (row) => edited(row, ['set', 31, '01'])) },
    ],
    ['length-too-great', 'A length beyond the blob.', { rows: setLength('ffffffff') }],
    ['length-too-small', 'What follows the payload is zero.', { rows: setLength('27000000') }],
    ['no-length', 'What follows the payload is zero.', { rows: setLength('00000000') }],
    [
      'filler-not-zero',
      'What follows the payload is zero.',
      { rows: withRow(40, 0, (row) => edited(row, ['set', 50, '09'])) },
    ],
  ]
  for (const [name, about, change] of refused) writer.vector(`da-rows/${name}.refused`, about, { ...claim, ...change })
}

/** A row by its bytes that are not zero at its beginning and end. */
function compact(row: Uint8Array): Bytes {
  const isZero = (byte: number) => byte === 0
  const from = row.findIndex((byte) => !isZero(byte))
  const to = row.findLastIndex((byte) => !isZero(byte)) + 1
  const filled: Bytes = { bytes: { hex: '', edits: [['fill', '00', row.length]] } }
  return from < 0 ? filled : edited(filled, ['set', from, Buffer.from(row.subarray(from, to)).toString('hex')])
}

function fill(byte: number): Uint8Array {
  return new Uint8Array(32).fill(byte)
}
