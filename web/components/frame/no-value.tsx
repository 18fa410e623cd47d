import type { Result } from '../../lib/result'
import { Notice } from './notice'
import { PageBody } from './page-body'
import { MalformedNotice, RefusedNotice, UpstreamNotice } from './trouble'

/**
 * The page for every result that is not a value. Its status is 200, the only one that Next.js can give a rendered page,
 * so it asks search engines not to keep it.
 */
export function NoValue({ result }: { result: NoResult }) {
  return (
    <PageBody>
      <meta name="robots" content="noindex" />
      <Explanation result={result} />
    </PageBody>
  )
}

type NoResult = Exclude<Result<unknown>, { kind: 'found' }>

function Explanation({ result }: { result: NoResult }) {
  switch (result.kind) {
    case 'upstream-down':
      return <UpstreamNotice trouble={result} level={1} />
    case 'malformed':
      return <MalformedNotice fault={result} level={1} />
    case 'refused':
      return <RefusedNotice refused={result} />
    case 'not-found':
      return (
        <Notice title="Nothing is known under this address" level={1}>
          <p>
            It may have been indexed a moment ago and rolled back by a reorganisation of the chain. Reload the page.
          </p>
        </Notice>
      )
    default:
      return result satisfies never
  }
}
