import type { Fault, Outcome, QuestionId } from '../../lib/generated/graphql'
import { QUESTION_LOOK } from '../../lib/questions'
import { type CellStatus, OUTCOME_LOOK, outcomeWord, STATUS_LOOK, statusWord } from '../../lib/status'
import { Icon } from './icon'

/** The outcome of a settlement as icon, word and tone. */
export function OutcomePill({ outcome, fault }: { outcome: Outcome; fault: Fault | null }) {
  const { icon, tone } = OUTCOME_LOOK[outcome]
  return (
    <span className={`pill tone-${tone}`}>
      <Icon name={icon} />
      {outcomeWord(outcome, fault)}
    </span>
  )
}

/** A status as icon and word. */
export function StatusWord({ status, fault }: { status: CellStatus; fault: Fault | null }) {
  const { icon, tone } = STATUS_LOOK[status]
  return (
    <span className={`status ink-${tone}`}>
      <Icon name={icon} />
      {statusWord(status, fault)}
    </span>
  )
}

/** One of the six cells of a row: a shape to look at, a sentence to listen to. */
export function StatusCell({
  question,
  status,
  fault,
}: {
  question: QuestionId
  status: CellStatus
  fault: Fault | null
}) {
  const { icon, tone } = STATUS_LOOK[status]
  const text = `${QUESTION_LOOK[question].name}: ${statusWord(status, fault)}`
  return (
    <span className={`cell ink-${tone}`} title={text}>
      <Icon name={icon} />
      <span className="sr-only">{text}</span>
    </span>
  )
}
