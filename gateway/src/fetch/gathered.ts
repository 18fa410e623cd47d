import type { Record } from '../chain/record.js'
import { BlockRecords } from '../disk/blockRecords.js'
import type { ItemKind } from '../disk/keys.js'
import type { Write } from '../disk/store.js'

/** Records of blocks, kept before or fetched just now; of the latter it knows that they are to be kept. */
export class Gathered {
  private readonly fresh = new Map<number, BlockRecords>()

  /** @param blocks what was kept before; what is added goes there too. */
  constructor(private readonly blocks: Map<number, BlockRecords> = new Map()) {}

  has(block: number): boolean {
    return this.blocks.has(block)
  }

  of(block: number): BlockRecords {
    return recordsOf(this.blocks, block)
  }

  find(kind: ItemKind, block: number, index: number): Record | undefined {
    return this.blocks.get(block)?.items[kind].get(index)
  }

  headerOf(block: number): Record | undefined {
    return this.blocks.get(block)?.header
  }

  addHeader(block: number, header: Record): void {
    this.of(block).header = header
    recordsOf(this.fresh, block).header = header
  }

  add(kind: ItemKind, block: number, index: number, record: Record): void {
    this.of(block).items[kind].set(index, record)
    recordsOf(this.fresh, block).items[kind].set(index, record)
  }

  /** Blocks whose headers were added. */
  get newBlocks(): number[] {
    return [...this.fresh].flatMap(([block, { header }]) => (header === undefined ? [] : [block]))
  }

  /** What was added. */
  toWrites(): Write[] {
    return [...this.fresh].flatMap(([block, records]) => records.toWrites(block))
  }
}

function recordsOf(blocks: Map<number, BlockRecords>, block: number): BlockRecords {
  const known = blocks.get(block)
  if (known) return known
  const made = new BlockRecords()
  blocks.set(block, made)
  return made
}
