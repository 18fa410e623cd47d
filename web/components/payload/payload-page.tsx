import { formatBytes, formatCount } from '../../lib/format'
import { describePayload } from '../../lib/payload-words'
import type { PayloadDetails } from '../../lib/published-api'
import { routes } from '../../lib/routes'
import { AnchorFacts } from '../anchor/anchor-facts'
import { type Fact, Facts } from '../frame/facts'
import { Limits } from '../frame/limits'
import { Notice } from '../frame/notice'
import { PageBody } from '../frame/page-body'
import { PageLink } from '../frame/page-link'
import { Section } from '../frame/section'
import { TwinLink } from '../frame/twin-link'
import { SubjectHeader } from '../subject/subject-header'
import { Hash } from '../value/hash'
import { Time } from '../value/time'
import { Untrusted } from '../value/untrusted'
import { Attempts } from './attempts'

const LIMITS = [
  'Who made the bytes: anybody can anchor anything, and an anchor’s tags are its author’s word.',
  'That what stands in them is true: only the checks of a settlement compare them with its bill.',
]

/** The page of a root: whether its bytes came, what they were read as, and who anchored it. */
export function PayloadPage({ payload: { root, payload, anchors, moreAnchors, file } }: { payload: PayloadDetails }) {
  return (
    <PageBody>
      <SubjectHeader
        kind="Payload"
        title={describePayload(payload)}
        id={<Hash value={root} kind="root" size="full" />}
        facts={listFacts(payload, file)}
      >
        {null}
      </SubjectHeader>
      {payload && <State payload={payload} />}
      <Section id="attempts" title="Attempts to get the bytes" aside="Newest first">
        {payload ? <Attempts attempts={payload.attempts} /> : <p className="note">The page of an anchor lists them.</p>}
      </Section>
      <Section id="anchors" title="Who anchored it" aside="Oldest first">
        {anchors.length === 0 && <p className="note">No anchor of it is indexed.</p>}
        {anchors.map((anchor) => (
          <div key={anchor.id} className="trail">
            <PageLink href={routes.anchor(anchor.id)}>
              <span className="mono">{anchor.id}</span>
            </PageLink>
            <AnchorFacts anchor={anchor} />
          </div>
        ))}
        {moreAnchors && <p className="note">Only the first 25 are listed.</p>}
      </Section>
      <Section id="limits" title="What this does not prove">
        <Limits limits={LIMITS} />
      </Section>
      <TwinLink path={routes.payload(root)} />
    </PageBody>
  )
}

type Payload = PayloadDetails['payload']

function listFacts(payload: Payload, file: PayloadDetails['file']): Fact[] {
  if (!payload) return [{ name: 'Bytes', value: 'none that have this root' }]
  return [
    { name: 'Size', value: formatBytes(payload.size) },
    { name: 'Read as', value: <Untrusted text={payload.type} /> },
    { name: 'Records', value: file ? formatCount(file.records) : <span className="muted">not read</span> },
    { name: 'Fetched, UTC', value: payload.fetchedAt ? <Time iso={payload.fetchedAt} /> : 'not known' },
  ]
}

function State({ payload }: { payload: NonNullable<Payload> }) {
  return (
    <>
      {!payload.kept && (
        <Notice title="Withdrawn by the operator of this site" level={2}>
          <p>
            {payload.withdrawalReason ? (
              <Untrusted text={payload.withdrawalReason} layout="sentence" />
            ) : (
              'No reason is given.'
            )}{' '}
            Digests and verdicts stay.
          </p>
        </Notice>
      )}
      {payload.rejection && (
        <Notice title="These bytes are no trail" level={2}>
          <p>
            <Untrusted text={payload.rejection.text} layout="sentence" />
          </p>
        </Notice>
      )}
      <Section id="bytes" title="The bytes">
        <Facts
          facts={[
            { name: 'SHA-256', value: <Hash value={payload.sha256} kind="SHA-256 of the bytes" size="full" /> },
            {
              name: 'Came from',
              value: (
                <code className="wrap-anywhere">
                  <Untrusted text={payload.source.text} />
                </code>
              ),
            },
            {
              name: 'Blob on 0G DA',
              value: payload.daRoot ? (
                <Hash value={payload.daRoot} kind="data root" size="full" />
              ) : (
                <span className="muted">none is named</span>
              ),
            },
          ]}
        />
      </Section>
    </>
  )
}
