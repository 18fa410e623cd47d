/**
 * The rows that the API is measured on, in the project's own tables, made by SQL alone: settlements over the year before the day
 * on which they were made, with verdicts, published files, agents and what is counted from them. The same rows for the same
 * sizes and the same SQL; a database that was made whole is used again.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, runToEnd } from '../../index/harness/child.mjs'
import { withClient } from './cluster.mjs'

export const CHAIN_ID = 16688
export const REGISTRY = `0x${'8004'.repeat(10)}`
const STEPS = ['words', 'chain', 'agents', 'verdicts', 'derived']
const FOLDER = join(import.meta.dirname, 'data')

/** Numbers of rows; API_SETTLEMENTS, API_RECORDS, API_AGENTS and API_PAYING set them. */
export function readSizes() {
  const settlements = readNumber('API_SETTLEMENTS', 1_000_000)
  const records = readNumber('API_RECORDS', settlements * 10)
  const agents = readNumber('API_AGENTS', settlements * 4)
  return { settlements, records, agents, paying: readNumber('API_PAYING', Math.max(1, Math.floor(agents / 80))) }
}

/** The same in proportion, for so many settlements. */
export function scaleTo(sizes, settlements) {
  const share = settlements / sizes.settlements
  const scaled = Object.entries(sizes).map(([name, value]) => [name, Math.max(1, Math.floor(value * share))])
  return { ...Object.fromEntries(scaled), settlements }
}

function readNumber(name, otherwise) {
  const value = Number(process.env[name] ?? otherwise)
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`${name}: expected a whole number above 0.`)
  return value
}

/**
 * @param {{ url(database: string): string }} cluster
 * @returns {Promise<{ url: string, end: string, sizes: object }>} `end` is the ISO time at which the year of settlements ends.
 */
export async function prepareDataset(cluster, sizes) {
  const name = `settlements_${sizes.settlements}_${sizes.agents}_${sizes.records}_${sizes.paying}`
  const url = cluster.url(name)
  const digest = digestOf(sizes)
  const found = await withClient(cluster.url('postgres'), async (admin) => {
    const { rows } = await admin.query(
      `select shobj_description(oid, 'pg_database') as made from pg_database where datname = $1`,
      [name],
    )
    const made = JSON.parse(rows[0]?.made ?? '{}')
    if (made.digest === digest) return made
    await admin.query(`drop database if exists ${name} with (force)`)
    await admin.query(`create database ${name} template template0 strategy file_copy`)
    return undefined
  })
  const end = found?.end ?? new Date(new Date().setUTCHours(0, 0, 0, 0)).toISOString()
  if (found === undefined) {
    await fill(url, { ...sizes, end })
    await withClient(cluster.url('postgres'), (admin) =>
      admin.query(`comment on database ${name} is '${JSON.stringify({ digest, end })}'`),
    )
  }
  return { url, end, sizes }
}

/** Of the SQL that makes the tables and of that which fills them. */
function digestOf(sizes) {
  const hash = createHash('sha256').update(JSON.stringify(sizes))
  for (const folder of [join(ROOT, 'store/db'), join(ROOT, 'store/lib/verdicts'), FOLDER])
    for (const name of readdirSync(folder).sort())
      if (name.endsWith('.sql')) hash.update(readFileSync(join(folder, name)))
  return hash.digest('hex')
}

async function fill(url, { settlements, records, agents, paying, end }) {
  const started = performance.now()
  const note = (what) => console.error(`${((performance.now() - started) / 1000).toFixed(0).padStart(5)} s  ${what}`)
  await runToEnd(['node', 'store/lib/migrate.main.js'], { env: { DATABASE_URL: url } })
  // A bill that adds up is published; that share of the settlements is decided in words.sql and verdicts.sql.
  const lines = Math.ceil(records / (settlements * 0.69))
  const every = Math.floor(agents / paying)
  const values = {
    settlements,
    records,
    agents,
    paying,
    every,
    lines,
    chain: CHAIN_ID,
    registry: REGISTRY,
    end: `'${end}'`,
  }
  await withClient(url, async (client) => {
    // Neither triggers nor foreign keys: what the triggers would keep is filled in by the last step.
    await client.query(
      `set session_replication_role = replica; set work_mem = '512MB'; set timezone = 'UTC'; set jit = off`,
    )
    const indexes = await dropIndexes(client)
    for (const step of STEPS) {
      // What the counting walks.
      if (step === 'derived') await makeIndexes(client, indexes, note)
      note(`${settlements} settlements: ${step}`)
      await client.query(readSql(step, values))
    }
    note('vacuum')
    await client.query('vacuum analyze')
    await client.query('checkpoint')
    note('made')
  })
}

function readSql(step, values) {
  const sql = readFileSync(join(FOLDER, `${step}.sql`), 'utf8')
  return sql.replace(/(?<!:):([a-z]+)\b/g, (whole, name) => (name in values ? values[name] : whole))
}

/** Indexes are quicker made over full tables than kept while they fill; those of the keys stay. */
async function dropIndexes(client) {
  const { rows } = await client.query(`
    select format('%I.%I', n.nspname, i.relname) as name, pg_get_indexdef(x.indexrelid) as definition
    from pg_index x join pg_class i on i.oid = x.indexrelid join pg_namespace n on n.oid = i.relnamespace
    where n.nspname in ('public', 'verdicts') and not exists (select from pg_constraint c where c.conindid = x.indexrelid)
    order by 1`)
  for (const { name } of rows) await client.query(`drop index ${name}`)
  return rows
}

async function makeIndexes(client, indexes, note) {
  note(`${indexes.length} indexes`)
  for (const { definition } of indexes) await client.query(definition)
  await client.query('analyze')
}
