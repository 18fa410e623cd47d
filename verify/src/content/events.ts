/** The events of a streamed response (`text/event-stream`), as a chat client reads them. */

const DONE = '[DONE]'

/**
 * The data of every event before `[DONE]`, in order. Undefined where the text is no such stream, ends within an event,
 * or goes on after `[DONE]`: readers would disagree on what was said last.
 */
export function listEvents(text: string): string[] | undefined {
  const events: string[] = []
  let data: string[] = []
  let isDone = false
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line === '') {
      if (data.length === 0) continue
      const event = data.join('\n')
      data = []
      if (isDone) return undefined
      if (event === DONE) isDone = true
      else events.push(event)
    } else if (line.startsWith('data:')) {
      data.push(line.startsWith('data: ') ? line.slice(6) : line.slice(5))
    } else if (!/^(?:event|id|retry)?:/.test(line)) {
      return undefined
    }
  }
  // Some servers send no empty line after the mark of the end.
  if (data.length > 0 && (isDone || data.join('\n') !== DONE)) return undefined
  return events
}
