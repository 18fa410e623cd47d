import { findDifference } from '../../lib/difference'
import { toInert } from '../../lib/inert'
import { CopyButton } from '../value/hash'

/** Longest value compared in the page. Characters. */
const LIMIT = 2_000

/** A value from outside, with nothing in it that could hide or turn what stands beside it. */
function visible(text: string): string {
  const { parts, dropped } = toInert(text, 'line', LIMIT)
  const shown = parts.map((part) => (part.kind === 'text' ? part.text : `[${part.code}]`)).join('')
  return dropped > 0 ? `${shown} … (${dropped} more characters)` : shown
}

/**
 * What the claim demands above what was found, in one typeface, with the first character that differs marked.
 * @param passed nothing is marked: a rule such as "SUCCESS or PARTIAL" is met by another text.
 */
export function Comparison(props: { expected: string | null; found: string | null; passed?: boolean }) {
  const { expected, found, passed = false } = props
  const [left, right] = [expected === null ? null : visible(expected), found === null ? null : visible(found)]
  const difference = left !== null && right !== null && !passed ? findDifference(left, right) : undefined
  return (
    <dl className="comparison">
      {left !== null && (
        <div>
          <dt>expected</dt>
          <dd data-hash={expected}>
            {difference ? <Marked common={difference.common} {...difference.expected} /> : left}
            <CopyButton kind="expected value" />
          </dd>
        </div>
      )}
      {right !== null && (
        <div>
          <dt>found</dt>
          <dd data-hash={found}>
            {difference ? <Marked common={difference.common} {...difference.found} /> : right}
            <CopyButton kind="found value" />
          </dd>
        </div>
      )}
    </dl>
  )
}

function Marked({ common, first, rest }: { common: string; first: string; rest: string }) {
  return (
    <span>
      <span className="same">{common}</span>
      {first ? <mark>{first}</mark> : <mark className="missing">ends here</mark>}
      {rest}
    </span>
  )
}
