import { z } from 'zod'
import type { Database } from '../db/database'
import { FOLLOWS_HEAD, FOREVER, JSON_TYPE } from '../rest/answers'
import { defineEndpoint, type Endpoint } from '../rest/endpoint'
import { RestError } from '../rest/restError'
import { writeCsv } from './csvFile'
import type { Dataset } from './dataset'
import { parseDay, requireWhole } from './days'
import { linkExport } from './links'
import { writeParquet } from './parquet'
import { type Patience, toStream } from './patience'
import { settlementExport } from './settlements'
import { verdictExport } from './verdicts'

const DATASETS: readonly Dataset[] = [settlementExport, verdictExport, linkExport]
const FORMATS = [
  { extension: 'csv', type: 'text/csv', write: writeCsv },
  { extension: 'parquet', type: 'application/vnd.apache.parquet', write: writeParquet },
] as const
/** Files written at a time: each keeps a connection to the database busy. */
const MAX_PARALLEL = 3
/** A line of 2 KiB a second is fast enough, as long as the file takes no more than half an hour. */
const PATIENCE: Patience = { idleMs: 30_000, totalMs: 1_800_000 }
/** Of columns and their meaning: a new one means another file for the same day. */
const VERSION = 2

const day = z
  .string()
  .transform((text, context) => {
    const parsed = parseDay(text)
    if (parsed) return parsed
    context.addIssue('expected a day such as 2026-03-01')
    return z.NEVER
  })
  .meta({ description: 'UTC day.', examples: ['2026-03-01'] })

/** Everything of a day in one file; the same for ever once the day is whole. */
export function exportEndpoints(database: Database): Endpoint[] {
  let running = 0
  const file = (dataset: Dataset, { extension, type, write }: (typeof FORMATS)[number]) =>
    defineEndpoint({
      path: `/exports/${dataset.name}/{day}.${extension}`,
      summary: dataset.description,
      params: z.object({ day }),
      query: z.object({}),
      produces: { type, description: 'The file.' },
      serve: async (params) => {
        requireWhole(dataset.name, params.day, await dataset.extent(database))
        if (running >= MAX_PARALLEL)
          throw new RestError('UNAVAILABLE', `${MAX_PARALLEL} exports are being written. Ask again in a few seconds.`)
        running += 1
        const body = toStream(write(dataset, dataset.pages(database, params.day)), PATIENCE)
        body.once('close', () => {
          running -= 1
        })
        const name = `touchstone-${dataset.name}-${params.day.name}.${extension}`
        const headers = { 'content-disposition': `attachment; filename="${name}"` }
        return { type, body, cache: FOREVER, tagged: `${name} ${VERSION}`, headers }
      },
    })
  return [indexEndpoint(database), ...DATASETS.flatMap((dataset) => FORMATS.map((format) => file(dataset, format)))]
}

function indexEndpoint(database: Database): Endpoint {
  return defineEndpoint({
    path: '/exports/',
    summary: 'What can be had as files by day, and for which days.',
    params: z.object({}),
    query: z.object({}),
    mayMiss: false,
    produces: { type: 'application/json', description: 'Data sets, columns, days, addresses.' },
    serve: async () => {
      const exports = await Promise.all(
        DATASETS.map(async (dataset) => ({
          name: dataset.name,
          description: dataset.description,
          columns: dataset.columns,
          days: (await dataset.extent(database)) ?? null,
          files: FORMATS.map(({ extension }) => `/v1/exports/${dataset.name}/{yyyy-mm-dd}.${extension}`),
        })),
      )
      return { type: JSON_TYPE, body: JSON.stringify({ version: VERSION, exports }), cache: FOLLOWS_HEAD }
    },
  })
}
