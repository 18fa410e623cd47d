/** A reader of server-sent events. */
export interface SseReader {
  /** The next so many events. */
  take(count: number): Promise<SseEvent[]>
  close(): void
}

export interface SseEvent {
  id: string
  event: string
  data: Record<string, unknown>
}

/** Opens a stream and waits for its first bytes. */
export async function readEvents(url: string, headers: Record<string, string> = {}): Promise<SseReader> {
  const abort = new AbortController()
  const response = await fetch(url, { headers, signal: abort.signal })
  if (response.status !== 200 || !response.body) throw new Error(`${response.status}: ${await response.text()}`)
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let text = (await reader.read()).value ?? ''
  const events: SseEvent[] = []
  const parse = () => {
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2)))
      if (fields.event) events.push({ id: fields.id, event: fields.event, data: JSON.parse(fields.data) })
    }
  }
  return {
    take: async (count) => {
      for (parse(); events.length < count; parse()) {
        const { value, done } = await reader.read()
        if (done) throw new Error(`The stream ended behind ${events.length} of ${count} events`)
        text += value
      }
      return events.splice(0, count)
    },
    close: () => abort.abort(),
  }
}
