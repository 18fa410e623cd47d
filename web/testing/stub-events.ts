import type { IncomingMessage, ServerResponse } from 'node:http'

/** The API's stream of events, for tests that say what happens when. */
export class StubEvents {
  /** Streams that are open now. */
  readonly open = new Set<ServerResponse>()
  /** For each stream that was asked for, the id that it resumed behind; empty: from then on. */
  readonly asked: string[] = []
  /** Answers with this status in place of a stream. */
  refusal: number | undefined
  #count = 0

  serve(request: IncomingMessage, response: ServerResponse): void {
    this.asked.push(String(request.headers['last-event-id'] ?? ''))
    if (this.refusal !== undefined) {
      response.writeHead(this.refusal, { 'content-type': 'application/json' }).end('{"error":{"code":"REFUSED"}}')
      return
    }
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
    response.write('retry: 2000\n\n')
    this.open.add(response)
    response.once('close', () => this.open.delete(response))
  }

  /** Tells an event to every stream. @returns its id. */
  tell(event: 'settlement' | 'removed' | 'dropped', data: Record<string, unknown>): string {
    this.#count += 1
    const id = `0a0b0c0d.${this.#count}.${this.#count}`
    for (const response of this.open) response.write(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
    return id
  }

  /** Breaks every stream off. */
  breakOff(): void {
    for (const response of this.open) response.destroy()
  }
}
