import { listLatest } from '../api'
import { getEnv } from '../env'
import { followApi } from './api-events'
import { LiveFeed, type Source } from './feed'

const source: Source = {
  follow: followApi,
  async list(scope) {
    const listing = await listLatest(scope)
    return listing.kind === 'found' ? listing.value : undefined
  },
}

let feed: LiveFeed | undefined

/** The feed of this server, made at the first request for it. It ends with the server, which waits for open streams. */
export function getFeed(): LiveFeed {
  if (feed) return feed
  const made = new LiveFeed(source, getEnv().liveReaders)
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => made.stop())
  feed = made
  return made
}
