import { formatTlogProof, leafHash, readInclusion, rememberTiles, verifyInclusion } from '@touchstone/verify'
import type { Queryable } from '../database.js'
import type { LogFolder } from './logFolder.js'
import { findCheckpoint } from './logRows.js'

/**
 * Text of `c2sp.org/tlog-proof@v1` for a verdict under the newest checkpoint; undefined while none covers it.
 * @throws where the tiles are damaged, or not yet those of the row: better no proof than one that accuses the log.
 */
export async function findVerdictProof(db: Queryable, folder: LogFolder, verdict: string): Promise<string | undefined> {
  const { rows } = await db.query<{ index: string; entry: string }>(
    'select index, entry from verdicts.log_entry where verdict_id = $1',
    [verdict],
  )
  const [row] = rows
  const checkpoint = row && (await findCheckpoint(db))
  const index = Number(row?.index)
  if (row === undefined || checkpoint === undefined || index >= checkpoint.size) return undefined
  const { size, root, note } = checkpoint
  const extra = Buffer.from(row.entry, 'utf8')
  const path = await readInclusion(rememberTiles(folder.readTile), index, size)
  if (!verifyInclusion({ leaf: leafHash(extra), index, size, root: Buffer.from(root, 'hex'), path }))
    throw new Error(`The tiles give no proof for entry ${index} of ${size}.`)
  return formatTlogProof({ extra, index, path, checkpoint: note })
}
