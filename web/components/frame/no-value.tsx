import type { Metadata } from 'next'
import type { Result } from '../../lib/api'
import { Notice } from './notice'
import { PageBody } from './page-body'
import { MalformedNotice, UpstreamNotice } from './trouble'

/** Not to be kept by search engines: Next.js can only answer 200 for a rendered page, also when the API is down. */
export const NO_INDEX: Metadata = { robots: { index: false } }

/** The page for every result that is not a value. */
export function NoValue({ result }: { result: Exclude<Result<unknown>, { kind: 'found' }> }) {
  switch (result.kind) {
    case 'upstream-down':
      return (
        <PageBody>
          <UpstreamNotice trouble={result} level={1} />
        </PageBody>
      )
    case 'malformed':
      return (
        <PageBody>
          <MalformedNotice fault={result} level={1} />
        </PageBody>
      )
    case 'not-found':
      return (
        <PageBody>
          <Notice title="Nothing is known under this address" level={1}>
            <p>
              It may have been indexed a moment ago and rolled back by a reorganisation of the chain. Reload the page.
            </p>
          </Notice>
        </PageBody>
      )
    default:
      return result satisfies never
  }
}
