/** What the command line says about itself; it has no command yet. */
export const USAGE = 'usage: touchstone verify <file>'

/** Runs one command line. @returns the exit code: 0 verified, 1 failed, 2 could not check or absent, 3 usage or internal error. */
export function run(_args: readonly string[], write: (text: string) => void): number {
  write(`${USAGE}\n`)
  return 3
}
