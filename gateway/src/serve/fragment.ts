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
  const parts = [`{"header":{${projectRecord(header, select.header)}}`]
  const transactions = selected.items
    .filter((item) => item.transaction)
    .map(({ index, receipt }) => {
      const own = projectRecord(value('t', index), select.transaction)
      const more = receipt ? projectRecord(value('r', index), select.receipt) : ''
      return `{${own}${more && `,${more}`}}`
    })
  if (transactions.length > 0) parts.push(`,"transactions":[${transactions.join(',')}]`)
  if (selected.logs.length > 0)
    parts.push(`,"logs":[${selected.logs.map((log) => `{${projectRecord(log.record, select.log)}}`).join(',')}]`)
  const traces = selected.items.filter((item) => item.frames).map(({ index }) => value('f', index).slice(1, -1))
  if (traces.length > 0) parts.push(`,"traces":[${traces.join(',')}]`)
  parts.push('}')
  return parts.join('')
}

/** A block of which nothing but the header is served. */
export function toHeaderFragment(header: string, select: Selection): string {
  return `{"header":{${projectRecord(header, select.header)}}}`
}
