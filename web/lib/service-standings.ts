import { findStandings, type Standing } from './standing'
import type { Answering, Status } from './status-api'

/** Every service of the site, each by what was asked of it a moment ago; where nothing could be asked, `unknown`. */
export function listServices(status: Status, now: number): Standing[] {
  const services: Standing[] = [
    { part: 'This site', state: 'answers', because: 'it made this page' },
    toApi(status.api, status.facts.kind === 'found'),
  ]
  if (status.facts.kind !== 'found') {
    const because = 'the API does not say'
    return [...services, ...['Chain’s RPC', 'Index', 'Auditor', 'Verdict log'].map((part) => toUnknown(part, because))]
  }
  const { network, meta } = status.facts.value
  return [
    ...services,
    toRpc(network.head),
    ...findStandings({ network, meta }, now),
    toAuditorServer(status.auditor),
    toUnknown('Gateway', 'it is not asked from here; what it does not deliver shows as blocks behind the head'),
  ]
}

function toUnknown(part: string, because: string): Standing {
  return { part, state: 'unknown', because }
}

function toApi({ state, because }: Answering, hasFacts: boolean): Standing {
  const part = 'API'
  if (state === 'answers' && hasFacts) return { part, state: 'answers', because: 'it is ready, and so is its database' }
  if (state === 'answers')
    return { part, state: 'down', because: 'it says that it is ready, and does not answer questions' }
  return state === 'refuses' ? { part, state: 'down', because } : toUnknown(part, because)
}

function toRpc(head: number | null): Standing {
  const part = 'Chain’s RPC'
  if (head === null)
    return toUnknown(part, 'it does not tell the API its newest block, or nobody gave the API its address')
  return { part, state: 'answers', because: 'it tells its newest block' }
}

function toAuditorServer({ state, because }: Answering): Standing {
  const part = 'Bundles and the log’s files'
  if (state === 'answers') return { part, state: 'answers', because: 'the auditor’s server answers' }
  return toUnknown(part, `the auditor’s server does not answer through the API: ${because}`)
}
