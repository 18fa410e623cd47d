import type { AgentsShown } from './agents-shown'
import type { Outcome, QuestionId } from './generated/graphql'

/** The part of a page that the visitor can choose, all of it in the URL. */
export interface View {
  after?: string | undefined
  outcome?: Outcome | undefined
  question?: QuestionId | undefined
  by?: 'count' | 'money' | undefined
  /** Interval of the chart of spend. */
  every?: 'day' | 'hour' | undefined
  /** Question and status of the history's rows: `content.fail`. */
  cell?: string | undefined
  model?: string | undefined
  provider?: string | undefined
  /** First and last day of the history, UTC, both in it: `2026-11-01`. */
  from?: string | undefined
  until?: string | undefined
}

/** Colons are legal in a path and keep an id readable; everything else is escaped. */
function segment(value: string): string {
  return encodeURIComponent(value).replaceAll('%3A', ':')
}

function withQuery(path: string, params: Record<string, string | undefined>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(params)) if (value) query.set(name, value)
  const text = query.toString()
  return text ? `${path}?${text}` : path
}

/** Every address of this site. Nothing else spells one. */
export const routes = {
  home: (view: View = {}) => withQuery('/', { ...view }),
  method: () => '/method',
  try: () => '/try',
  attack: (name: string) => `/try/${segment(name)}`,
  network: () => '/network',
  status: () => '/status',
  developers: () => '/developers',
  agents: (params: { show?: Exclude<AgentsShown, 'linked'> | undefined; after?: string | undefined } = {}) =>
    withQuery('/agents', { ...params }),
  dueDiligence: (id: string) => `/agents/${segment(id)}/report`,
  agentFile: (id: string, file: string) => `/agents/${segment(id)}/files/${file}`,
  compare: (ids: readonly string[] = []) =>
    ids.length > 0 ? `/compare?${ids.map((id) => `a=${segment(id)}`).join('&')}` : '/compare',
  agent: (id: string, view: View = {}) => withQuery(`/agents/${segment(id)}`, { ...view }),
  address: (address: string, view: View = {}) => withQuery(`/address/${segment(address)}`, { ...view }),
  providers: (params: { after?: string | undefined } = {}) => withQuery('/providers', { ...params }),
  provider: (address: string, view: View = {}) => withQuery(`/providers/${segment(address)}`, { ...view }),
  settlement: (id: string, params: { records?: string | undefined; rpc?: string | undefined } = {}) =>
    withQuery(`/settlements/${segment(id)}`, { ...params }),
  reports: (params: { after?: string | undefined } = {}) => withQuery('/reports', { ...params }),
  report: (sha256: string, params: { capture?: string | undefined } = {}) =>
    withQuery(`/reports/${segment(sha256)}`, { ...params }),
  models: (params: { after?: string | undefined } = {}) => withQuery('/models', { ...params }),
  model: (name: string, params: { after?: string | undefined } = {}) =>
    withQuery(`/models/${segment(name)}`, { ...params }),
  record: (id: string) => `/records/${segment(id)}`,
  payload: (root: string) => `/payloads/${segment(root)}`,
  anchor: (id: string) => `/anchors/${segment(id)}`,
  /** The same object as JSON. */
  json: (path: string) => {
    const [page = '', query] = path.split('?')
    return `${page === '/' ? '' : page}/json${query ? `?${query}` : ''}`
  },
  verify: (params: { rpc?: string | undefined; service?: string | undefined; signer?: string | undefined } = {}) =>
    withQuery('/verify', { ...params }),
  bundle: (id: string) => `/verify/bundle/${segment(id)}`,
  yardstick: () => '/verify/yardstick',
  log: (params: { after?: string | undefined; checkpoints?: string | undefined; verdict?: string | undefined } = {}) =>
    withQuery('/log', { ...params }),
  logFile: (path: string) => `/log/files/${path}`,
  search: (q: string) => withQuery('/search', { q }),
  /** What the search box suggests, as JSON. */
  suggest: (q: string) => withQuery('/suggest', { q }),
  /** The picture beside a link to a page here; of an object's page its path makes it the object's own. */
  card: (path = '') => `/card${path}`,
  live: (scope: Scope) => withQuery('/live', { ...scope }),
  /** The same as server-sent events. */
  liveEvents: (scope: Scope) => withQuery('/live/events', { ...scope }),
  theme: () => '/theme',
}

/** A line of what the search box suggests; texts have no hidden characters. */
export interface Suggestion {
  kind: string
  href: string
  label: string
  detail: string
  warnings: readonly string[]
}

/** Whose settlements a page lists, and of whom it is told newer ones. */
export interface Scope {
  agent?: string
  payer?: string
  provider?: string
}

/** The page of a search hit; undefined for a kind that has none. `id` is the API's. */
export function hitRoute(kind: string, id: string): string | undefined {
  switch (kind) {
    case 'agent':
      return routes.agent(id)
    case 'payer':
      return routes.address(id.split(':').at(-1) ?? id)
    case 'provider':
      return routes.provider(id.split(':').at(-1) ?? id)
    case 'settlement':
      return routes.settlement(id)
    case 'model':
      return routes.model(id)
    case 'report':
      return routes.report(id)
    case 'payload':
      return routes.payload(id)
    case 'record':
      return routes.record(id)
    case 'anchor':
      return routes.anchor(id)
    default:
      return undefined
  }
}
