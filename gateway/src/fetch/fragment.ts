import { projectRecord, type Record } from '../chain/record.js'
import type { BlockRecords } from '../disk/blockRecords.js'
import type { ItemKind } from '../disk/keys.js'
import type { Selection } from '../query/query.js'
import type { Selected } from '../query/selectBlock.js'
import type { TransactionWants } from './wants.js'

/** One block of an answer as JSON. */
export function toFragment(
  block: number,
  { logs, items }: Selected<{ record: Record }>,
  records: BlockRecords,
  select: Selection,
): string {
  const text = toOpenFragment(block, items, records, select) + toLogsMember(logs, select)
  const traces = items
    .filter((item) => item.frames)
    .map(({ index }) => recordOf('f', block, index, records).slice(1, -1))
  return traces.length > 0 ? `${text},"traces":[${traces.join(',')}]}` : `${text}}`
}

/** The block's header and transactions; its logs and the closing brace are still to come. */
export function toOpenFragment(
  block: number,
  items: readonly TransactionWants[],
  records: BlockRecords,
  select: Selection,
): string {
  if (records.header === undefined) throw new Error(`The header of block ${block} is missing.`)
  // Text is only ever added to: it is copied once, when the whole piece is written. Each join would copy it again.
  let text = `{"header":{${projectRecord(records.header, select.header)}}`
  let head = ',"transactions":[{'
  for (const { index, transaction, receipt } of items) {
    if (!transaction) continue
    const own = projectRecord(recordOf('t', block, index, records), select.transaction)
    const more = receipt ? projectRecord(recordOf('r', block, index, records), select.receipt) : ''
    text += `${head}${own}${more && `,${more}`}`
    head = '},{'
  }
  return head === '},{' ? `${text}}]` : text
}

/** The member of a fragment that holds the logs, with the comma before it; empty where there are none. */
export function toLogsMember(logs: readonly { record: Record }[], select: Selection): string {
  let [text, head] = ['', ',"logs":[{']
  for (const { record } of logs) {
    text += head + projectRecord(record, select.log)
    head = '},{'
  }
  return text === '' ? '' : `${text}}]`
}

/** A block of which nothing but the header is served. */
export function toHeaderFragment(header: string, select: Selection): string {
  return `{"header":{${projectRecord(header, select.header)}}}`
}

function recordOf(kind: ItemKind, block: number, index: number, { items }: BlockRecords): Record {
  const found = items[kind].get(index)
  if (found === undefined) throw new Error(`The record ${kind} ${index} of block ${block} is missing.`)
  return found
}
