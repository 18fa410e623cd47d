import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSpool, type Spool } from '../src/files/spool.js'

/** A spool in a folder of its own. */
export function openTestSpool(maxBytes = 2 ** 30): { spool: Spool; folder: string } {
  const folder = join(mkdtempSync(join(tmpdir(), 'touchstone-spool-')), 'spool')
  return { spool: openSpool(folder, maxBytes), folder }
}
