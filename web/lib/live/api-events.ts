import { getEnv } from '../env'
import { type Source, StalePlaceError } from './feed'
import { MessageReader } from './messages'

/** The API gives a sign of life every 15 seconds: a connection without one is dead. Milliseconds. */
const SILENT = 40_000

/**
 * Follows the API's own stream of events, as `Source` says. What ends it holds the reader itself: a signal made by
 * `AbortSignal.any` can be collected with its listeners while the body is read, and the stream then stays open for good.
 */
export const followApi: Source['follow'] = async (after, heard, signal) => {
  const connecting = new AbortController()
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined
  const close = () => {
    connecting.abort()
    // One that has broken off by itself has nothing left to close.
    reader?.cancel().catch(() => undefined)
  }
  const watch = setTimeout(close, SILENT)
  signal.addEventListener('abort', close)
  try {
    reader = await open(after, connecting.signal)
    heard.opened()
    const messages = new MessageReader()
    const decoder = new TextDecoder()
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      watch.refresh()
      for (const message of messages.read(decoder.decode(next.value, { stream: true }))) heard.message(message)
    }
  } finally {
    clearTimeout(watch)
    signal.removeEventListener('abort', close)
    close()
  }
}

async function open(after: string | undefined, signal: AbortSignal): Promise<ReadableStreamDefaultReader<Uint8Array>> {
  const response = await fetch(`${getEnv().apiUrl}/v1/events?kinds=settlement,removed`, {
    headers: { accept: 'text/event-stream', ...(after === undefined ? {} : { 'last-event-id': after }) },
    signal,
    cache: 'no-store',
    redirect: 'error',
  })
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream')
  if (response.ok && isStream && response.body) return response.body.getReader()
  await response.body?.cancel()
  if (response.status === 400 && after !== undefined) throw new StalePlaceError('The API does not know the last event.')
  throw new Error(`The API answered ${response.status} in place of events.`)
}
