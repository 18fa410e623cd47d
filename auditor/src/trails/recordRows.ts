import { createHash } from 'node:crypto'
import type { Hex, TrailBody, TrailRecord } from '@touchstone/verify'
import type { Queryable } from '../database.js'
import { cleanText } from '../untrusted/text.js'

/** One record and the line of the file where it stands. */
export interface RecordLine {
  line: number
  record: TrailRecord
}

/** Appends records of a trail, one statement for all of them. Text in them is a stranger's. */
export async function insertRecords(db: Queryable, root: Hex, lines: readonly RecordLine[]): Promise<void> {
  const column = <T>(pick: (record: TrailRecord) => T) => lines.map(({ record }) => pick(record))
  await db.query(
    `insert into verdicts.inference_record (root, line, nonce, request_hash, model, created_at, fee, request_sha256,
       response_sha256, request_bytes, response_bytes, signing_address, signature, statement)
     select $1, * from unnest($2::int[], $3::numeric[], $4::text[], $5::text[], $6::timestamptz[], $7::numeric[],
       $8::text[], $9::text[], $10::bigint[], $11::bigint[], $12::text[], $13::text[], $14::text[])`,
    [
      root,
      lines.map(({ line }) => line),
      column(({ settlement }) => settlement),
      column(({ requestHash }) => (requestHash === undefined ? null : cleanText(requestHash, 100))),
      column(({ model }) => cleanText(model, 256)),
      column(({ createdAt }) => new Date(createdAt).toISOString()),
      column(({ fee }) => toNumeric(fee)),
      column(({ request }) => request.sha256),
      column(({ response }) => response.sha256),
      column(({ request }) => countBytes(request)),
      column(({ response }) => countBytes(response)),
      column(({ proof }) => proof?.signingAddress ?? null),
      column(({ proof }) => proof?.signature ?? null),
      column(({ proof }) => (proof === undefined ? null : digestStatement(proof))),
    ],
  )
}

/** SHA-256 of signer and text: two signatures over one text by one key are one statement. */
function digestStatement({ signingAddress, text }: NonNullable<TrailRecord['proof']>): string {
  return createHash('sha256').update(`${signingAddress}:${text}`).digest('hex')
}

/** A fee is only text until the opening is judged; what is no number of this column's size is left out of the list. */
function toNumeric(fee: string | undefined): string | null {
  return fee !== undefined && /^[0-9]{1,78}$/.test(fee) ? fee : null
}

/** Length of a published body without decoding it; null where it is withheld. */
function countBytes({ bytes }: TrailBody): number | null {
  if (bytes === undefined) return null
  const padding = bytes.endsWith('==') ? 2 : bytes.endsWith('=') ? 1 : 0
  return (bytes.length / 4) * 3 - padding
}
