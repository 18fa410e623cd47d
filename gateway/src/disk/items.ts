import type { Record } from '../chain/record.js'
import type { ItemKind } from './keys.js'

/** Records of one kind in one block, by their index in it. */
export type Items = Map<number, Record>

/** Frames alone may hold text of somebody else's choice; in all other records are hex and digits. */
const encodingOf = (kind: ItemKind) => (kind === 'f' ? 'utf8' : 'latin1')

/**
 * One value for all items of a block: a line with the index and the length of each, ascending, and then their records. A
 * value for each item would cost the store more than what it holds.
 */
export function encodeItems(kind: ItemKind, items: Iterable<readonly [number, Record]>): Buffer {
  const sorted = [...items].sort(([one], [other]) => one - other)
  const places = sorted.map(([index, record]) => `${index}:${record.length}`).join()
  // One join of all: text put together in two steps is copied twice.
  const parts = [places, '\n']
  for (const [, record] of sorted) parts.push(record)
  return Buffer.from(parts.join(''), encodingOf(kind))
}

export function decodeItems(kind: ItemKind, value: Buffer): Items {
  const text = value.toString(encodingOf(kind))
  const end = text.indexOf('\n')
  const items: Items = new Map()
  let at = end + 1
  for (const place of text.slice(0, end).split(',')) {
    const colon = place.indexOf(':')
    const next = at + Number(place.slice(colon + 1))
    items.set(Number(place.slice(0, colon)), text.slice(at, next))
    at = next
  }
  return items
}

/** One value for what two hold; of an item in both the newer record stays. */
export function mergeItems(kind: ItemKind, older: Buffer, newer: Buffer): Buffer {
  return encodeItems(kind, new Map([...decodeItems(kind, older), ...decodeItems(kind, newer)]))
}
