import { parseAnchorId, parseDigest, parseModelName, parseRecordId, parseRoot } from './evidence-ids'
import { describeId, type KnownId, type Malformed, parseAddress, parseAgentId, parseSettlementId } from './ids'
import { readSegment } from './segment'

/** What was asked for at an address that shows nothing. */
export type Missing =
  | Malformed
  | { kind: 'no-page' }
  | { kind: 'attack'; text: string }
  | { kind: 'id'; text: string; looksLike: string; meaning: string }

const MEANING: Readonly<Record<string, string>> = {
  agents: 'No such agent was minted in a registry that we index.',
  address: 'It has paid no provider and holds no account with one.',
  providers: 'It has registered no service.',
  settlements: 'No settle call has such an item.',
  reports: 'No service was seen to answer with such a report.',
  records: 'No file that was read as a trail has such a line.',
  payloads: 'No anchor names it, and no bytes with this root were fetched.',
  anchors: 'No Flow contract that we index has such a submission.',
  models: 'No service was ever registered for a model of exactly this name.',
}

const PARSERS: Readonly<Record<string, (text: string) => KnownId | Malformed>> = {
  agents: parseAgentId,
  settlements: parseSettlementId,
  reports: parseDigest,
  records: parseRecordId,
  payloads: parseRoot,
  anchors: parseAnchorId,
  models: parseModelName,
}

/** Explains a path that has no page: malformed, unknown, or no page of ours at all. */
export function describePath(pathname: string): Missing {
  const [, kind = '', raw = '', ...rest] = pathname.split('/')
  const text = readSegment(raw)
  if (kind === 'try' && text !== '' && rest.length === 0) return { kind: 'attack', text }
  if (!Object.hasOwn(MEANING, kind) || text === '' || rest.length > 0) return { kind: 'no-page' }
  const id = parseFor(kind, text)
  if (id.kind === 'malformed') return id
  return { kind: 'id', text, looksLike: describeId(id), meaning: MEANING[kind] ?? '' }
}

function parseFor(kind: string, text: string): KnownId | Malformed {
  const parse = PARSERS[kind] ?? parseAddress
  return parse(text)
}
