import type { SettlementDetails } from '../../lib/api'
import { formatBytes, formatCount } from '../../lib/format'
import { routes } from '../../lib/routes'
import { Notice } from '../frame/notice'
import { PageLink } from '../frame/page-link'
import { Pager } from '../frame/pager'
import { Amount } from '../value/amount'
import { Hash } from '../value/hash'
import { Time } from '../value/time'
import { Untrusted } from '../value/untrusted'

type Connection = SettlementDetails['records']
type InferenceRecord = Connection['nodes'][number]

/** The inferences inside the opened trail, a disclosure each, their texts inert. */
export function Records({ settlement, after }: { settlement: SettlementDetails; after: string | undefined }) {
  const { nodes, pageInfo } = settlement.records
  if (nodes.length === 0) {
    return (
      <Notice title="No inference of this settlement is known">
        <p>Its list of requests has not been published, or what was published does not open the bill.</p>
      </Notice>
    )
  }
  const next = pageInfo.hasNextPage ? pageInfo.endCursor : null
  return (
    <>
      {nodes.map((record) => (
        <RecordRow key={record.id} record={record} />
      ))}
      <Pager
        label="Pages of the records"
        first={after ? `${routes.settlement(settlement.id)}#records` : undefined}
        next={next ? `${routes.settlement(settlement.id, { records: next })}#records` : undefined}
      />
    </>
  )
}

function RecordRow({ record }: { record: InferenceRecord }) {
  return (
    <details className="record">
      <summary>
        <span className="record-line">#{formatCount(record.line)}</span>
        <span className="record-model">
          {record.model ? <Untrusted text={record.model.text} /> : <span className="muted">model not stated</span>}
        </span>
        <span className="num">{record.fee !== null && <Amount neuron={record.fee} />}</span>
        <span className="record-time">{record.createdAt && <Time iso={record.createdAt} />}</span>
      </summary>
      <div className="record-body">
        <p>
          <PageLink href={routes.record(record.id)}>This record on a page of its own</PageLink>
        </p>
        <dl className="facts facts-list">
          <HashFact name="Request hash" value={record.requestHash?.text ?? null} />
          <HashFact name="sha256 of the request" value={record.requestSha256} />
          <HashFact name="sha256 of the response" value={record.responseSha256} />
          <HashFact name="Response signed by" value={record.signingAddress} />
        </dl>
        <Body name="Request" bytes={record.request} />
        <Body name="Response" bytes={record.response} />
      </div>
    </details>
  )
}

/** A hash that was published, or that none was. */
/** A digest or address as published; what has another form is shown as its publisher's text. */
export function HashFact({ name, value }: { name: string; value: string | null }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {!value && <span className="muted">not published</span>}
        {value &&
          (/^(0x)?[0-9a-f]+$/i.test(value) ? (
            <Hash value={value} kind={name} size="full" />
          ) : (
            <Untrusted text={value} />
          ))}
      </dd>
    </div>
  )
}

/** Bytes somebody published, as text and nothing else. What is withheld says so: that is no failure. */
export function Body({ name, bytes }: { name: string; bytes: InferenceRecord['request'] }) {
  if (!bytes)
    return <p className="muted">{name}: withheld. Only its sha256 is published, which is the publisher’s right.</p>
  return (
    <div className="body-text">
      <p className="muted">
        {name}, {formatBytes(bytes.size)}
        {bytes.truncated && ' · only the beginning is shown'}
      </p>
      {bytes.text === null ? (
        <p className="muted">Not text. The bytes are compared by their sha256 and not shown.</p>
      ) : (
        /* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */
        <pre tabIndex={0}>
          <Untrusted text={bytes.text} layout="block" />
        </pre>
      )}
    </div>
  )
}
