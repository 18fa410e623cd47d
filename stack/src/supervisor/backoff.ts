const FIRST_MS = 500
const LONGEST_MS = 30_000
const STABLE_MS = 60_000

/**
 * The pause before a crashed process is started again: half a second, doubling to thirty, and half a second again after
 * a run that lasted a minute.
 * @param failures number of crashes in a row before this one.
 * @param ranMs how long the process that just crashed had run.
 */
export function nextPause(failures: number, ranMs: number): { failures: number; pauseMs: number } {
  const row = ranMs >= STABLE_MS ? 0 : failures
  return { failures: row + 1, pauseMs: Math.min(FIRST_MS * 2 ** row, LONGEST_MS) }
}
