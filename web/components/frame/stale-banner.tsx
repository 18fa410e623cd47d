import { getNetwork } from '../../lib/api'
import { findStaleness } from '../../lib/freshness'

/** Says that the data is old, on every page, as long as it is. Silent when the API is down: the page says that. */
export async function StaleBanner() {
  const network = await getNetwork()
  if (network.kind !== 'found') return null
  const sentence = findStaleness(network.value, Date.now())
  if (!sentence) return null
  return (
    <div className="stale" role="status">
      <div className="wrap">{sentence}</div>
    </div>
  )
}
