import { Wire } from './wire.mjs'

/** Gaps between arrivals are those of independent visitors (exponential), the same in every run. */
const SEED = 0x7067

/**
 * Posts bodies at a rate, one after the other in turn, each at its own time whether or not those before were answered: a time runs
 * from when the request was due to its last byte, so that waiting for a connection counts. (A load generator that spends its quota at
 * the beginning of each second measures how long a burst takes to drain.)
 * @param {{ url: string, bodies: string[], connections: number, rate: number, seconds: number,
 *   isWanted: (answer: { status: number, body: Buffer }) => boolean }} options `rate` is a second, for all connections together.
 * @returns {Promise<{ times: number[], seconds: number, due: number, failures: number }>} milliseconds of each answer, and how many
 *   requests a second were due: by chance more or fewer than `rate`.
 */
export async function postSpaced({ url, bodies, connections, rate, seconds, isWanted }) {
  const wire = new Wire(url, connections)
  const random = createRandom(SEED)
  const times = []
  const open = []
  let failures = 0
  const begun = performance.now()
  let due = begun
  for (let n = 0; ; n += 1) {
    due += (-Math.log(1 - random()) * 1_000) / rate
    if (due - begun > seconds * 1_000) break
    const wait = due - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    const at = due
    const answered = wire.post(bodies[n % bodies.length]).then((answer) => {
      times.push(performance.now() - at)
      if (!isWanted(answer)) failures += 1
    })
    open.push(
      answered.catch(() => {
        failures += 1
      }),
    )
  }
  await Promise.all(open)
  wire.close()
  return { times, seconds: (performance.now() - begun) / 1_000, due: open.length / seconds, failures }
}

/** Numbers in [0, 1) by xorshift. */
export function createRandom(seed) {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}
