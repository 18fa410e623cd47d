import { formatCount } from '../../lib/format'
import { toInert } from '../../lib/inert'

/** Where the text stands: a name in a line, a sentence such as a reason, or a block that keeps its line breaks. */
type Layout = 'line' | 'sentence' | 'block'
/** Characters shown of each; what is dropped is counted. */
const LIMIT: Readonly<Record<Layout, number>> = { line: 160, sentence: 1_200, block: 20_000 }

/**
 * Text that somebody wrote on chain or published. Shown as text only, isolated from its surroundings so that it cannot
 * turn their direction, hidden characters by their code point, never as a link or image.
 */
export function Untrusted({ text, layout = 'line' }: { text: string; layout?: Layout }) {
  const { parts, dropped } = toInert(text, layout === 'block' ? 'block' : 'line', LIMIT[layout])
  const [first] = parts
  // Almost every text: nothing hidden in it, so nothing to mark.
  if (parts.length === 1 && first?.kind === 'text' && dropped === 0)
    return <bdi className="untrusted">{first.text}</bdi>
  let at = 0
  return (
    <bdi className="untrusted">
      {parts.map((part) => {
        at += part.kind === 'text' ? part.text.length : 1
        if (part.kind === 'text') return <span key={at}>{part.text}</span>
        return (
          <span key={at} className="codepoint">
            {part.code}
          </span>
        )
      })}
      {dropped > 0 && <span className="muted"> … {formatCount(dropped)} more characters</span>}
    </bdi>
  )
}
