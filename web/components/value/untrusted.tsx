import { formatCount } from '../../lib/format'
import { toInert } from '../../lib/inert'

/** Longest outside text in a line, e.g. a name. Characters. */
const LINE = 160
/** Longest outside text in a block, e.g. an answer. Characters. */
const BLOCK = 20_000

/**
 * Text that somebody wrote on chain or published. Shown as text only, isolated from its surroundings so that it cannot
 * turn their direction, hidden characters by their code point, never as a link or image.
 */
export function Untrusted({ text, layout = 'line' }: { text: string; layout?: 'line' | 'block' }) {
  const { parts, dropped } = toInert(text, layout, layout === 'line' ? LINE : BLOCK)
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
