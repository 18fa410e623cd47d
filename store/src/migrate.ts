import { Client } from 'pg'
import { buildFactsSource } from './facts'
import { applyVerdictMigrations } from './verdicts/runner'

/** Key of the advisory lock under which one process at a time migrates: ASCII "tstone". */
const MIGRATION_LOCK = 0x7473746f6e65

/** What one run applied; empty lists where the database was up to date. */
export interface MigrationReport {
  facts: string[]
  verdicts: string[]
}

/**
 * Brings a database to the tables of this build: the facts (typeorm) and the verdicts (SQL files). Safe to call from
 * several processes at once, they wait for each other; does nothing where nothing is pending.
 * @throws VerdictMigrationError, or the driver's error where the database cannot be reached.
 */
export async function migrate(databaseUrl: string): Promise<MigrationReport> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    const facts = await migrateFacts(databaseUrl)
    return { facts, verdicts: await applyVerdictMigrations(client) }
  } finally {
    // Ending the session releases the lock.
    await client.end()
  }
}

async function migrateFacts(databaseUrl: string): Promise<string[]> {
  const source = await buildFactsSource(databaseUrl).initialize()
  try {
    const applied = await source.runMigrations({ transaction: 'all' })
    return applied.map((migration) => migration.name)
  } finally {
    await source.destroy()
  }
}
