/**
 * Milliseconds of processor time for one call, over all threads of this process: what one core needs, whoever else uses
 * the machine. The least of several rounds, because other processes can only make a round dearer.
 * @param {() => unknown} work may be asynchronous
 * @param {{ rounds?: number, calls?: number }} [options] calls in a row within a round, to make a short one measurable
 */
export async function measure(work, { rounds = 5, calls = 1 } = {}) {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage()
    for (let call = 0; call < calls; call++) {
      const working = work()
      // Work that is not asynchronous pays for no turn of the event loop.
      if (working instanceof Promise) await working
    }
    const { user, system } = process.cpuUsage(before)
    best = Math.min(best, (user + system) / 1000 / calls)
  }
  return best
}
