const DAY_SECONDS = 86_400

/**
 * When to ask again after `rounds` rounds without the bytes: `baseSeconds` after the first, doubling up to a day, then
 * daily.
 * @param spread from 0 to 1; up to a tenth is added, so that roots that failed together do not return together.
 */
export function nextRoundAt(lastAt: Date, rounds: number, baseSeconds: number, spread: number): Date {
  const seconds = Math.min(baseSeconds * 2 ** Math.max(rounds - 1, 0), DAY_SECONDS)
  return new Date(lastAt.getTime() + seconds * 1000 * (1 + spread / 10))
}

/** Seconds after which a settlement with an older verdict is looked at again at the latest. */
const MOST_SECONDS = 3_600

/**
 * When to ask again for what no node served: after `baseSeconds`, then after as long as the verdict without it stands,
 * which doubles the pause up to an hour.
 */
export function nextLookAt(now: Date, verdictAt: Date | undefined, baseSeconds: number): Date {
  const age = verdictAt === undefined ? 0 : (now.getTime() - verdictAt.getTime()) / 1000
  return new Date(now.getTime() + Math.min(Math.max(age, baseSeconds), MOST_SECONDS) * 1000)
}

/** Rounds after which a term that has ended ends the rounds, though sources only failed: some days. */
export const PATIENT_ROUNDS = 16
