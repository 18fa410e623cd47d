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
