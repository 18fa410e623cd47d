import { formatBytes, formatCount } from '../../lib/format'
import type { AnchorFieldsFragment } from '../../lib/generated/graphql'
import { routes } from '../../lib/routes'
import { Facts } from '../frame/facts'
import { Hash } from '../value/hash'
import { Time } from '../value/time'

/** An anchor as the chain has it: its author is authenticated, everything that it names is its word. */
export function AnchorFacts({ anchor }: { anchor: AnchorFieldsFragment }) {
  const named = (value: string | null, kind: string, href: (address: string) => string) =>
    value ? <Hash value={value} kind={kind} size="full" href={href(value)} /> : <span className="muted">nobody</span>
  return (
    <Facts
      facts={[
        {
          name: 'Block',
          value: (
            <>
              {formatCount(anchor.blockNumber)}, <Time iso={anchor.blockTime} /> UTC
              {anchor.finality === 'hot' && <span className="muted"> not final</span>}
            </>
          ),
        },
        { name: 'Sent by', value: <Hash value={anchor.author} kind="author’s address" size="full" /> },
        { name: 'Sender claimed', value: <Hash value={anchor.claimedSender} kind="claimed sender" size="full" /> },
        { name: 'Payer named in tags', value: named(anchor.payer, 'payer’s address', (one) => routes.address(one)) },
        {
          name: 'Provider named in tags',
          value: named(anchor.provider, 'provider’s address', (one) => routes.provider(one)),
        },
        { name: 'Size stated', value: formatBytes(anchor.size) },
        { name: 'Flow', value: <Hash value={anchor.flow} kind="contract" size="full" /> },
        { name: 'Submission', value: formatCount(anchor.submissionIndex) },
        { name: 'Transaction', value: <Hash value={anchor.txHash} kind="transaction hash" size="full" /> },
      ]}
    />
  )
}
