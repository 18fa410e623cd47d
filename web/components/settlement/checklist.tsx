'use client'

import type { SettlementDetails } from '../../lib/api'
import { QUESTION_LOOK, QUESTIONS } from '../../lib/questions'
import { sortBySeverity } from '../../lib/status'
import { StatusWord } from '../value/status'
import { Untrusted } from '../value/untrusted'
import { CheckRow } from './check-row'

type Question = SettlementDetails['questions'][number]
type Observation = NonNullable<SettlementDetails['verdict']>['observations'][number]

/**
 * The six questions in their order, each with its checks, worst first; what failed or could not be checked is open. Drawn from
 * the data on both sides, as the tables of settlements are.
 */
export function Checklist({
  questions,
  observations,
}: {
  questions: readonly Question[]
  observations: readonly Observation[]
}) {
  return (
    <ol className="questions">
      {QUESTIONS.map((id, index) => {
        const question = questions.find((asked) => asked.id === id)
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
