import type { KeptLog } from '../chain/log.js'
import { projectRecord } from '../chain/record.js'
import type { BlockRecords } from '../disk/blockRecords.js'
import type { ItemKind } from '../disk/keys.js'
import type { Selection } from '../query/query.js'
import type { Selected } from '../query/selectBlock.js'

/** One block of an answer as JSON. */
export function toFragment(
  block: number,
  selected: Selected<KeptLog>,
  { header, items }: BlockRecords,
  select: Selection,
): string {
  const value = (kind: ItemKind, index: number) => {
    const found = items[kind].get(index)
    if (found === undefined) throw new Error(`The record ${kind} ${index} of block ${block} is missing.`)
    return found
  }
  if (header === undefined) throw new Error(`The header of block ${block} is missing.`)
  // Text is only ever added to: it is copied once, when the whole piece is written. Each join would copy it again.
  let text = `{"header":{${projectRecord(header, select.header)}}`
  let head = ',"transactions":[{'
  for (const { index, transaction, receipt } of selected.items) {
    if (!transaction) continue
    const own = projectRecord(value('t', index), select.transaction)
    const more = receipt ? projectRecord(value('r', index), select.receipt) : ''
    text += `${head}${own}${more && `,${more}`}`
    head = '},{'
  }
  if (head === '},{') text += '}]'
  head = ',"logs":[{'
  for (const { record } of selected.logs) {
    text += head + projectRecord(record, select.log)
    head = '},{'
  }
  if (head === '},{') text += '}]'
  const traces = selected.items.filter((item) => item.frames).map(({ index }) => value('f', index).slice(1, -1))
  return traces.length > 0 ? `${text},"traces":[${traces.join(',')}]}` : `${text}}`
}

/** A block of which nothing but the header is served. */
export function toHeaderFragment(header: string, select: Selection): string {
  return `{"header":{${projectRecord(header, select.header)}}}`
}
