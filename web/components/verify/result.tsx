import { formatDuration } from '../../lib/format'
import { STATUS_LOOK, sortBySeverity } from '../../lib/status'
import { toHeadline } from '../../lib/verify/headline'
import type { Basis, Judged, ShownCheck } from '../../lib/verify/judged'
import { Comparison } from '../settlement/comparison'
import { EvidenceList } from '../settlement/evidence-list'
import { Icon } from '../value/icon'
import { Untrusted } from '../value/untrusted'

/** What was found about a file: the outcome, what it rests on, every check with expected and found, and its limits. */
export function Result(props: { judged: Judged; bases: readonly Basis[]; milliseconds?: number }) {
  const { judged, bases, milliseconds } = props
  const headline = toHeadline(judged, bases)
  return (
    <div className={`verify-result notice tone-${headline.tone}`}>
      <h3 className="notice-title">
        <span className={`pill tone-${headline.tone}`}>
          <Icon name={headline.icon} />
          {headline.word}
        </span>
      </h3>
      <p>
        <Untrusted text={judged.sentence} layout="sentence" />
      </p>
      <p className="muted wrap-anywhere">
        <Untrusted text={judged.title} layout="sentence" />
        {milliseconds !== undefined && ` · checked in this browser in ${formatDuration(milliseconds)}`}
      </p>
      <h4>Rests on</h4>
      <ul className="verify-bases">
        {bases.map((basis) => (
          <li key={basis.id}>
            <BasisRow basis={basis} />
          </li>
        ))}
      </ul>
      <h4>Checks</h4>
      {judged.questions.map(({ id, title, status }) => (
        <QuestionChecks
          key={id}
          title={title}
          status={status}
          checks={judged.checks.filter((check) => check.question === id)}
        />
      ))}
      <OtherChecks judged={judged} />
      {judged.observations.map((observation) => (
        <p key={`${observation.id} ${observation.text}`} className="observation">
          <span className="observation-mark">Observation</span> <Untrusted text={observation.text} layout="sentence" />
        </p>
      ))}
      <h4>What this does not prove</h4>
      <ul className="limits">
        {judged.doesNotProve.map((limit) => (
          <li key={limit}>
            <Untrusted text={limit} layout="sentence" />
          </li>
        ))}
      </ul>
      {judged.opened && <Result judged={judged.opened} bases={judged.opened.bases} />}
    </div>
  )
}

/** Whether something that the checks take as given was confirmed; a dash where it is merely named. */
const BASIS_WORD = {
  pass: 'Confirmed',
  fail: 'Differs',
  unavailable: 'Could not be confirmed',
  absent: 'Not confirmed',
}

function BasisRow({ basis }: { basis: Basis }) {
  const { icon, tone } = STATUS_LOOK[basis.status]
  const word = basis.status === 'absent' && basis.isNamedOnly ? 'Named' : BASIS_WORD[basis.status]
  return (
    <>
      <span className={`status ink-${tone}`}>
        <Icon name={icon} />
        {word}
      </span>{' '}
      <Untrusted text={basis.text} layout="sentence" />
      {basis.expected !== undefined && basis.status !== 'pass' && (
        <Comparison expected={basis.expected} found={basis.found ?? null} />
      )}
    </>
  )
}

/** Checks of questions that this kind of file does not have to answer, such as the code behind a report. */
function OtherChecks({ judged }: { judged: Judged }) {
  const asked = new Set(judged.questions.map(({ id }) => id))
  const checks = judged.checks.filter((check) => !asked.has(check.question))
  if (checks.length === 0) return null
  return <QuestionChecks title="Also looked at" status={undefined} checks={checks} />
}

function QuestionChecks(props: {
  title: string
  status: ShownCheck['status'] | undefined
  checks: readonly ShownCheck[]
}) {
  const look = props.status && STATUS_LOOK[props.status]
  return (
    <div className="verify-question">
      <div className="question-head">
        <h5>{props.title}</h5>
        {look && (
          <span className={`status ink-${look.tone}`}>
            <Icon name={look.icon} />
            {look.word}
          </span>
        )}
      </div>
      {sortBySeverity(props.checks).map((check) => (
        <CheckRow key={check.id} check={check} />
      ))}
    </div>
  )
}

function CheckRow({ check }: { check: ShownCheck }) {
  const { icon, tone, word } = STATUS_LOOK[check.status]
  const fault = check.status === 'fail' ? `: ${check.fault}’s evidence` : ''
  return (
    <details
      className={`check ${check.status === 'fail' ? 'check-failed' : ''}`}
      open={check.status === 'fail' || check.status === 'unavailable'}
      data-check={check.id}
      data-status={check.status}
    >
      <summary>
        <span className={`check-icon ink-${tone}`}>
          <Icon name={icon} />
        </span>
        <span className="check-title">{check.title}</span>
        <span className={`check-status ink-${tone}`}>
          {word}
          {fault}
        </span>
      </summary>
      <div className="check-body">
        {check.reason && (
          <p>
            <Untrusted text={check.reason} layout="sentence" />
          </p>
        )}
        {(check.expected !== undefined || check.found !== undefined) && (
          <Comparison expected={check.expected ?? null} found={check.found ?? null} passed={check.status === 'pass'} />
        )}
        {check.evidence.length > 0 && (
          <EvidenceList
            evidence={check.evidence.map(({ kind, ref, note }) => ({
              kind,
              ref: { text: ref },
              note: note === undefined ? null : { text: note },
            }))}
          />
        )}
      </div>
    </details>
  )
}
