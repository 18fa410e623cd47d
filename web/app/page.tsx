import { OldData } from '../components/frame/known'
import { NoValue } from '../components/frame/no-value'
import { PageBody } from '../components/frame/page-body'
import { SearchBox } from '../components/frame/search-box'
import { UpstreamNotice } from '../components/frame/trouble'
import { TwinLink } from '../components/frame/twin-link'
import { HomeDetails } from '../components/home/home-details'
import { NetworkStrip } from '../components/home/network-strip'
import { getHome, getNetwork } from '../lib/api'
import { routes, type View } from '../lib/routes'
import { readView, type SearchParams } from '../lib/view'

/** What this is, the search, how far we look, and what was settled last. */
export default async function HomePage({ searchParams }: { searchParams: SearchParams }) {
  const [home, network, view] = await Promise.all([getHome(), getNetwork(), readView(searchParams)])
  if (home.kind === 'refused') return <NoValue result={home} />
  return (
    <PageBody>
      <div className="hero">
        <h1>Paid inference, checked</h1>
        <p className="lead">
          Agents on the 0G chain pay providers for AI inference, and the chain keeps the payment and a hash. Touchstone
          fetches what was published behind that hash, recomputes every hash and signature, and shows what is proven,
          what is not, and what nobody can check.
        </p>
        <SearchBox id="home-search" size="large" value="" />
      </div>
      {network.kind === 'found' && <NetworkStrip network={network.value} now={Date.now()} />}
      <Details home={home} network={network} view={view} />
      <TwinLink path={routes.home()} />
    </PageBody>
  )
}

type Home = Awaited<ReturnType<typeof getHome>>

function Details(props: {
  home: Exclude<Home, { kind: 'refused' }>
  network: Awaited<ReturnType<typeof getNetwork>>
  view: View
}) {
  const { home, network, view } = props
  if (home.kind === 'found') return <HomeDetails home={home.value} network={network} view={view} />
  if (!home.last) return <UpstreamNotice trouble={home} level={2} />
  return (
    <OldData trouble={home} at={home.last.at} level={2}>
      <HomeDetails home={home.last.value} network={network} view={view} />
    </OldData>
  )
}
