import { createHash } from 'node:crypto'
import type { BlobStore } from '@touchstone/store/blobs'
import type { Hex } from '@touchstone/verify'
import type pg from 'pg'
import { inTransaction, type Queryable } from '../database.js'
import { cleanText } from '../untrusted/text.js'
import type { AnswerRefusal, ServedAnswer } from './askAnswers.js'
import { findAuthor, readBinding } from './binding.js'
import { readModelList } from './modelList.js'
import { putUnlessWithdrawn } from './reportRows.js'

/**
 * Keeps an answer: first the bytes, then the row. The same answer as before only moves the time of its last observation.
 * @param keys that the service holds on chain.
 * @returns whether it was a new one.
 */
export async function keepAnswer(
  pool: pg.Pool,
  blobs: BlobStore,
  provider: Hex,
  served: ServedAnswer,
  keys: readonly Hex[],
): Promise<boolean> {
  const sha256 = createHash('sha256').update(served.bytes).digest('hex')
  await putUnlessWithdrawn(pool, blobs, `0x${sha256}`, served.bytes)
  return inTransaction(pool, async (db) => {
    const source = cleanText(served.source, 300)
    const { rowCount } = await db.query(
      `update verdicts.provider_answer set last_observed_at = clock_timestamp()
       where id = (select id from verdicts.provider_answer where provider = $1 and kind = $2 and source = $3
           order by id desc limit 1)
         and sha256 = $4 and signature is not distinct from $5`,
      [provider, served.kind, source, sha256, served.signature],
    )
    if (rowCount === 1) return false
    const { author, named, models } = readAnswer(served, keys)
    await db.query(
      `insert into verdicts.provider_answer
         (provider, kind, source, sha256, size, signature, author, names_key, models, observed_at, last_observed_at)
       select $1, $2, $3, $4, $5, $6, $7, $8, $9, t, t from clock_timestamp() t`,
      [provider, served.kind, source, sha256, served.bytes.length, served.signature, author, named, models],
    )
    return true
  })
}

function readAnswer({ kind, bytes, signature }: ServedAnswer, keys: readonly Hex[]) {
  const author = signature === null ? null : findAuthor(bytes, signature)
  if (kind === 'models') return { author, named: null, models: readModelList(bytes) }
  const named = kind === 'card' ? readBinding({ bytes, signature }, keys).binds : findSignerAddress(bytes)
  return { author, named, models: null }
}

/** `signer_address` of the broker's answer about its encryption key. */
function findSignerAddress(body: Uint8Array): Hex | null {
  const value = JSON.parse(Buffer.from(body).toString('utf8')) as { signer_address?: unknown }
  const { signer_address: address } = value
  return typeof address === 'string' && /^0x[0-9a-fA-F]{40}$/.test(address) ? (address.toLowerCase() as Hex) : null
}

/** Appends attempts that ended without an answer; their text may be a stranger's. */
export async function insertAnswerRefusals(
  db: Queryable,
  provider: Hex,
  refusals: readonly AnswerRefusal[],
): Promise<void> {
  await db.query(
    `insert into verdicts.provider_answer_attempt (provider, kind, source, outcome, detail)
     select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::text[])`,
    [
      provider,
      refusals.map(({ kind }) => kind),
      refusals.map(({ source }) => cleanText(source, 300)),
      refusals.map(({ outcome }) => outcome),
      refusals.map(({ detail }) => cleanText(detail, 300)),
    ],
  )
}
