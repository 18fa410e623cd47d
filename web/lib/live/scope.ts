import { parseAddress, parseAgentId } from '../ids'
import type { Scope } from '../routes'

/** Whose settlements a page follows, from its query; undefined where an id is not one of its kind. */
export function parseScope(params: URLSearchParams): Scope | undefined {
  const scope: Scope = {}
  const agent = params.get('agent')
  if (agent !== null) {
    const id = parseAgentId(agent)
    if (id.kind === 'malformed') return undefined
    scope.agent = id.id
  }
  for (const party of ['payer', 'provider'] as const) {
    const text = params.get(party)
    if (text === null) continue
    const address = parseAddress(text)
    if (address.kind === 'malformed') return undefined
    scope[party] = address.address
  }
  return scope
}

/** The same text for the same scope. */
export function nameScope({ agent = '', payer = '', provider = '' }: Scope): string {
  return [agent, payer, provider].join(' ')
}
