import type { SettlementDetails } from '../../lib/api'
import { describeLink } from '../../lib/chain-words'
import { listLimits } from '../../lib/limits'
import { routes } from '../../lib/routes'
import { countStatuses } from '../../lib/status'
import { Notice } from '../frame/notice'
import { PageBody } from '../frame/page-body'
import { Section } from '../frame/section'
import { TwinLink } from '../frame/twin-link'
import { AgentName } from '../subject/links-table'
import { VerifySection } from '../verify/verify-section'
import { Checklist } from './checklist'
import { Judgements } from './judgements'
import { RawData } from './raw-data'
import { Records } from './records'
import { Reports } from './reports'
import { SettlementHeader } from './settlement-header'
import { Timeline } from './timeline'
import { Trails } from './trails'

/** The evidence page: verdict, questions, timeline, records, trails, limits, raw data. */
export function SettlementPage(props: {
  settlement: SettlementDetails
  recordsAfter: string | undefined
  rpc: string | undefined
}) {
  const { settlement } = props
  return (
    <PageBody>
      <SettlementHeader settlement={settlement} now={Date.now()} />
      <Section id="checks" title="The six questions" aside={countStatuses(settlement.questions)}>
        <Checklist questions={settlement.questions} observations={settlement.verdict?.observations ?? []} />
      </Section>
      <Section id="limits" title="What this does not prove">
        <ul className="limits">
          {listLimits(settlement).map((limit) => (
            <li key={limit}>{limit}</li>
          ))}
        </ul>
      </Section>
      <Section id="verify" title="Verify in my browser">
        <VerifySection id={settlement.id} rpc={props.rpc ?? ''} />
      </Section>
      <Section id="timeline" title="Timeline" aside="Oldest first · filled: on chain, hollow: seen by our auditor">
        <Timeline settlement={settlement} />
      </Section>
      <Section id="records" title="Inferences in this bill">
        <Records settlement={settlement} after={props.recordsAfter} />
      </Section>
      <Section id="trails" title="Trails considered">
        <Trails trails={settlement.trails} />
      </Section>
      <Section id="reports" title="Enclave reports considered">
        <Reports verdict={settlement.verdict} />
      </Section>
      <Section id="judgements" title="Judgements" aside="Newest first · superseded, never edited">
        <Judgements settlement={settlement} />
      </Section>
      <Section id="agents" title="Counts for">
        <Agents settlement={settlement} />
      </Section>
      <Section id="raw" title="Raw data">
        <RawData settlement={settlement} />
      </Section>
      <TwinLink path={routes.settlement(settlement.id, { records: props.recordsAfter })} />
    </PageBody>
  )
}

function Agents({ settlement }: { settlement: SettlementDetails }) {
  if (settlement.outcome === 'rejected')
    return (
      <Notice title="It counts for nobody">
        <p>The contract refused this item, so it stands outside every share and timeline of the payer that it names.</p>
      </Notice>
    )
  if (settlement.agents.length === 0)
    return <p className="note">No agent: the payer was not linked to one over the whole window of this settlement.</p>
  return (
    <ul className="plain-list">
      {settlement.agents.map(({ agent, strength, type, ambiguous, entersHistory }) => (
        <li key={`${agent.id} ${type}`}>
          <AgentName agent={agent} />
          <span className="muted">
            {describeLink(type)}, strength {strength}
            {ambiguous && ', ambiguous'}
          </span>
          {!entersHistory && <span className="tag">does not count</span>}
        </li>
      ))}
    </ul>
  )
}
