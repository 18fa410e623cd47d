import { ConfigError } from '../start/config-error'
import { FramesError } from './frameSource'

/** Pauses before each further try, milliseconds: a node that lags behind has caught up by then, or is away. */
export const PAUSES: readonly number[] = [100, 300, 1_000, 3_000, 6_000]
/** Of the first question, to a server that was started at the same time and listens in a moment. */
export const FIRST_PAUSES: readonly number[] = [...Array(30).fill(10), ...PAUSES]

/**
 * Tries until there is an answer. The same chain must give the same facts, so that no failure ever stands for "cannot be
 * told".
 * @throws ConfigError as soon as `attempt` does; FramesError with `what` and the last reason once all tries have failed.
 */
export async function tryAgain<T>(what: string, attempt: () => Promise<T>, pauses = PAUSES): Promise<T> {
  for (let n = 0; ; n++) {
    try {
      return await attempt()
    } catch (error) {
      if (error instanceof ConfigError) throw error
      const pause = pauses[n]
      if (pause === undefined) throw new FramesError(`${what} (${(error as Error).message.slice(0, 300)}).`)
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
}
