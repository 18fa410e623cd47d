import { formatPricePerMillion } from '../../lib/format'
import type { RevisionFieldsFragment } from '../../lib/generated/graphql'
import { readService } from '../../lib/named-address'
import { routes } from '../../lib/routes'
import { Facts } from '../frame/facts'
import { BlockRange } from '../subject/links-table'
import { Hash } from '../value/hash'
import { Time } from '../value/time'
import { Untrusted } from '../value/untrusted'

/** Every version of a service that the chain has seen; the one in force is open. */
export function Revisions({
  revisions,
  current,
}: {
  revisions: readonly RevisionFieldsFragment[]
  current: string | null
}) {
  if (revisions.length === 0) return <p className="note">No service has been registered.</p>
  const newestFirst = [...revisions].sort((a, b) => b.fromBlock - a.fromBlock)
  return (
    <>
      {newestFirst.map((revision) => (
        <details key={revision.id} className="check" open={revision.id === current}>
          <summary>
            <span className="check-title">
              <Untrusted text={revision.model.text} />
            </span>
            <span className="check-status muted">
              blocks <BlockRange from={revision.fromBlock} to={revision.toBlock} />
            </span>
          </summary>
          <div className="check-body">
            <Facts facts={listFacts(revision)} />
          </div>
        </details>
      ))}
    </>
  )
}

function listFacts(revision: RevisionFieldsFragment) {
  const key = (address: string | null, kind: string) =>
    address ? <Hash value={address} kind={kind} size="full" /> : <span className="muted">none</span>
  return [
    { name: 'In force since', value: <Time iso={revision.fromTime} /> },
    { name: 'Type', value: <Untrusted text={revision.serviceType.text} /> },
    {
      name: 'Address, as text',
      value: (
        <>
          <code>
            <Untrusted text={revision.url.text} />
          </code>
          {readService(revision.url.text).kind === 'service' && (
            <>
              {' '}
              <a href={routes.verify({ service: revision.url.text, signer: revision.teeSigner ?? undefined })}>
                Check its report in my browser
              </a>
            </>
          )}
        </>
      ),
    },
    { name: 'Verifiability claimed', value: <Untrusted text={revision.verifiability.text || 'nothing'} /> },
    { name: 'Mode derived', value: <Untrusted text={revision.derivedMode} /> },
    { name: 'Input, 1 M tokens', value: `${formatPricePerMillion(revision.inputPrice)} 0G` },
    { name: 'Output, 1 M tokens', value: `${formatPricePerMillion(revision.outputPrice)} 0G` },
    { name: 'Pricing', value: <Untrusted text={revision.pricing} /> },
    { name: 'Signing key', value: key(revision.teeSigner, 'signer’s address') },
    { name: 'Key of the model’s enclave', value: key(revision.targetTeeAddress, 'target signer’s address') },
    {
      name: 'Additional info',
      value: revision.additionalInfo ? (
        <code className="wrap-anywhere">
          <Untrusted text={revision.additionalInfo.text} layout="block" />
        </code>
      ) : (
        <span className="muted">none</span>
      ),
    },
    { name: 'Transaction', value: <Hash value={revision.txHash} kind="transaction hash" size="full" /> },
  ]
}
