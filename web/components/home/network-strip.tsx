import type { NetworkState } from '../../lib/api'
import { formatAgo, formatCount } from '../../lib/format'
import { type Fact, Facts } from '../frame/facts'
import { Hash } from '../value/hash'
import { Time } from '../value/time'
import { Untrusted } from '../value/untrusted'

/** How far we look, and which sources served wrong bytes. `now` in milliseconds. */
export function NetworkStrip({ network, now }: { network: NetworkState; now: number }) {
  const { head, lag, indexedTime } = network
  const facts: Fact[] = [
    { name: 'Network', value: `${network.displayName} · chain ${network.chainId}` },
    { name: 'Head', value: head === null ? 'RPC does not answer' : formatCount(head) },
    {
      name: 'Indexed',
      value: (
        <>
          {formatCount(network.indexedHeight)}
          {lag !== null && <span className="muted"> {lag <= 0 ? 'at the head' : `${formatCount(lag)} behind`}</span>}
          {lag === null && indexedTime && <span className="muted"> {formatAgo(indexedTime, now)}</span>}
        </>
      ),
    },
    { name: 'Final', value: formatCount(network.finalizedHeight) },
    { name: 'Waiting for a verdict', value: formatCount(network.waiting) },
  ]
  return (
    <section aria-label="State of the network" className="network">
      <Facts facts={facts} layout="strip" />
      {network.faultySources.length > 0 && (
        <ul className="faulty">
          {network.faultySources.map((source) => (
            <li key={source.source.text}>
              <b>Faulty source</b>{' '}
              <code>
                <Untrusted text={source.source.text} />
              </code>{' '}
              served wrong bytes {formatCount(source.mismatches)} {source.mismatches === '1' ? 'time' : 'times'}, last{' '}
              <Time iso={source.lastAt} /> for <Hash value={source.lastRoot} kind="root" />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
