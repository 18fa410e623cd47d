import { findJsonObject } from '../compute/additionalInfo'
import { toStorableText } from '../text'
import { MAX_URI } from './agent'

/** What a registration file says about its agent. Its author's word, shown, never trusted. */
export interface AgentCardText {
  name: string | null
  description: string | null
}

const NOTHING: AgentCardText = { name: null, description: null }
const MAX_NAME = 256
const MAX_DESCRIPTION = 4096

/** Name and description where the file lies in the URI itself (`data:`); nothing is fetched for a fact. */
export function readCard(uri: string | null): AgentCardText {
  const text = uri === null ? undefined : findDataText(uri)
  const card = text === undefined ? undefined : findJsonObject(text)
  if (!card) return NOTHING
  return { name: pickText(card.name, MAX_NAME), description: pickText(card.description, MAX_DESCRIPTION) }
}

/** Text of a `data:` URI, base64 or percent-encoded; undefined for anything else. */
function findDataText(uri: string): string | undefined {
  if (uri.length >= MAX_URI || !/^data:/i.test(uri)) return undefined
  const comma = uri.indexOf(',')
  if (comma < 0) return undefined
  const payload = uri.slice(comma + 1)
  if (/;\s*base64\s*$/i.test(uri.slice(0, comma))) return Buffer.from(payload, 'base64').toString('utf8')
  try {
    return decodeURIComponent(payload)
  } catch {
    // A bare `%` is common in hand-written URIs: the text may still be JSON as it stands.
    return payload
  }
}

function pickText(value: unknown, maxLength: number): string | null {
  return typeof value === 'string' && value !== '' ? toStorableText(value, maxLength) : null
}
