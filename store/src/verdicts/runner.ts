import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Client } from 'pg'
import { VerdictMigrationError } from '../migration-error'

interface SqlFile {
  name: string
  sql: string
  sha256: string
}

/**
 * Applies the SQL files of the verdict side in order of their names, each in a transaction of its own, and remembers
 * name and sha256. The caller holds the advisory lock.
 * @param folder where the .sql files lie; beside the compiled code by default.
 * @returns names of the files applied now.
 * @throws VerdictMigrationError where an applied file has changed or is missing: verdicts cannot be rebuilt, so
 *   nothing is guessed.
 */
export async function applyVerdictMigrations(client: Client, folder = __dirname): Promise<string[]> {
  await client.query('create schema if not exists verdicts')
  await client.query(`create table if not exists verdicts.migration (
    name text primary key, sha256 text not null, applied_at timestamptz not null default now())`)
  const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from verdicts.migration')
  const applied = new Map(rows.map((row) => [row.name, row.sha256]))
  const files = listSqlFiles(folder)
  assertUnchanged(files, applied)
  const pending = files.filter((file) => !applied.has(file.name))
  for (const file of pending) await applyFile(client, file)
  return pending.map((file) => file.name)
}

function listSqlFiles(folder: string): SqlFile[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
  return names.map((name) => {
    const sql = readFileSync(path.join(folder, name), 'utf8')
    return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') }
  })
}

function assertUnchanged(files: SqlFile[], applied: Map<string, string>) {
  const byName = new Map(files.map((file) => [file.name, file]))
  for (const [name, sha256] of applied) {
    const file = byName.get(name)
    if (!file)
      throw new VerdictMigrationError(
        `The database has verdict migration ${name}, which this build does not know. Run the newer build that applied it.`,
      )
    if (file.sha256 !== sha256)
      throw new VerdictMigrationError(
        `Verdict migration ${name} was changed after it had been applied (applied sha256 ${sha256}, file ${file.sha256}). Restore the file and put the change into a new one.`,
      )
  }
}

async function applyFile(client: Client, file: SqlFile) {
  await client.query('begin')
  try {
    await client.query(file.sql)
    await client.query('insert into verdicts.migration (name, sha256) values ($1, $2)', [file.name, file.sha256])
    await client.query('commit')
  } catch (cause) {
    await client.query('rollback')
    throw new VerdictMigrationError(`Verdict migration ${file.name} failed: ${(cause as Error).message}`, { cause })
  }
}
