import { countClaims, writeClaims, writeRouterShare } from '../../lib/claims'
import { formatCount } from '../../lib/format'
import type { HomeQuery } from '../../lib/generated/graphql'
import { routes } from '../../lib/routes'
import { PageLink } from '../frame/page-link'
import { Section } from '../frame/section'
import { Untrusted } from '../value/untrusted'

/** What is true without anybody's cooperation: what services claim, what is derived, what verifies, what no chain tells. */
export function Today({ home }: { home: HomeQuery }) {
  const { nodes, pageInfo } = home.everyone
  const { routers } = home.network
  const through = writeRouterShare(routers, nodes)
  return (
    <Section id="today" title="True today, without anyone’s cooperation">
      <p className="headline">{writeClaims(countClaims(nodes))}</p>
      <p className="note">
        Claimed: the label of the service. Derived: from what it registers beside the label. Verifies: the key of its
        newest judged bill stands in an enclave report that was checked to the maker’s root.{' '}
        {pageInfo.hasNextPage && `Of the ${formatCount(nodes.length)} services that appeared last. `}
        <PageLink href={routes.providers()}>Each service</PageLink>
      </p>
      {through === undefined ? (
        <p className="note">
          This network’s file names no account of a Router. Spend through one cannot be attributed to agents from chain
          data.
        </p>
      ) : (
        <ul className="limits">
          {routers.map((router) => (
            <li key={router.address}>
              <PageLink href={routes.address(router.address)}>
                <Untrusted text={router.label?.label ?? router.address} />
              </PageLink>
              : no chain tells whom its payments were for. {through}{' '}
              <span className="muted">
                <Untrusted text={router.label?.source ?? ''} layout="sentence" />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
