import type { Down } from '../../lib/graphql'
import type { Result } from '../../lib/result'
import { TimeAgo } from '../value/time'
import { NoValue } from './no-value'
import { Notice } from './notice'
import { Retry, WHAT_HAPPENED } from './trouble'

/**
 * A page of one result: its value; where the API is down the last known value, marked as old; or why there is none.
 * `children` gets the time of a value that is old, in milliseconds: what it says of now is then not known.
 */
export function Known<T>(props: { result: Result<T>; children: (value: T, oldAt?: number) => React.ReactNode }) {
  const { result, children } = props
  if (result.kind === 'found') return children(result.value)
  if (result.kind !== 'upstream-down' || !result.last) return <NoValue result={result} />
  const { value, at } = result.last
  return (
    <OldData trouble={result} at={at} level={1}>
      {children(value, at)}
    </OldData>
  )
}

/** What was known before the API went down. Nothing in it is drawn as passed: whether it still holds, nobody asked. */
export function OldData(props: {
  trouble: Down<unknown>
  /** Milliseconds. */
  at: number
  level: 1 | 2
  children: React.ReactNode
}) {
  const iso = new Date(props.at).toISOString()
  return (
    <div className="old">
      {props.level === 1 && <meta name="robots" content="noindex" />}
      <div className={props.level === 1 ? 'wrap' : undefined}>
        <Notice title="Old data: not asked again" tone="unavailable" level={2}>
          <p>
            What stands below was answered at <TimeAgo iso={iso} now={Date.now()} />.{' '}
            {WHAT_HAPPENED[props.trouble.reason]} What changed since, and whether each mark below still holds, is not
            known.
          </p>
          <Retry errorId={props.trouble.errorId} />
        </Notice>
      </div>
      {props.children}
    </div>
  )
}
