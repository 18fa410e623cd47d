import type { Output } from '../output.js'

/** One command of `touchstone networks`, given the arguments behind its name. @returns the exit code. @throws UsageError */
export type Subcommand = (args: readonly string[], output: Output) => Promise<0 | 1 | 2 | 3>
