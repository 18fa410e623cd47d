import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { Notice } from '../components/frame/notice'
import { PageBody } from '../components/frame/page-body'
import { SearchBox } from '../components/frame/search-box'
import { MalformedNotice } from '../components/frame/trouble'
import { UnknownAttack } from '../components/try/unknown-attack'
import { Untrusted } from '../components/value/untrusted'
import { getNetwork } from '../lib/api'
import { formatCount } from '../lib/format'
import { describePath } from '../lib/missing'

export const metadata: Metadata = { title: 'Not found' }

/** Which kind of id the address looks like, which part is wrong, or how far we have looked for it. */
export default async function NotFoundPage() {
  const path = (await headers()).get('x-page-path') ?? ''
  const missing = describePath(path)
  if (missing.kind === 'malformed') {
    return (
      <PageBody>
        <MalformedNotice fault={missing} level={1} />
        <SearchBox id="page-search" size="large" value="" />
      </PageBody>
    )
  }
  if (missing.kind === 'attack') return <UnknownAttack name={missing.text} />
  const network = await getNetwork()
  const reach =
    network.kind === 'found'
      ? `${network.value.displayName} is indexed to block ${formatCount(network.value.indexedHeight)}; what is newer is not known yet.`
      : 'How far we have indexed is not known at the moment.'
  return (
    <PageBody>
      <Notice title={missing.kind === 'id' ? 'Not found' : 'No such page'} level={1}>
        {missing.kind === 'id' ? (
          <p>
            <code className="wrap-anywhere">
              <Untrusted text={missing.text} />
            </code>{' '}
            is well-formed and looks like {missing.looksLike}. {missing.meaning} {reach}
          </p>
        ) : (
          <p>There is no page at this address. An id can be looked up here.</p>
        )}
      </Notice>
      <SearchBox id="page-search" size="large" value={missing.kind === 'id' ? missing.text : ''} />
    </PageBody>
  )
}
