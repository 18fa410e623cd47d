import type { SettlementDetails } from '../../lib/api'
import { QUESTION_LOOK, QUESTIONS } from '../../lib/questions'
import { STATUS_LOOK, sortBySeverity, statusWord } from '../../lib/status'
import { Icon } from '../value/icon'
import { StatusWord } from '../value/status'
import { Untrusted } from '../value/untrusted'
import { Comparison } from './comparison'
import { EvidenceList } from './evidence-list'

type Question = SettlementDetails['questions'][number]
type Check = Question['checks'][number]
type Observation = NonNullable<SettlementDetails['verdict']>['observations'][number]

/** The six questions in their order, each with its checks, worst first; what failed or could not be checked is open. */
export function Checklist({ settlement }: { settlement: SettlementDetails }) {
  const observations = settlement.verdict?.observations ?? []
  return (
    <ol className="questions">
      {QUESTIONS.map((id, index) => {
        const question = settlement.questions.find((asked) => asked.id === id)
        return (
          <li key={id} id={id}>
            <QuestionBlock
              number={index + 1}
              question={
                question ?? { id, title: QUESTION_LOOK[id].asked, status: null, fault: null, reason: null, checks: [] }
              }
              observations={observations.filter((seen) => seen.question === id)}
            />
          </li>
        )
      })}
    </ol>
  )
}

function QuestionBlock(props: { number: number; question: Question; observations: readonly Observation[] }) {
  const { number, question, observations } = props
  const status = question.status ?? 'waiting'
  const reasonStandsBelow = question.checks.some((check) => check.reason?.text === question.reason?.text)
  return (
    <>
      <div className="question-head">
        <h3>
          <span className="question-number">{number}</span> {question.title}
        </h3>
        <StatusWord status={status} fault={question.fault} />
      </div>
      {question.reason && !reasonStandsBelow && (
        <p className="question-reason">
          <Untrusted text={question.reason.text} layout="sentence" />
        </p>
      )}
      {status === 'waiting' && <p className="question-reason muted">Nobody has looked at this yet.</p>}
      {sortBySeverity(question.checks).map((check) => (
        <CheckRow key={check.id} check={check} />
      ))}
      {observations.map((observation) => (
        <p key={observation.text.text} className="observation">
          <span className="observation-mark">Observation</span>{' '}
          <Untrusted text={observation.text.text} layout="sentence" />
        </p>
      ))}
    </>
  )
}

/** One check, open where it failed or could not be made. `scope` keeps its id apart where a page shows it twice. */
export function CheckRow({ check, scope = '' }: { check: Check; scope?: string }) {
  const { icon, tone } = STATUS_LOOK[check.status]
  const open = check.status === 'fail' || check.status === 'unavailable'
  return (
    <details
      className={`check ${check.status === 'fail' ? 'check-failed' : ''}`}
      id={`${scope}check-${check.question}-${check.id}`}
      open={open}
    >
      <summary>
        <span className={`check-icon ink-${tone}`}>
          <Icon name={icon} />
        </span>
        <span className="check-title">{check.title}</span>
        <span className={`check-status ink-${tone}`}>{statusWord(check.status, check.fault)}</span>
      </summary>
      <div className="check-body">
        {check.reason && (
          <p>
            <Untrusted text={check.reason.text} layout="sentence" />
          </p>
        )}
        {(check.expected !== null || check.found !== null) && (
          <Comparison
            expected={check.expected?.text ?? null}
            found={check.found?.text ?? null}
            passed={check.status === 'pass'}
          />
        )}
        {check.evidence.length > 0 && <EvidenceList evidence={check.evidence} />}
      </div>
    </details>
  )
}
