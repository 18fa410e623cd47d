/**
 * The one form of a zip file that bundles have, so that each of its bytes counts: entries one behind the other, each
 * header saying what the list at the end says, nothing between, before or behind them, a fixed date, no comments.
 */
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { BundleError } from './bundleError.js'

/** What the headers of a zip file say of an entry. */
export interface ZipEntry {
  /** ASCII. */
  name: string
  /** CRC-32 of the unpacked bytes. */
  crc: number
  /** Bytes as they lie in the file, and unpacked. */
  packedSize: number
  size: number
  /** 0 stored, 8 deflated. */
  method: 0 | 8
}

/** An entry and the place of its header in the file. */
export interface PlacedEntry extends ZipEntry {
  offset: number
}

/** Zip without its 64-bit extension holds no more. */
export const MAX_ZIP_ENTRIES = 65_535
export const MAX_ZIP_BYTES = 0xffff_fffe

const MAX_NAME_BYTES = 120
const LOCAL_BYTES = 30
const CENTRAL_BYTES = 46
/** Bytes of the record that ends a zip file. */
export const END_BYTES = 22
const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
/** 1 January 2000, noon: zip has local time without a zone. */
const DATE = ((2000 - 1980) << 25) | (1 << 21) | (1 << 16) | (12 << 11)

/** The header in front of an entry's bytes. */
export function toLocalHeader(entry: ZipEntry): Uint8Array {
  const view = new DataView(new ArrayBuffer(LOCAL_BYTES))
  view.setUint32(0, LOCAL, true)
  setCommon(view, 4, entry)
  return concatBytes(new Uint8Array(view.buffer), utf8ToBytes(entry.name))
}

/** The list of entries, and the record that ends the file. */
export function toDirectory(entries: readonly PlacedEntry[]): Uint8Array {
  const last = entries.at(-1)
  const start = last === undefined ? 0 : endOf(last)
  const records = concatBytes(...entries.map(toCentralHeader))
  const view = new DataView(new ArrayBuffer(END_BYTES))
  view.setUint32(0, END, true)
  view.setUint16(8, entries.length, true)
  view.setUint16(10, entries.length, true)
  view.setUint32(12, records.length, true)
  view.setUint32(16, start, true)
  return concatBytes(records, new Uint8Array(view.buffer))
}

/** Where an entry ends: the next one, or the list, starts there. */
export function endOf({ offset, name, packedSize }: PlacedEntry): number {
  return dataStart({ offset, name }) + packedSize
}

/** Where the bytes of an entry start. */
export function dataStart({ offset, name }: { offset: number; name: string }): number {
  return offset + LOCAL_BYTES + name.length
}

/**
 * Where the list of entries lies, by the record that ends the file.
 * @param end the last 22 bytes of the file.
 * @throws BundleError
 */
export function readEnd(end: Uint8Array, fileBytes: number): { start: number; length: number; count: number } {
  const view = new DataView(end.buffer, end.byteOffset, end.length)
  if (end.length !== END_BYTES || view.getUint32(0, true) !== END)
    throw new BundleError('The file does not end as a zip file does.')
  const [length, start, count] = [view.getUint32(12, true), view.getUint32(16, true), view.getUint16(10, true)]
  if (start + length + END_BYTES !== fileBytes)
    throw new BundleError('The zip file has bytes that belong to none of its entries.')
  return { start, length, count }
}

/**
 * Reads the list of entries of a file in the one form.
 * @param directory the list and the record that ends the file.
 * @throws BundleError where it is not byte for byte the list of such a file.
 */
export function readDirectory(directory: Uint8Array, count: number): PlacedEntry[] {
  const view = new DataView(directory.buffer, directory.byteOffset, directory.length)
  const entries: PlacedEntry[] = []
  let at = 0
  let offset = 0
  for (let n = 0; n < count; n += 1) {
    if (at + CENTRAL_BYTES > directory.length - END_BYTES) throw otherForm()
    const nameBytes = view.getUint16(at + 28, true)
    if (nameBytes > MAX_NAME_BYTES) throw otherForm()
    const name = String.fromCharCode(...directory.subarray(at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameBytes))
    const entry: PlacedEntry = {
      ...{ name, offset, method: view.getUint16(at + 10, true) === 8 ? 8 : 0 },
      crc: view.getUint32(at + 16, true),
      packedSize: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
    }
    entries.push(entry)
    offset = endOf(entry)
    at += CENTRAL_BYTES + nameBytes
  }
  if (!areEqual(toDirectory(entries), directory)) throw otherForm()
  return entries
}

/**
 * Holds a whole zip file in memory against the one form.
 * @throws BundleError
 */
export function requireOneForm(bytes: Uint8Array): void {
  const { start, count } = readEnd(bytes.subarray(-END_BYTES), bytes.length)
  for (const entry of readDirectory(bytes.subarray(start), count))
    if (!areEqual(toLocalHeader(entry), bytes.subarray(entry.offset, dataStart(entry)))) throw otherForm()
}

/** Whether two stretches of bytes are the same. */
export function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at])
}

function otherForm(): BundleError {
  return new BundleError('The zip file is not in the one form that bundles have.')
}

function toCentralHeader(entry: PlacedEntry): Uint8Array {
  const view = new DataView(new ArrayBuffer(CENTRAL_BYTES))
  view.setUint32(0, CENTRAL, true)
  view.setUint16(4, 20, true)
  setCommon(view, 6, entry)
  view.setUint32(42, entry.offset, true)
  return concatBytes(new Uint8Array(view.buffer), utf8ToBytes(entry.name))
}

function setCommon(view: DataView, at: number, { name, crc, packedSize, size, method }: ZipEntry): void {
  view.setUint16(at, 20, true)
  view.setUint16(at + 4, method, true)
  view.setUint32(at + 6, DATE, true)
  view.setUint32(at + 10, crc, true)
  view.setUint32(at + 14, packedSize, true)
  view.setUint32(at + 18, size, true)
  view.setUint16(at + 22, name.length, true)
}
