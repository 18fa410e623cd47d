import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Client } from 'pg'

const HEAD = path.join(__dirname, '../db/head.sql')
const FACTS = path.join(__dirname, '../db/facts.sql')

/** Tables of builds that kept no list of them. */
const EARLIEST_TABLES = [
  'account',
  'account_change',
  'agent',
  'agent_card',
  'agent_ownership',
  'agent_wallet',
  'anchor',
  'contract',
  'network',
  'payer_link',
  'provider',
  'registry',
  'service_revision',
  'settlement',
  'signer_acknowledgement',
  'migrations',
]

/**
 * Brings the facts to the tables of this build. Facts are a function of the chain: where their tables differ from this
 * build's they are dropped with the squid's state and read again, never altered. The caller holds the advisory lock.
 * @returns whether tables were made.
 */
export async function applyFactsSchema(client: Client): Promise<boolean> {
  await client.query(readFileSync(HEAD, 'utf8'))
  const sql = readFileSync(FACTS, 'utf8')
  const digest = createHash('sha256').update(sql).digest('hex')
  const { rows } = await client.query<{ digest: string; tables: string[] }>(
    'select * from squid_processor.facts_schema',
  )
  if (rows[0]?.digest === digest) return false
  await client.query('begin')
  try {
    const tables = [...sql.matchAll(/^CREATE TABLE "(\w+)"/gm)].flatMap((match) => match[1] ?? [])
    // Where the list was lost, tables of this build may be there as well.
    await dropFacts(client, rows[0]?.tables ?? [...EARLIEST_TABLES, ...tables])
    await client.query(sql)
    await client.query('insert into squid_processor.facts_schema values ($1, $2)', [digest, tables])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
  return true
}

async function dropFacts(client: Client, tables: string[]) {
  for (const table of tables)
    await client.query(`drop table if exists public.${client.escapeIdentifier(table)} cascade`)
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'squid_processor'`,
  )
  await client.query(`truncate ${rows.map((row) => row.name).join(', ')}`)
}
