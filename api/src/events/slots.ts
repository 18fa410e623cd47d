import { PublicError } from '../errors'
import type { Limits } from '../limits/limits'

/** How many streams are open, of the process and of each client. */
export class StreamSlots {
  private readonly open = new Map<string, number>()
  private all = 0

  constructor(private readonly limits: Pick<Limits, 'streams' | 'streamsPerClient'>) {}

  get count(): number {
    return this.all
  }

  /**
   * @returns gives the place back; calling it again does nothing.
   * @throws PublicError LIMIT_EXCEEDED naming the limit.
   */
  take(client: string): () => void {
    const { streams, streamsPerClient } = this.limits
    const own = this.open.get(client) ?? 0
    if (own >= streamsPerClient) throw refuse('streamsPerClient', streamsPerClient, 'Close one of yours first.')
    if (this.all >= streams) throw refuse('streams', streams, 'Retry later, or ask the lists.')
    this.open.set(client, own + 1)
    this.all += 1
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      this.all -= 1
      const left = (this.open.get(client) ?? 1) - 1
      if (left === 0) this.open.delete(client)
      else this.open.set(client, left)
    }
  }
}

function refuse(limit: keyof Limits, max: number, advice: string): PublicError {
  const whose = limit === 'streams' ? 'are open at once' : 'are open for one client'
  return new PublicError('LIMIT_EXCEEDED', `At most ${max} streams ${whose}. ${advice}`, { limit, max })
}
