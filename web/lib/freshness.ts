import type { NetworkState } from './api'
import { formatAgo, formatCount } from './format'

/** Blocks behind the head from which the pages say so. Below it a reader would not see a difference. */
const LAG = 100
/** Age of the newest indexed block from which the pages say so, whatever the head is. Milliseconds. */
const AGE = 90_000

type Indexed = Pick<NetworkState, 'head' | 'indexedHeight' | 'indexedTime' | 'lag'>

/** The sentence of the banner that says how old the data is; undefined while it is fresh. `now` in milliseconds. */
export function findStaleness(network: Indexed, now: number): string | undefined {
  const { head, indexedHeight, indexedTime, lag } = network
  const old = indexedTime !== null && now - new Date(indexedTime).getTime() > AGE
  const behind = lag !== null && lag > LAG
  if (head !== null && !behind && !old) return undefined
  const age = indexedTime === null ? '' : `, which is from ${formatAgo(indexedTime, now)}`
  const indexed = `Indexed to block ${formatCount(indexedHeight)}${age}`
  if (head === null) return `${indexed}. The chain’s RPC does not answer, so nobody can say how far behind that is.`
  if (behind) return `${indexed}: ${formatCount(lag)} blocks behind the chain. What happened since is not shown yet.`
  return `${indexed}. No newer block has been seen since.`
}
