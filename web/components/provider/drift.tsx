import { describeDrift, type ProviderLooks } from '../../lib/provider-looks'
import { routes } from '../../lib/routes'
import { Facts } from '../frame/facts'
import { Hash } from '../value/hash'
import { Time } from '../value/time'
import { Untrusted } from '../value/untrusted'

/** Differences between two looks at a service, or between a look and the chain. They decide no verdict. */
export function DriftList({ drift }: { drift: ProviderLooks['providerDrift'] }) {
  if (drift.nodes.length === 0) return <p className="note">No difference was seen between one look and the next.</p>
  return (
    <>
      <ul className="trails">
        {drift.nodes.map((seen) => (
          <li key={seen.id} className="trail">
            <div className="trail-head">
              <b>{describeDrift(seen.kind)}</b>
              <Time iso={seen.toAt} />
            </div>
            <Facts
              facts={[
                { name: 'Before', value: <Value text={seen.from.text} /> },
                { name: 'Now', value: <Value text={seen.to.text} /> },
              ]}
            />
            <p className="muted">
              {seen.fromAt ? (
                <>
                  Before: seen <Time iso={seen.fromAt} /> UTC
                </>
              ) : (
                'Before: what the chain says'
              )}
              {seen.toSha256 && (
                <>
                  {' · '}answer <Hash value={seen.toSha256} kind="SHA-256 of the answer" href={linkOf(seen)} />
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
      {drift.pageInfo.hasNextPage && <p className="note">Only the newest 25 are listed.</p>}
      <p className="note">Code and keys change with every honest release too: a difference is a reason to look.</p>
    </>
  )
}

function Value({ text }: { text: string }) {
  return text === '' ? (
    <span className="muted">nothing</span>
  ) : (
    <code className="wrap-anywhere">
      <Untrusted text={text} layout="sentence" />
    </code>
  )
}

/** Where the answer is a report it has a page; answers about models or a card have none. */
function linkOf({ kind, toSha256 }: { kind: string; toSha256: string | null }): string | undefined {
  return toSha256 !== null && ['code', 'system'].includes(kind) ? routes.report(toSha256) : undefined
}
