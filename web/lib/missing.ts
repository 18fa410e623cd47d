import { describeId, type KnownId, type Malformed, parseAddress, parseAgentId, parseSettlementId } from './ids'
import { readSegment } from './segment'

/** What was asked for at an address that shows nothing. */
export type Missing = Malformed | { kind: 'no-page' } | { kind: 'id'; text: string; looksLike: string; meaning: string }

const MEANING: Readonly<Record<string, string>> = {
  agents: 'No such agent was minted in a registry that we index.',
  address: 'It has paid no provider and holds no account with one.',
  providers: 'It has registered no service.',
  settlements: 'No settle call has such an item.',
}

/** Explains a path that has no page: malformed, unknown, or no page of ours at all. */
export function describePath(pathname: string): Missing {
  const [, kind = '', raw = '', ...rest] = pathname.split('/')
  const text = readSegment(raw)
  if (!Object.hasOwn(MEANING, kind) || text === '' || rest.length > 0) return { kind: 'no-page' }
  const id = parseFor(kind, text)
  if (id.kind === 'malformed') return id
  return { kind: 'id', text, looksLike: describeId(id), meaning: MEANING[kind] ?? '' }
}

function parseFor(kind: string, text: string): KnownId | Malformed {
  if (kind === 'agents') return parseAgentId(text)
  if (kind === 'settlements') return parseSettlementId(text)
  return parseAddress(text)
}
