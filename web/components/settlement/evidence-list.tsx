import type { CheckFieldsFragment } from '../../lib/generated/graphql'
import { Hash } from '../value/hash'
import { Untrusted } from '../value/untrusted'

const KIND: Readonly<Record<string, string>> = {
  transaction: 'Transaction',
  anchor: 'Anchor transaction',
  root: 'Root',
  record: 'Record',
  source: 'Source',
}

/** Where the inputs of a check can be found again. Sources are shown as text: an address from outside is no link. */
export function EvidenceList({ evidence }: { evidence: CheckFieldsFragment['evidence'] }) {
  return (
    <ul className="evidence">
      {evidence.map((item) => (
        <li key={`${item.kind} ${item.ref.text}`}>
          <span className="muted">{KIND[item.kind] ?? 'Evidence'}</span>{' '}
          {/^0x[0-9a-f]{40,}$/.test(item.ref.text) ? (
            <Hash value={item.ref.text} kind={item.kind} size="full" />
          ) : (
            <code>
              <Untrusted text={item.ref.text} layout="sentence" />
            </code>
          )}
          {item.note && (
            <>
              {' · '}
              <Untrusted text={item.note.text} layout="sentence" />
            </>
          )}
        </li>
      ))}
    </ul>
  )
}
