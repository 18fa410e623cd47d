/** The records of a file as they are judged: held where they are few, else read again each time they are asked for. */
import type { FileBytes } from '../fileBytes.js'
import { rereadRecords } from '../trail/parse.js'
import type { TrailRecord } from '../trail/record.js'
import { type PublishedRecord, readPublished } from './published.js'

/** Records in file order, as often as they are asked for. */
export interface RecordList extends Iterable<PublishedRecord> {
  readonly length: number
}

/** What one record takes at most while it is held, but for its text and its images. */
const RECORD_WEIGHT = 1_500
const IMAGE_WEIGHT = 300
/** What the records that are held for one judgement may take together: those of some seven thousand ordinary ones. */
const HELD_WEIGHT = 12 * 2 ** 20

/** Room for the records that are held for one judgement, bytes. */
export interface HeldRoom {
  left: number
}

export function createHeldRoom(bytes = HELD_WEIGHT): HeldRoom {
  return { left: bytes }
}

/** Takes the records of one file as they are read, and gives them out again once the file was read to its end. */
export interface RecordCollector {
  add(line: number, record: TrailRecord): void
  /** Lets them go: the file is none. */
  drop(): void
  /** All of them. */
  list(): RecordList
  /** Those of one settlement. @param count how many they are */
  listOf(settlement: string, count: number): RecordList
}

/** @param file whose records they are; it must be what it was whenever they are asked for. */
export function createRecordCollector(file: FileBytes, room: HeldRoom): RecordCollector {
  let held: PublishedRecord[] | undefined = []
  let weight = 0
  let count = 0
  const drop = () => {
    room.left += weight
    held = undefined
  }
  return {
    drop,
    add: (line, record) => {
      count += 1
      if (held === undefined) return
      const published = readPublished(line, record)
      const own = weightOf(published)
      // Nothing of the file is held then: half of it would still have to be read again.
      if (own > room.left) return drop()
      room.left -= own
      weight += own
      held.push(published)
    },
    list: () => held ?? reread(file, count, () => true),
    listOf: (settlement, ofIt) =>
      held?.filter(({ record }) => record.settlement === settlement) ??
      reread(file, ofIt, (record) => record.settlement === settlement),
  }
}

function reread(file: FileBytes, length: number, isWanted: (record: TrailRecord) => boolean): RecordList {
  return {
    length,
    *[Symbol.iterator]() {
      let left = length
      if (left === 0) return
      for (const { line, record } of rereadRecords(file)) {
        if (!isWanted(record)) continue
        yield readPublished(line, record)
        left -= 1
        if (left === 0) return
      }
    },
  }
}

function weightOf({ record, images, response }: PublishedRecord): number {
  const { proof } = record
  const text = (proof?.text.length ?? 0) + (proof?.routingProof?.text.length ?? 0)
  return RECORD_WEIGHT + 2 * text + IMAGE_WEIGHT * (images.length + (response?.images?.length ?? 0))
}
