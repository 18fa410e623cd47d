import type { SearchQuery } from './generated/graphql'
import { toInert } from './inert'
import { describeWarning } from './name-warnings'
import { hitRoute, type Suggestion } from './routes'

/** Suggestions shown at most, and characters of each text. */
const MAX_SHOWN = 8
const MAX_TEXT = 80

/** Hits that have a page here, with hidden characters of what strangers wrote as code points. */
export function toSuggestions(hits: SearchQuery['search']): Suggestion[] {
  const shown = hits.flatMap((hit) => {
    const href = hitRoute(hit.kind, hit.id)
    if (!href) return []
    const warnings = (hit.warnings ?? []).map(describeWarning)
    return [
      { kind: hit.kind, href, label: write(hit.name?.text ?? hit.label), detail: write(hit.detail ?? ''), warnings },
    ]
  })
  return shown.slice(0, MAX_SHOWN)
}

function write(text: string): string {
  const { parts, dropped } = toInert(text, 'line', MAX_TEXT)
  const body = parts.map((part) => (part.kind === 'text' ? part.text : `<${part.code}>`)).join('')
  return dropped > 0 ? `${body}…` : body
}
