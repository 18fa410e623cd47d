import { join, resolve } from 'node:path'
import { openBlobs } from '@touchstone/store/blobs'
import { BlobPlaceError } from '@touchstone/store/blobs/errors'
import { migrate } from '@touchstone/store/migrate'
import pg from 'pg'
import { openLogFolder } from '../log/logFolder.js'
import { EnvError, parsePlaces } from '../places.js'
import { backup } from './backup.js'
import { restore } from './restore.js'

const USAGE = 'Usage: npm run backup -- <new folder>\n       npm run restore -- <folder of a backup>'

async function main(): Promise<number> {
  const [command, folder, ...more] = process.argv.slice(2)
  if ((command !== 'backup' && command !== 'restore') || folder === undefined || more.length > 0) {
    console.error(USAGE)
    return 64
  }
  const places = parsePlaces(process.env)
  if (command === 'restore') await migrate(places.DATABASE_URL)
  const pool = new pg.Pool({ connectionString: places.DATABASE_URL, application_name: `touchstone-${command}`, max: 2 })
  const stores = { blobs: openBlobs(places), reports: openBlobs(places, 'reports') }
  try {
    if (command === 'restore') {
      const { rows, blobs } = await restore(pool, stores, openLogFolder(join(places.DATA_DIR, 'log')), resolve(folder))
      console.log(`Restored ${rows} rows and ${blobs} blobs. The indexer makes the facts again.`)
      return 0
    }
    const { rows, blobs, gaps } = await backup(pool, stores, resolve(folder))
    for (const gap of gaps) console.error(`Not in the backup: ${gap}`)
    console.log(`Kept ${rows} rows and ${blobs} blobs in ${folder}. Keys are not in it: keep them apart.`)
    // Whole as far as it could be: what is not in it was not there.
    return gaps.length > 0 ? 2 : 0
  } finally {
    await pool.end()
  }
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (error: Error) => {
    console.error(error.message)
    process.exitCode = error instanceof EnvError || error instanceof BlobPlaceError ? 78 : 1
  },
)
