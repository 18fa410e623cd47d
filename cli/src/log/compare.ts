import { readFileSync } from 'node:fs'
import type { Subcommand } from '../networks/subcommand.js'
import { UsageError } from '../usage.js'
import { readLogArguments } from './arguments.js'
import { requireJoined } from './join.js'
import { readKeys } from './keys.js'
import { openSource } from './source.js'

/** Whether two checkpoints can both be true. Exit code 1: they cannot, and both are signed by the log. */
export const runCompare: Subcommand = async (args, output) => {
  const { positionals, keys, url } = readLogArguments(args, 2)
  const [a, b] = positionals.map(readNote) as [string, string]
  const source = url === undefined ? undefined : openSource(url)
  if (keys.length === 0 && source === undefined)
    throw new UsageError("Name the log's key by --key, or where the log is by --url.")
  const verifiers = keys.length > 0 || source === undefined ? keys : await readKeys(source)
  const { older, newer } = await requireJoined(source, verifiers, a, b)
  const trust = keys.length > 0 ? '' : ', by the keys that the log itself names'
  output.out(`${newer.origin}: the tree of ${older.size} entries begins that of ${newer.size}${trust}\n`)
  return 0
}

function readNote(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new UsageError((cause as Error).message, { cause })
  }
}
