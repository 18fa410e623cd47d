import { METHOD } from '../../lib/method'
import { routes } from '../../lib/routes'
import { CELL_STATUSES, OUTCOME_LOOK, OUTCOMES, STATUS_LOOK } from '../../lib/status'
import { PageBody } from '../frame/page-body'
import { Section } from '../frame/section'
import { TwinLink } from '../frame/twin-link'
import { OutcomePill, StatusWord } from '../value/status'

const STATUS_MEANS: Readonly<Record<keyof typeof STATUS_LOOK, string>> = {
  pass: 'Looked, and it holds.',
  fail: 'Looked, and evidence that this settlement’s provider or payer authored is wrong. Nothing else can cause a failure.',
  unavailable: 'Tried, and could not look. It accuses nobody and is tried again.',
  absent: 'There is nothing to look at: nobody published it.',
  waiting: 'Nobody has looked yet.',
}

/** How everything here is judged: statuses, outcomes, and each check of each question. */
export function MethodPage() {
  return (
    <PageBody>
      <div className="page-head">
        <h1>Method</h1>
      </div>
      <p className="lead">
        Six questions are asked of each settlement. A question is its worst check. There is no score: it is always an
        inference that is verified, never an agent. The list below is the verifier’s own.
      </p>
      <Section id="statuses" title="Statuses">
        <dl className="facts facts-list">
          {CELL_STATUSES.map((status) => (
            <div key={status}>
              <dt>
                <StatusWord status={status} fault={null} />
              </dt>
              <dd>{STATUS_MEANS[status]}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section id="outcomes" title="Outcomes" aside={`${OUTCOMES.length}, the first that fits`}>
        <p className="said">
          {OUTCOMES.map((outcome) => (
            <span key={OUTCOME_LOOK[outcome].word}>
              <OutcomePill outcome={outcome} fault={null} />{' '}
            </span>
          ))}
        </p>
      </Section>
      {METHOD.map((question) => (
        <Section key={question.id} id={question.id} title={question.title} aside={`${question.checks.length} checks`}>
          <dl className="facts facts-list">
            <div>
              <dt>Proves</dt>
              <dd>{question.proves}</dd>
            </div>
            <div>
              <dt>Does not prove</dt>
              <dd>{question.not}</dd>
            </div>
            <div>
              <dt>Source</dt>
              <dd>{question.source}</dd>
            </div>
          </dl>
          <ol className="limits">
            {question.checks.map((check) => (
              <li key={check.id} id={`check-${check.id}`}>
                {check.title}. <span className="muted">{check.role}</span> <code>{check.id}</code>
              </li>
            ))}
          </ol>
        </Section>
      ))}
      <TwinLink path={routes.method()} />
    </PageBody>
  )
}
