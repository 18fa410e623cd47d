import { describeCommitment } from '../../lib/commitment'
import type { CheckedFieldsFragment } from '../../lib/generated/graphql'
import { Comparison } from '../settlement/comparison'
import { StatusWord } from '../value/status'
import { Time } from '../value/time'
import { Untrusted } from '../value/untrusted'

/** What was found behind a hash or address on chain: in words, then expected and found. */
export function Commitment(props: { uri: string; hash?: string; checked: CheckedFieldsFragment | null }) {
  const { uri, checked } = props
  const { status, text } = describeCommitment(checked)
  return (
    <>
      <p>
        <code className="address-text">{uri === '' ? 'no address given' : <Untrusted text={uri} />}</code>
      </p>
      <p className="commitment">
        <StatusWord status={status} fault={null} /> <span>{text}</span>{' '}
        {checked && (
          <span className="muted">
            asked <Time iso={checked.checkedAt} /> UTC, {checked.attempts}{' '}
            {checked.attempts === 1 ? 'source' : 'sources'}
            {checked.source && (
              <>
                , <Untrusted text={checked.source.text} />
              </>
            )}
          </span>
        )}
      </p>
      {checked?.detail && (
        <p className="muted">
          <Untrusted text={checked.detail.text} layout="sentence" />
        </p>
      )}
      {checked && (checked.expected !== null || checked.found !== null) ? (
        <Comparison expected={checked.expected} found={checked.found} />
      ) : (
        props.hash && <Comparison expected={props.hash} found={null} />
      )}
    </>
  )
}
