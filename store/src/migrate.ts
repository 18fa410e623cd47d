import { Client } from 'pg'
import { applyDerivedSchema } from './derived-schema'
import { applyFactsSchema } from './facts-schema'
import { applyVerdictMigrations } from './verdicts/runner'

/** Key of the advisory lock under which one process at a time migrates: ASCII "tstone". */
const MIGRATION_LOCK = 0x7473746f6e65

/** What one run applied. */
export interface MigrationReport {
  /** Whether the facts' tables were made now, empty. */
  facts: boolean
  verdicts: string[]
  /** Whether what is computed from both was dropped and is to be filled again. */
  derived: boolean
}

/**
 * Brings a database to the tables of this build: the facts (made anew where they differ) and the verdicts (SQL files), and what is
 * computed from them. Safe to call from several processes at once, they wait for each other; does nothing where nothing is pending.
 * @param alongside what else is made while the others wait: PostgreSQL's `if not exists` fails where two make the same at once.
 * @throws VerdictMigrationError, or the driver's error where the database cannot be reached.
 */
export async function migrate(databaseUrl: string, alongside?: () => Promise<void>): Promise<MigrationReport> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    const facts = await applyFactsSchema(client)
    const verdicts = await applyVerdictMigrations(client)
    const derived = await applyDerivedSchema(client)
    await alongside?.()
    return { facts, verdicts, derived }
  } finally {
    // Ending the session releases the lock.
    await client.end()
  }
}
