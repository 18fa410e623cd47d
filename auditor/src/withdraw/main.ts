import { parseArgs } from 'node:util'
import { openBlobs } from '@touchstone/store/blobs'
import { BlobPlaceError } from '@touchstone/store/blobs/errors'
import { migrate } from '@touchstone/store/migrate'
import type { Hex } from '@touchstone/verify'
import pg from 'pg'
import { EnvError, parsePlaces } from '../places.js'
import { cleanText } from '../untrusted/text.js'
import { withdraw } from './withdraw.js'

const USAGE = `Usage: npm run withdraw -- <root> --reason "<why>"
<root>: 0x and 64 hex digits: an anchored root, the data root of a blob on 0G DA, or the SHA-256 of an enclave report.`

class UsageError extends Error {}

function readArguments(): { root: Hex; reason: string } {
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse()
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
  const [root, ...more] = parsed.positionals
  const { reason } = parsed.values
  if (root === undefined || !/^0x[0-9a-f]{64}$/i.test(root) || more.length > 0)
    throw new UsageError('One root is expected.')
  if (reason === undefined || reason.trim() === '') throw new UsageError('A reason is expected: it is shown.')
  return { root: root.toLowerCase() as Hex, reason: cleanText(reason, 500) }
}

function parse() {
  return parseArgs({ options: { reason: { type: 'string' } }, allowPositionals: true })
}

async function main(): Promise<void> {
  const { root, reason } = readArguments()
  const places = parsePlaces(process.env)
  await migrate(places.DATABASE_URL)
  const pool = new pg.Pool({ connectionString: places.DATABASE_URL, application_name: 'touchstone-withdraw' })
  try {
    const stores = { blobs: openBlobs(places), reports: openBlobs(places, 'reports') }
    const { roots, removed } = await withdraw(pool, stores, root, reason)
    console.log(`Withdrawn: ${roots.join(', ')}. Copies deleted: ${removed}. Backups made before still hold them.`)
  } finally {
    await pool.end()
  }
}

main().catch((error: Error) => {
  const isUsage = error instanceof UsageError
  console.error(isUsage ? `${error.message}\n${USAGE}` : error.message)
  const isConfig = error instanceof EnvError || error instanceof BlobPlaceError
  process.exitCode = isUsage ? 64 : isConfig ? 78 : 1
})
