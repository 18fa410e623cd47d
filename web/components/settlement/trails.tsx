import type { SettlementDetails } from '../../lib/api'
import { formatBytes, formatCount } from '../../lib/format'
import { routes } from '../../lib/routes'
import { Notice } from '../frame/notice'
import { Hash } from '../value/hash'
import { Untrusted } from '../value/untrusted'

type Trail = SettlementDetails['trails'][number]

/** Every trail that names this settlement's payer and provider, with who wrote it and why it counts or is ignored. */
export function Trails({ trails }: { trails: readonly Trail[] }) {
  if (trails.length === 0) {
    return (
      <Notice title="No trail names this settlement">
        <p>
          Neither the provider nor anybody else has anchored evidence for this payer and provider that names its nonce.
        </p>
      </Notice>
    )
  }
  return (
    <ul className="trails">
      {trails.map((trail) => (
        <li key={`${trail.anchorTx} ${trail.root}`} className="trail">
          <div className="trail-head">
            <b>{describeAuthor(trail.authorRole)}</b>
            <span className="tag">{describePart(trail)}</span>
          </div>
          {trail.reason && (
            <p>
              <Untrusted text={trail.reason.text} layout="sentence" />
            </p>
          )}
          <dl className="facts facts-list">
            <Row
              name="Root"
              value={<Hash value={trail.root} kind="root" size="full" href={routes.payload(trail.root)} />}
            />
            <Row name="Author" value={<Hash value={trail.author} kind="author’s address" size="full" />} />
            <Row name="Anchored by" value={<Hash value={trail.anchorTx} kind="anchor transaction" size="full" />} />
            <Row
              name="Holds"
              value={`${formatCount(trail.records)} records${trail.size ? `, ${formatBytes(trail.size)}` : ''}`}
            />
            {trail.source && (
              <Row
                name="Fetched from"
                value={
                  <code>
                    <Untrusted text={trail.source.text} />
                  </code>
                }
              />
            )}
          </dl>
        </li>
      ))}
    </ul>
  )
}

function Row({ name, value }: { name: string; value: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

/** What the trail did for the verdict: a list that was judged need not be one that opens the bill. */
function describePart({ opensBill, usedForOpening, status }: Trail): React.ReactNode {
  if (opensBill) return 'opens the bill'
  return usedForOpening ? 'names the bill, does not open it' : <Untrusted text={status} />
}

function describeAuthor(role: string): string {
  if (role === 'provider') return 'Anchored by this settlement’s provider'
  if (role === 'payer') return 'Anchored by this settlement’s payer'
  return 'Anchored by a stranger: anyone can anchor anything, so it accuses nobody'
}
