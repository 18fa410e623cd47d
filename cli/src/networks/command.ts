import type { Output } from '../output.js'
import { UsageError } from '../usage.js'
import { runCheck } from './check.js'
import { runList } from './list.js'
import { runReindex } from './reindex.js'
import { runShow } from './show.js'
import type { Subcommand } from './subcommand.js'
import { NETWORKS_USAGE } from './usage.js'

/** A file each; a further command is a file and a line here. */
const COMMANDS: Record<string, Subcommand> = {
  list: runList,
  show: runShow,
  check: runCheck,
  reindex: runReindex,
}

/** Runs `touchstone networks …`. @throws UsageError where the command line was not understood. */
export async function runNetworks([name, ...rest]: readonly string[], output: Output): Promise<0 | 1 | 2 | 3> {
  if (name === undefined || [name, ...rest].some((argument) => argument === '--help' || argument === '-h')) {
    output.err(NETWORKS_USAGE)
    return 3
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (command === undefined)
    throw new UsageError(`There is no command "networks ${name}". Try touchstone networks --help.`)
  return command(rest, output)
}
