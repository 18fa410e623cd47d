import type { SchemaElement } from 'hyparquet'
import type { Dataset, Kind, Value } from './dataset'

/** Rows of a row group: as many are held at a time. */
const GROUP = 10_000

/** A Parquet file, row group by row group. Amounts and ids are text: they pass 64 bits. */
export async function* writeParquet({ columns }: Dataset, pages: AsyncIterable<Value[][]>): AsyncGenerator<Uint8Array> {
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer')
  const buffer = new ByteWriter()
  const schema = [{ name: 'root', num_children: columns.length }, ...columns.map(toElement)]
  const writer = new ParquetWriter({ writer: buffer, schema: schema as SchemaElement[], createdBy: 'touchstone' })
  const take = () => {
    const bytes = buffer.getBytes().slice()
    // What is sent need not be held; the offset, which the footer is made of, goes on.
    buffer.index = 0
    return bytes
  }
  const writeGroup = async (rows: Value[][]) => {
    const columnData = columns.map(({ name }, index) => ({ name, data: rows.map((row) => row[index]) }))
    await writer.write({ columnData: columnData as never, rowGroupSize: GROUP })
    return take()
  }
  let held: Value[][] = []
  for await (const page of pages) {
    held.push(...page)
    if (held.length < GROUP) continue
    yield await writeGroup(held)
    held = []
  }
  if (held.length > 0) yield await writeGroup(held)
  await writer.finish()
  yield take()
}

function toElement({ name, kind }: { name: string; kind: Kind }) {
  return { name, repetition_type: 'OPTIONAL', ...TYPES[kind] }
}

const TYPES: Record<Kind, Partial<SchemaElement>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  int: { type: 'INT32' },
  boolean: { type: 'BOOLEAN' },
  time: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
}
