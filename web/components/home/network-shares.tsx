import type { HomeQuery } from '../../lib/generated/graphql'
import { routes, type View } from '../../lib/routes'
import { addShares } from '../../lib/shares'
import { Section } from '../frame/section'
import { ShareTable } from '../subject/share-table'
import { Spend } from '../subject/spend'

/** The six questions over the network: shares of all that its services were paid, and outcomes over time. */
export function NetworkShares({ home, view }: { home: HomeQuery; view: View }) {
  const shares = addShares(home.everyone.nodes.map((provider) => provider.shares))
  if (shares.settlements === '0') return null
  return (
    <>
      <Section id="shares" title="The six questions, over the network">
        <ShareTable shares={shares} />
        {home.everyone.pageInfo.hasNextPage && (
          <p className="note">Of the {home.everyone.nodes.length} services that appeared last.</p>
        )}
      </Section>
      <Spend
        points={home.aggregates}
        view={{ ...view, every: 'hour' }}
        toHref={({ by }) => routes.home({ by })}
        widths={false}
      />
    </>
  )
}
