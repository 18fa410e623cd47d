import { createHash } from 'node:crypto'
import type { Hex, TrailBody, TrailRecord } from '@touchstone/verify'
import { prepared, type Queryable } from '../database.js'
import { cleanText } from '../untrusted/text.js'

/** One record and the line of the file where it stands. */
export interface RecordLine {
  line: number
  record: TrailRecord
}

/** What is kept of one record: small, whatever the bodies weigh. Text in it is a stranger's, cleaned. */
export interface RecordRow {
  line: number
  nonce: string
  requestHash: string | null
  model: string
  createdAt: string
  fee: string | null
  requestSha256: string
  responseSha256: string
  requestBytes: number | null
  responseBytes: number | null
  signingAddress: string | null
  signature: string | null
  statement: string | null
  systemSha256: string | null
  toolsSha256: string | null
  actions: number
}

export function toRecordRow({ line, record }: RecordLine): RecordRow {
  const {
    settlement: nonce,
    requestHash,
    model,
    createdAt,
    fee,
    request,
    response,
    proof,
    system,
    tools,
    actions,
  } = record
  return {
    line,
    nonce,
    requestHash: requestHash === undefined ? null : cleanText(requestHash, 100),
    model: cleanText(model, 256),
    createdAt: new Date(createdAt).toISOString(),
    fee: toNumeric(fee),
    requestSha256: request.sha256,
    responseSha256: response.sha256,
    requestBytes: countBytes(request),
    responseBytes: countBytes(response),
    signingAddress: proof?.signingAddress ?? null,
    signature: proof?.signature ?? null,
    statement: proof === undefined ? null : digestStatement(proof),
    systemSha256: system?.sha256 ?? null,
    toolsSha256: tools?.sha256 ?? null,
    actions: actions?.length ?? 0,
  }
}

/** Appends records of a trail, one statement for all of them. */
export async function insertRecords(db: Queryable, root: Hex, rows: readonly RecordRow[]): Promise<void> {
  const column = <K extends keyof RecordRow>(key: K) => rows.map((row) => row[key])
  await db.query(
    prepared(
      `insert into verdicts.inference_record (root, line, nonce, request_hash, model, created_at, fee, request_sha256,
       response_sha256, request_bytes, response_bytes, signing_address, signature, statement,
       system_sha256, tools_sha256, actions)
     select $1, * from unnest($2::int[], $3::numeric[], $4::text[], $5::text[], $6::timestamptz[], $7::numeric[],
       $8::text[], $9::text[], $10::bigint[], $11::bigint[], $12::text[], $13::text[], $14::text[], $15::text[],
       $16::text[], $17::int[])`,
      [
        root,
        column('line'),
        column('nonce'),
        column('requestHash'),
        column('model'),
        column('createdAt'),
        column('fee'),
        column('requestSha256'),
        column('responseSha256'),
        column('requestBytes'),
        column('responseBytes'),
        column('signingAddress'),
        column('signature'),
        column('statement'),
        column('systemSha256'),
        column('toolsSha256'),
        column('actions'),
      ],
    ),
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
