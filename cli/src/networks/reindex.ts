import { parseArgs } from 'node:util'
import { CannotCheckError, UsageError } from '../usage.js'
import { compareDigests, type Verdict } from './reindex/compare.js'
import { withDatabase, withScratchDatabase } from './reindex/databases.js'
import { listDifferences } from './reindex/differences.js'
import { readKept } from './reindex/kept.js'
import { buildSecond } from './reindex/second.js'
import type { Subcommand } from './subcommand.js'

const text = { type: 'string' } as const
const OPTIONS = {
  verify: { type: 'boolean' },
  network: text,
  rpc: text,
  gateway: text,
  database: text,
  'scratch-database': text,
  to: text,
} as const

/**
 * Reads the chain a second time into a database of its own and compares the state digests with those that are kept. Exit
 * code 0 equal, 1 they differ, 2 could not compare.
 */
export const runReindex: Subcommand = async (args, output) => {
  const options = readReindexOptions(args)
  try {
    return await withDatabase(options.database, async (kept) => {
      const { height, digests } = await readKept(kept, options.to)
      const scratch = { url: options.scratch, beside: options.database }
      return await withScratchDatabase(scratch, async (url) => {
        await buildSecond({ ...options, databaseUrl: url, to: height }, output.err)
        return await withDatabase(url, async (second) => {
          const verdict = compareDigests(digests, (await readKept(second, height)).digests)
          output.out(`${verdict.sentence}\n`)
          if (verdict.kind === 'differ')
            for (const line of await listDifferences(kept, second, verdict)) output.out(line)
          return EXIT[verdict.kind]
        })
      })
    })
  } catch (error) {
    if (!(error instanceof CannotCheckError)) throw error
    output.err(`touchstone: could not compare: ${error.message}\n`)
    return 2
  }
}

const EXIT: Record<Verdict['kind'], 0 | 1 | 2> = { equal: 0, differ: 1, incomparable: 2 }

/** @throws UsageError */
function readReindexOptions(args: readonly string[]) {
  const { values, positionals } = parse(args)
  const database = values.database ?? process.env.DATABASE_URL
  const network = positionals[0] ?? values.network ?? process.env.NETWORK
  if (!values.verify) throw new UsageError('networks reindex only compares: give --verify.')
  if (!network) throw new UsageError('Name the network, or set NETWORK.')
  if (!database) throw new UsageError('Name the database of the index with --database, or set DATABASE_URL.')
  const to = values.to === undefined ? undefined : Number(values.to)
  if (to !== undefined && !(Number.isSafeInteger(to) && to >= 0))
    throw new UsageError(`--to: expected a height, got "${values.to}".`)
  return { network, rpc: values.rpc, gateway: values.gateway, database, scratch: values['scratch-database'], to }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  } catch (cause) {
    throw new UsageError((cause as Error).message, { cause })
  }
}
