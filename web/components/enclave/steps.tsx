import type { ReportDetails } from '../../lib/enclave-api'
import type { Steps } from '../../lib/report-uses'
import { STEP_WORDS } from '../../lib/report-words'
import { routes } from '../../lib/routes'
import { Notice } from '../frame/notice'
import { PageLink } from '../frame/page-link'
import { CheckRow } from '../settlement/check-row'
import { Time } from '../value/time'

type Check = Steps['enclave'][number]

/** The steps of the verdict that decided by this report, in the order in which they are taken. */
export function ReportSteps({ report: { decided, uses } }: { report: ReportDetails }) {
  if (!decided) {
    return (
      <Notice title="No verdict decides by this report">
        <p>
          {uses.length > 0
            ? 'It was one of several within reach of a settlement; each verdict decides by the nearest that speaks for the key.'
            : 'Of the settlements nearest in time none was judged by it. Nothing on this page is proven by that.'}
        </p>
      </Notice>
    )
  }
  const { use, steps } = decided
  return (
    <>
      <p className="note">
        Judged {steps.verdict && <Time iso={steps.verdict.judgedAt} />} for{' '}
        <PageLink href={routes.settlement(use.settlement.id)}>the settlement nearest in time</PageLink>, for the time of
        the observation.
      </p>
      <StepList title="Is the key held by a genuine enclave?" checks={steps.enclave} />
      <StepList title="Running which code and model?" checks={steps.workload} />
    </>
  )
}

function StepList({ title, checks }: { title: string; checks: readonly Check[] }) {
  if (checks.length === 0) return null
  return (
    <>
      <h3 className="steps-title">{title}</h3>
      <ol className="steps">
        {checks.map((check) => (
          <li key={check.id}>
            <CheckRow check={check} />
            {STEP_WORDS[check.id] && <p className="step-words">{STEP_WORDS[check.id]}</p>}
          </li>
        ))}
      </ol>
    </>
  )
}
