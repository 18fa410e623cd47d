import { parseCursor } from '../connection/cursor'
import { type Connection, checkFirst, toConnection } from '../connection/page'
import type { PageArgs } from '../connection/types'
import type { Relation, RequestContext } from '../context'
import type { Settlement } from '../settlement/types'
import { textColumn, type UntrustedBytes } from '../words/text'
import { pickLines } from './lines'
import { recordTotals } from './recordTotals'
import { trailsBySettlement } from './trails'
import type { InferenceRecord } from './types'

/** Bytes read of one file for one request; records further down are listed without their bodies. */
const MAX_SCAN = 64 * 1024 * 1024
/** Characters shown of one body. */
const MAX_TEXT = 16_384

/**
 * The inferences of a settlement as published: of the file that its opening was judged by, or, where none was, of every
 * file that names it.
 */
export async function listRecords(
  context: RequestContext,
  settlement: Settlement,
  page: PageArgs,
): Promise<Connection<InferenceRecord>> {
  const { after } = page
  const first = checkFirst(page.first)
  const [root, line] = after == null ? ['', 0] : parseCursor('after', after, 'settlement.records', ['text', 'int'])
  if (settlement.nonce === null)
    return toConnection<InferenceRecord>('settlement.records', [], first, after ?? undefined, () => [])
  const trails = await context.load(trailsBySettlement, settlement)
  const used = trails.filter((trail) => trail.usedForOpening)
  const roots = (used.length > 0 ? used : trails).map((trail) => trail.root)
  const values = [roots, settlement.nonce, root, line, first + 1]
  const rows = await context.services.database.query<InferenceRecord & Record<string, unknown>>(RECORDS_SQL, values)
  const connection = toConnection<InferenceRecord>('settlement.records', rows, first, after ?? undefined, (row) => [
    row.root,
    row.line,
  ])
  const { nonce } = settlement
  return Object.assign(connection, { total: () => context.load(recordTotals, { roots, nonce }) })
}

/** Request and response of a record, as published; null where withheld, withdrawn or not kept here. */
export interface RecordBodies {
  request: UntrustedBytes | null
  response: UntrustedBytes | null
}

const NO_BODIES: RecordBodies = { request: null, response: null }

/** Bodies from the kept files; each file is read once. */
export const recordBodies: Relation<InferenceRecord, RecordBodies> = {
  keyOf: (record) => record.id,
  load: async (records, { services }) => {
    const wanted = new Map<string, Set<number>>()
    for (const { root, line } of records) wanted.set(root, (wanted.get(root) ?? new Set()).add(line))
    const lines = new Map<string, Map<number, Buffer>>()
    for (const { root } of await services.database.query<{ root: string }>(KEPT_SQL, [[...wanted.keys()]])) {
      const stream = await services.blobs?.findStream(root)
      if (stream) lines.set(root, await pickLines(stream, wanted.get(root) ?? new Set(), MAX_SCAN))
    }
    return records.map(({ root, line }) => toBodies(lines.get(root)?.get(line)))
  },
}

function toBodies(line: Buffer | undefined): RecordBodies {
  if (!line) return NO_BODIES
  const record = JSON.parse(line.toString('utf8')) as Record<'request' | 'response', { bytes?: string } | undefined>
  return { request: toUntrusted(record.request?.bytes), response: toUntrusted(record.response?.bytes) }
}

function toUntrusted(base64: string | undefined): UntrustedBytes | null {
  return base64 === undefined ? null : decodeBytes(Buffer.from(base64, 'base64'), MAX_TEXT)
}

/** Bytes as text of at most so many characters; their text is null where they are not UTF-8. */
export function decodeBytes(bytes: Buffer, maxText: number): UntrustedBytes {
  const text = decodeUtf8(bytes)
  return {
    size: String(bytes.length),
    // A cut between the halves of a surrogate pair would leave half a character.
    text: text?.slice(0, maxText).replace(/[\ud800-\udbff]$/, '') ?? null,
    truncated: (text?.length ?? 0) > maxText,
  }
}

function decodeUtf8(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Columns of a record. */
export const RECORD_COLUMNS = `root || '-' || line as id, root, line, ${textColumn('request_hash', 'requestHash')},
  ${textColumn('model')}, created_at as "createdAt", fee, request_sha256 as "requestSha256",
  response_sha256 as "responseSha256", signing_address as "signingAddress"`

const RECORDS_SQL = `
select ${RECORD_COLUMNS} from verdicts.inference_record
where root = any($1::text[]) and nonce = $2::numeric and (root, line) > ($3::text, $4::int)
order by root, line limit $5`

const KEPT_SQL = `select root from verdicts.payload where root = any($1::text[]) and withdrawn_at is null`
