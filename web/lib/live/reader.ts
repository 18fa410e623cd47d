import type { Scope } from '../routes'
import type { Reader } from './channel'
import type { LiveFeed } from './feed'

const text = new TextEncoder()
/** The browser connects again after so long by itself. Milliseconds. */
const OPENING = text.encode('retry: 3000\n\n')
const SIGN_OF_LIFE = text.encode(':\n\n')
/** A reader that took nothing between so many signs of life is dropped. */
const MISSED = 2

/**
 * The event stream of one page. It holds at most one list that was not taken yet: a newer one takes its place. It joins the
 * feed when its bytes are first asked for: nobody does for HEAD, and then there is nothing to leave.
 */
export function openStream(feed: LiveFeed, scope: Scope): ReadableStream<Uint8Array> {
  let leave: (() => void) | undefined
  let next: Uint8Array | undefined
  let isWanted = false
  let missed = 0
  let controller: ReadableStreamDefaultController<Uint8Array>

  const reader: Reader = {
    take(list) {
      if (isWanted) send(list)
      else next = list
    },
    beat() {
      if (isWanted) send(SIGN_OF_LIFE)
      else missed += 1
      return missed < MISSED
    },
    end() {
      leave?.()
      // An answer that the other end does not take has no end either: it is broken off.
      if (isWanted) controller.close()
      else controller.error(new DOMException('The reader takes nothing.', 'AbortError'))
    },
  }
  function send(bytes: Uint8Array): void {
    isWanted = false
    missed = 0
    controller.enqueue(bytes)
  }

  return new ReadableStream<Uint8Array>(
    {
      pull(given) {
        controller = given
        isWanted = true
        if (!leave) {
          send(OPENING)
          leave = feed.join(scope, reader)
          if (!leave) controller.close()
        } else if (next) {
          const list = next
          next = undefined
          send(list)
        }
      },
      cancel: () => leave?.(),
    },
    // Nothing is made ready before the connection can carry it.
    { highWaterMark: 0 },
  )
}
