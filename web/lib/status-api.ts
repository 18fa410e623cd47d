import 'server-only'
import { getEnv } from './env'
import { StatusDocument } from './generated/graphql'
import { ask } from './graphql'

/** A service that was asked a moment ago: it answers, it says that it cannot work, or it could not be asked. */
export interface Answering {
  state: 'answers' | 'refuses' | 'silent'
  because: string
}

/** Milliseconds. A status page that waits for what is down tells nobody anything. */
const DEADLINE = 2_500

/** What every part of the site says of itself now. Nothing here comes from memory. */
export async function getStatus() {
  const [facts, api, auditor] = await Promise.all([
    ask(StatusDocument, {}, DEADLINE),
    knock('/readyz'),
    knock('/v1/log/checkpoint'),
  ])
  return { facts, api, auditor }
}
export type Status = Awaited<ReturnType<typeof getStatus>>
export type StatusFacts = Extract<Status['facts'], { kind: 'found' }>['value']

async function knock(path: string): Promise<Answering> {
  try {
    const response = await fetch(`${getEnv().apiUrl}${path}`, {
      signal: AbortSignal.timeout(DEADLINE),
      cache: 'no-store',
      redirect: 'error',
    })
    await response.body?.cancel()
    if (response.ok) return { state: 'answers', because: '' }
    return { state: 'refuses', because: `it answers ${response.status}` }
  } catch (error) {
    const { name } = error as Error
    const late = name === 'TimeoutError' || name === 'AbortError'
    return { state: 'silent', because: late ? `no answer within ${DEADLINE / 1_000} s` : 'it cannot be reached' }
  }
}
