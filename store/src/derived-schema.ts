import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Client } from 'pg'

/** In the order in which they are run. */
const FILES = ['derived.sql', 'changes.sql', 'parties.sql', 'waiting.sql']

/**
 * Brings the schema of what is computed from facts and verdicts to this build. Nothing in it is kept that could not be
 * computed again: where its SQL changed, or the facts' tables were made anew, it is dropped and made anew, and the auditor
 * fills it. The caller holds the advisory lock; facts and verdicts are migrated.
 * @returns whether it was made now.
 */
export async function applyDerivedSchema(client: Client): Promise<boolean> {
  const sql = FILES.map((name) => readFileSync(path.join(__dirname, '../db', name), 'utf8')).join('\n')
  const { rows } = await client.query<{ digest: string }>('select digest from squid_processor.facts_schema')
  const digest = createHash('sha256')
    .update(sql)
    .update(rows[0]?.digest ?? '')
    .digest('hex')
  if ((await findDigest(client)) === digest) return false
  await client.query('begin')
  try {
    // Takes the triggers along, which stand on its functions; indexes of the facts' tables have to be named.
    await client.query('drop schema if exists derived cascade')
    for (const [, name] of sql.matchAll(/^ *create index (\w+) on (?!derived\.)/gm))
      await client.query(`drop index if exists ${name}`)
    await client.query(sql)
    await client.query('insert into derived.version (digest) values ($1)', [digest])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
  return true
}

/** Triggers go with the tables of facts and verdicts, whoever dropped those: without one of each nothing is current. */
async function findDigest(client: Client): Promise<string | undefined> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('derived.version') is not null and (
       select count(*) = 2 from pg_trigger where tgname = 'derived_insert'
         and tgrelid in (to_regclass('public.settlement'), to_regclass('verdicts.verdict'))) as there`,
  )
  if (!rows[0]?.there) return undefined
  const version = await client.query<{ digest: string }>('select digest from derived.version')
  return version.rows[0]?.digest
}
