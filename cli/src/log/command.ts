import type { Subcommand } from '../networks/subcommand.js'
import type { Output } from '../output.js'
import { CannotCheckError, UsageError } from '../usage.js'
import { runAnchorCheck } from './anchorCheck.js'
import { runCompare } from './compare.js'
import { runFsck } from './fsck.js'
import { Misbehaviour } from './misbehaviour.js'
import { runMonitor } from './monitor.js'
import { LOG_USAGE } from './usage.js'

const COMMANDS: Record<string, Subcommand> = {
  ...{ fsck: runFsck, monitor: runMonitor, compare: runCompare },
  'anchor-check': runAnchorCheck,
}

/** Runs `touchstone log …`. @throws UsageError where the command line was not understood. */
export async function runLog([name, ...rest]: readonly string[], output: Output): Promise<0 | 1 | 2 | 3> {
  if (name === undefined || [name, ...rest].some((argument) => argument === '--help' || argument === '-h')) {
    output.err(LOG_USAGE)
    return 3
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (command === undefined) throw new UsageError(`There is no command "log ${name}". Try touchstone log --help.`)
  try {
    return await command(rest, output)
  } catch (error) {
    if (error instanceof Misbehaviour) output.out(error.message)
    else if (error instanceof CannotCheckError) output.out(`could not check: ${error.message}\n`)
    else throw error
    return error instanceof Misbehaviour ? 1 : 2
  }
}
