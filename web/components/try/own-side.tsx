import { routes } from '../../lib/routes'
import type { JudgedBill as Judged } from '../../lib/try-judged'
import type { AttackRun } from '../../lib/try-run'
import { PageLink } from '../frame/page-link'
import { UpstreamNotice } from '../frame/trouble'
import { CheckRow } from '../settlement/check-row'
import { OutcomePill, StatusWord } from '../value/status'
import { Untrusted } from '../value/untrusted'

type Named = AttackRun['ours']['settlements'][number]
/** What Touchstone says of the same bytes: at once, and by the auditor's verdicts. */
export function OwnSide({ run, judged }: { run: AttackRun; judged: readonly Judged[] }) {
  const { call, checks } = run.ours
  return (
    <section className="side" aria-labelledby="own">
      <h2 id="own">Touchstone</h2>
      <p>{run.instead}</p>
      {call !== null && (
        <div className="own-checks">
          <p className="muted">
            The same bytes, <code className="wrap-anywhere">{call}</code>
          </p>
          {checks.map((check) => (
            <CheckRow key={check.id} scope="bytes-" check={toCheck(check)} />
          ))}
        </div>
      )}
      {judged.map((settlement, at) => (
        <JudgedBlock key={settlement.id} judged={settlement} scope={`bill-${at + 1}-`} />
      ))}
    </section>
  )
}

/** In the form of the API's: the bytes came over the wire, so that no party of a bill is named. */
function toCheck({ expected, found, reason, ...check }: AttackRun['ours']['checks'][number]) {
  const toText = (text: string | null) => (text === null ? null : { text })
  return {
    ...{ ...check, fault: null, evidence: [] },
    ...{ expected: toText(expected), found: toText(found), reason: toText(reason) },
  }
}

function JudgedBlock({ judged: { id, about, questions, result }, scope }: { judged: Judged; scope: string }) {
  return (
    <div className="judged">
      <p className="muted">{about}</p>
      {result.kind === 'found' ? (
        <Verdict settlement={result.value} questions={questions} scope={scope} />
      ) : result.kind === 'upstream-down' ? (
        <UpstreamNotice trouble={result} level={2} />
      ) : (
        <p>It is not indexed yet. Reload the page in a moment.</p>
      )}
      <p>
        <PageLink href={routes.settlement(id)}>All evidence of this bill</PageLink>
      </p>
    </div>
  )
}

type Found = Extract<Judged['result'], { kind: 'found' }>['value']

function Verdict(props: { settlement: Found; questions: Named['questions']; scope: string }) {
  const { settlement, questions, scope } = props
  return (
    <>
      <p>
        <OutcomePill outcome={settlement.outcome} fault={settlement.fault} />
      </p>
      <p>
        <Untrusted text={settlement.sentence} layout="sentence" />
      </p>
      {settlement.verdict === null && <p className="muted">Nobody has judged it yet. Reload the page in a moment.</p>}
      {settlement.questions
        .filter(({ id }) => questions.includes(id))
        .map((question) => (
          <div key={question.id} className="judged-question">
            <div className="question-head">
              <h3>{question.title}</h3>
              <StatusWord status={question.status ?? 'waiting'} fault={question.fault} />
            </div>
            {question.reason && !question.checks.some(({ reason }) => reason?.text === question.reason?.text) && (
              <p className="muted">
                <Untrusted text={question.reason.text} layout="sentence" />
              </p>
            )}
            {question.checks.map((check) => (
              <CheckRow key={check.id} check={check} scope={scope} />
            ))}
          </div>
        ))}
      {settlement.verdict?.observations
        .filter(({ question }) => questions.includes(question))
        .map(({ text }) => (
          <p key={text.text} className="observation">
            <span className="observation-mark">Observation</span> <Untrusted text={text.text} layout="sentence" />
          </p>
        ))}
    </>
  )
}
