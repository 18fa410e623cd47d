import type pg from 'pg'
import { type Queryable, withinTransaction } from '../database.js'
import type { LogFolder } from '../log/logFolder.js'
import { restoreFolder } from '../log/publish.js'
import { listMigrations } from './backup.js'
import { type BlobStores, compareAll, copyIn, openBackupBlobs } from './blobFiles.js'
import { BackupError, type Manifest, readLines, readManifest } from './manifest.js'
import { listTables, quote, type Table, writeRows } from './tables.js'

/**
 * Fills an empty, migrated database, blob stores and the log's folder from a backup. Every digest is compared before anything is
 * written, and again while it is; the rows and the log appear together at the end or not at all. Blobs that a broken
 * attempt left are found again by the next.
 * @throws BackupError, LogRefusal where the log's folder is another log's or a newer one.
 */
export async function restore(
  pool: pg.Pool,
  stores: BlobStores,
  log: LogFolder,
  folder: string,
): Promise<{ rows: number; blobs: number }> {
  const manifest = await readManifest(folder)
  const kept = openBackupBlobs(folder)
  for (const part of manifest.tables) for await (const _ of readLines(folder, part));
  await compareAll(readLines(folder, manifest.blobs), kept)
  const client = await pool.connect()
  try {
    return await withinTransaction(client, 'begin', async () => {
      const tables = await requireEmpty(client, manifest)
      const blobs = await copyIn(readLines(folder, manifest.blobs), kept, stores)
      let rows = 0
      for (const table of tables) {
        const part = manifest.tables.find(({ name }) => name === table.name)
        if (part === undefined) throw new BackupError(`The backup has no table ${table.name}.`)
        await writeRows(client, table, readLines(folder, part))
        rows += part.rows
      }
      // Rows were written without their triggers.
      await client.query('select derived.take_verdicts()')
      await restoreFolder(client, log)
      return { rows, blobs }
    })
  } finally {
    client.release()
  }
}

/** The tables, locked and without a row. @throws BackupError */
async function requireEmpty(db: Queryable, manifest: Manifest): Promise<Table[]> {
  const here = await listMigrations(db)
  if (JSON.stringify(here) !== JSON.stringify(manifest.migrations))
    throw new BackupError(
      `The backup was made with ${manifest.migrations.length} migrations, the last ${manifest.migrations.at(-1)?.name}; this build has ${here.length}, the last ${here.at(-1)?.name}. Restore with the build that made it, then run the newer one.`,
    )
  const tables = await listTables(db)
  for (const { name } of tables) {
    await db.query(`lock table verdicts.${quote(name)} in access exclusive mode`)
    const { rowCount } = await db.query(`select from verdicts.${quote(name)} limit 1`)
    if (rowCount !== 0)
      throw new BackupError(
        `verdicts.${name} has rows: a backup is restored into an empty database, before any auditor runs.`,
      )
  }
  return tables
}
