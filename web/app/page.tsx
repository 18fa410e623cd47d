import { NoValue } from '../components/frame/no-value'
import { PageBody } from '../components/frame/page-body'
import { SearchBox } from '../components/frame/search-box'
import { UpstreamNotice } from '../components/frame/trouble'
import { HomeDetails } from '../components/home/home-details'
import { NetworkStrip } from '../components/home/network-strip'
import { getHome, getNetwork } from '../lib/api'
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
      {home.kind === 'found' ? (
        <HomeDetails home={home.value} network={network} view={view} />
      ) : (
        <UpstreamNotice trouble={home} level={2} />
      )}
    </PageBody>
  )
}
