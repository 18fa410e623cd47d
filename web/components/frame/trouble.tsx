import type { Refused, UpstreamDown } from '../../lib/graphql'
import type { Malformed } from '../../lib/ids'
import { Untrusted } from '../value/untrusted'
import { Notice } from './notice'

/** Why the API gave no answer, as a sentence. */
export const WHAT_HAPPENED: Readonly<Record<UpstreamDown['reason'], string>> = {
  unreachable: 'The server behind these pages cannot be reached.',
  timeout: 'The server behind these pages did not answer in time.',
  'bad-answer': 'The server behind these pages answered with an error.',
}

/** Upstream down: what happened, what still holds, what to do. Never a verdict about anybody. */
export function UpstreamNotice({ trouble, level }: { trouble: UpstreamDown; level: 1 | 2 }) {
  return (
    <Notice title="Could not load the data" tone="unavailable" level={level}>
      <p>{WHAT_HAPPENED[trouble.reason]} Nothing is lost, and it says nothing about any agent or provider.</p>
      <Retry errorId={trouble.errorId} />
    </Notice>
  )
}

/** The way to ask again, and what to quote if it does not help. */
export function Retry({ errorId }: { errorId: string }) {
  return (
    <p>
      {/* biome-ignore lint/a11y/useValidAnchor: an empty address is this page with all that stands in its address */}
      <a href="" className="retry">
        Try again
      </a>{' '}
      in a moment. If it stays so, tell whoever runs this site the error id <code>{errorId}</code>.
    </p>
  )
}

/** An id or cursor that cannot be read: the part that is wrong and what should stand there. */
export function MalformedNotice({ fault, level }: { fault: Malformed; level: 1 | 2 }) {
  return (
    <Notice title="This address cannot be read" tone="unavailable" level={level}>
      <p>
        At{' '}
        <mark className="offending">
          <Untrusted text={fault.part} />
        </mark>
        , expected {fault.expected}.
      </p>
    </Notice>
  )
}

/** An argument that the API does not accept, such as the cursor of another list. */
export function RefusedNotice({ refused }: { refused: Refused }) {
  return (
    <Notice title="This address cannot be read" tone="unavailable" level={1}>
      <p>
        <Untrusted text={refused.message} />
      </p>
      <p>Take away what stands behind the question mark to see the first page.</p>
    </Notice>
  )
}
