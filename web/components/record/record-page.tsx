import { formatCount } from '../../lib/format'
import type { RecordDetails } from '../../lib/published-api'
import { routes } from '../../lib/routes'
import { Limits } from '../frame/limits'
import { PageBody } from '../frame/page-body'
import { PageLink } from '../frame/page-link'
import { Section } from '../frame/section'
import { TwinLink } from '../frame/twin-link'
import { CheckRow } from '../settlement/check-row'
import { Body, HashFact } from '../settlement/records'
import { SubjectHeader } from '../subject/subject-header'
import { Amount } from '../value/amount'
import { Hash } from '../value/hash'
import { OutcomePill } from '../value/status'
import { Time } from '../value/time'
import { Untrusted } from '../value/untrusted'

const LIMITS = [
  'Who sent the prompt: a settlement shows whose account paid.',
  'Which bytes belong to which request: that is the publisher’s word, as far as the fees of the bill do not settle it.',
  'That the answer is true, useful or safe.',
]

/** The page of one inference as its publisher wrote it down, with what its bill’s verdict found about all of them. */
export function RecordPage({ record: { record, checks } }: { record: RecordDetails }) {
  return (
    <PageBody>
      <SubjectHeader
        kind="Record of one inference"
        title={`Line ${formatCount(record.line)} of a published file`}
        id={<Hash value={record.root} kind="root" size="full" href={routes.payload(record.root)} />}
        facts={[
          { name: 'Model', value: record.model ? <Untrusted text={record.model.text} /> : 'not stated' },
          { name: 'Fee', value: record.fee === null ? 'not stated' : <Amount neuron={record.fee} /> },
          { name: 'Made, UTC', value: record.createdAt ? <Time iso={record.createdAt} /> : 'not stated' },
        ]}
      >
        <p className="lead">Everything on this line is its publisher’s word until a check of its bill confirms it.</p>
      </SubjectHeader>
      <Section id="bills" title="The bill that it names">
        <Bills settlements={record.settlements} />
      </Section>
      <Section id="bytes" title="What was published">
        <dl className="facts facts-list">
          <HashFact name="Request hash" value={record.requestHash?.text ?? null} />
          <HashFact name="sha256 of the request" value={record.requestSha256} />
          <HashFact name="sha256 of the response" value={record.responseSha256} />
          <HashFact name="Response signed by" value={record.signingAddress} />
        </dl>
        <Body name="Request" bytes={record.request} />
        <Body name="Response" bytes={record.response} />
      </Section>
      <Section id="checks" title="Are these the bytes?" aside="Of all records of the bill together">
        {checks.length > 0 ? (
          checks.map((check) => <CheckRow key={check.id} check={check} />)
        ) : (
          <p className="note">No verdict has looked at the bytes of this bill.</p>
        )}
      </Section>
      <Section id="limits" title="What this does not prove">
        <Limits limits={LIMITS} />
      </Section>
      <TwinLink path={routes.record(record.id)} />
    </PageBody>
  )
}

function Bills({ settlements }: { settlements: RecordDetails['record']['settlements'] }) {
  if (settlements.length === 0)
    return <p className="note">No settlement has the payer, provider and nonce that it names.</p>
  return (
    <ul className="plain-list">
      {settlements.map((settlement) => (
        <li key={settlement.id}>
          <OutcomePill outcome={settlement.outcome} fault={settlement.fault} />
          <PageLink href={`${routes.settlement(settlement.id)}#content`}>
            block {formatCount(settlement.blockNumber)}
          </PageLink>
          <Time iso={settlement.blockTime} />
        </li>
      ))}
    </ul>
  )
}
