import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import type pg from 'pg'
import { type Queryable, withinTransaction } from '../database.js'
import { type BlobStores, copyOut, openBackupBlobs } from './blobFiles.js'
import { BackupError, type Manifest, writeLines, writeManifest } from './manifest.js'
import { listTables, readRows } from './tables.js'

export interface BackupReport {
  rows: number
  blobs: number
  /** Blobs that the tables name and that could not be copied, a sentence each. */
  gaps: string[]
}

/**
 * Writes verdicts, log and blobs into a new folder, as they were at one moment, while everything goes on. The log's tiles are
 * not copied: they follow from its entries. The folder appears under its name once it is whole.
 * @throws BackupError where the folder exists.
 */
export async function backup(pool: pg.Pool, stores: BlobStores, folder: string): Promise<BackupReport> {
  if (existsSync(folder)) throw new BackupError(`${folder} exists already: name a new folder.`)
  const draft = `${folder}.partial`
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { recursive: true, mode: 0o700 })
  const gaps: string[] = []
  const client = await pool.connect()
  try {
    const manifest = await withinTransaction(client, 'begin isolation level repeatable read read only', async () => {
      await client.query(`set local timezone to 'UTC'; set local datestyle to 'ISO'`)
      const head = await readHead(client)
      const tables: Manifest['tables'] = []
      for (const table of await listTables(client)) {
        const { name } = table
        tables.push({ name, ...(await writeLines(draft, `${name}.jsonl`, readRows(client, table))) })
      }
      const lines = copyOut({ snapshot: client, now: pool }, stores, openBackupBlobs(draft), (gap) => gaps.push(gap))
      return { ...head, tables, blobs: await writeLines(draft, 'blob_files.jsonl', lines) }
    })
    await writeManifest(draft, manifest)
    await rename(draft, folder)
    return { rows: manifest.tables.reduce((sum, { rows }) => sum + rows, 0), blobs: manifest.blobs.rows, gaps }
  } finally {
    client.release()
  }
}

/** The migrations of a database, in their order. */
export async function listMigrations(db: Queryable): Promise<Manifest['migrations']> {
  const { rows } = await db.query<Manifest['migrations'][number]>(
    'select name, sha256 from verdicts.migration order by name',
  )
  return rows
}

async function readHead(db: Queryable) {
  const { rows } = await db.query<{ at: Date }>('select now() as at')
  const format: Manifest['format'] = 'touchstone-backup/1'
  return { format, at: (rows[0]?.at ?? new Date()).toISOString(), migrations: await listMigrations(db) }
}
