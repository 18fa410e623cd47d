import type { Record } from '../chain/record.js'
import { decodeItems, encodeItems, type Items } from './items.js'
import { headerKey, type ItemKind, itemKey, itemKindOf } from './keys.js'
import { put, putBytes, type Write } from './store.js'

const KINDS: readonly ItemKind[] = ['l', 't', 'r', 'f']

/** What is at hand of one block. */
export class BlockRecords {
  header: Record | undefined
  readonly items: { readonly [Kind in ItemKind]: Items } = { l: new Map(), t: new Map(), r: new Map(), f: new Map() }

  /** Takes up one entry of the store that is of this block. @returns how many items it holds. */
  take(key: string, value: Buffer): number {
    const kind = itemKindOf(key)
    if (kind === undefined) {
      this.header = value.toString('latin1')
      return 0
    }
    const items = decodeItems(kind, value)
    for (const [index, record] of items) this.items[kind].set(index, record)
    return items.size
  }

  /** All of it, to be kept. */
  toWrites(block: number): Write[] {
    const header = this.header === undefined ? [] : [put(headerKey(block), this.header)]
    const kinds = KINDS.filter((kind) => this.items[kind].size > 0)
    return [...header, ...kinds.map((kind) => putBytes(itemKey(kind, block), encodeItems(kind, this.items[kind])))]
  }
}
