import { type EventFilter, type EventPosition, fits, isAfter, type LiveEvent } from './event'
import type { EventLog } from './eventLog'

/** Why a follower gets no more. */
export class FollowerDropped extends Error {
  override name = 'FollowerDropped'
  constructor(
    /** slow: it reads more slowly than events come. gone: what it asks for was forgotten. stopped: the process ends. */
    readonly reason: 'slow' | 'gone' | 'stopped',
    message: string,
  ) {
    super(message)
  }
}

/**
 * The events behind a position, each once and in order, as they come; pages may be empty, for the position alone. Nothing is
 * kept for the follower: it takes the next page when it is ready.
 * @param after undefined: from now on.
 * @param maxBehind a follower that was up to date and is more than so many events behind is dropped.
 * @throws FollowerDropped
 */
export async function* follow(
  log: EventLog,
  after: EventPosition | undefined,
  filter: EventFilter,
  signal: AbortSignal,
): AsyncGenerator<{ events: LiveEvent[]; position: EventPosition }> {
  await log.start()
  let position = after ?? log.position()
  // Who resumes reads from the database until it meets what is in memory.
  let start = log.position()
  let hasWaited = false
  while (!signal.aborted) {
    if (log.isStopped) throw new FollowerDropped('stopped', 'The server stops: connect again with the last id.')
    const recent = log.recentAfter(position)
    // More came at once than is kept, while it stood ready: that is no slowness of its own. It reads up like who resumes.
    if (recent === undefined && hasWaited) start = log.position()
    const wasUpToDate = !isAfter(start, position)
    if (recent === undefined && wasUpToDate && position.generation === log.position().generation)
      throw new FollowerDropped('slow', 'You read more slowly than events come: connect again with the last id.')
    const events = recent ?? (await log.readAfter(position))
    if (events === undefined)
      throw new FollowerDropped('gone', 'The events behind this id were forgotten: read the lists, then follow anew.')
    const last = events.at(-1)
    if (last) {
      position = last
      hasWaited = false
      yield { events: events.filter((event) => fits(event, filter)), position }
    } else {
      await log.changed(signal)
      hasWaited = true
    }
  }
}
