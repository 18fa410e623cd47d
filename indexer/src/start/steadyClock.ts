/**
 * From now on `Date.now` counts from where the machine's clock stood, and no longer hears of it. The SDK measures its pauses
 * by it, and the health report the age of the last batch: an index that stands still would be called well for as long as the
 * clock was set back. `new Date()` still tells the machine's time.
 */
export function steadyClock(): void {
  const begin = Date.now() - performance.now()
  Date.now = () => Math.floor(begin + performance.now())
}
