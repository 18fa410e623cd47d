import type { ReportDetails } from '../../lib/enclave-api'
import { REPORT_LIMITS } from '../../lib/report-words'
import { routes } from '../../lib/routes'
import { Limits } from '../frame/limits'
import { Notice } from '../frame/notice'
import { PageBody } from '../frame/page-body'
import { Section } from '../frame/section'
import { TwinLink } from '../frame/twin-link'
import { Advertised } from './advertised'
import { CaptureTable } from './capture-table'
import { MeasuredValues } from './measured-values'
import { ReportHeader } from './report-header'
import { SelfCheck } from './self-check'
import { ReportSteps } from './steps'
import { PlatformState } from './tcb'
import { Uses } from './uses'

/** The page of an enclave report: what was looked at and what came of it, what it measured, when, and how to check. */
export function ReportPage({ report }: { report: ReportDetails }) {
  return (
    <PageBody>
      <ReportHeader report={report} />
      <Section id="steps" title="Step by step" aside={report.decided ? 'As the signed verdict states it' : undefined}>
        <ReportSteps report={report} />
      </Section>
      <Section id="limits" title="What this does not prove">
        <Limits limits={REPORT_LIMITS} />
      </Section>
      <Section id="advertised" title="Advertised against attested">
        <Advertised report={report} />
      </Section>
      <Section id="when" title="When it was observed, and which bills rest on it">
        <Uses report={report} />
      </Section>
      <Section id="platform" title="State of the platform, then and now">
        <PlatformState report={report} />
      </Section>
      <Section id="measured" title="What the report states">
        <MeasuredValues report={report} />
      </Section>
      <Section id="captures" title="Every time this same answer was seen">
        <CaptureTable
          captures={report.captures}
          toHref={({ id }) => routes.report(report.capture.sha256, { capture: id })}
        />
        {report.moreCaptures && <p className="note">Only the newest 25 are listed.</p>}
        <Shared report={report} />
      </Section>
      <Section id="check" title="Check it yourself">
        <SelfCheck report={report} />
      </Section>
      <TwinLink path={routes.report(report.capture.sha256)} />
    </PageBody>
  )
}

function Shared({ report }: { report: ReportDetails }) {
  if (new Set(report.captures.map(({ provider }) => provider)).size < 2) return null
  return (
    <Notice title="Several providers answered with these same bytes" tone="unavailable">
      <p>Each observation stands for itself: the verdicts of a provider rest on its own.</p>
    </Notice>
  )
}
