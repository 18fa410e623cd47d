import type { SettlementDetails } from '../../lib/api'
import { describeReason } from '../../lib/verdict-words'
import { Hash } from '../value/hash'
import { OutcomePill } from '../value/status'
import { Time } from '../value/time'
import { Untrusted } from '../value/untrusted'

/** Every judgement ever made of the settlement, newest first, and why each was made again. Nothing is edited. */
export function Judgements({ settlement }: { settlement: SettlementDetails }) {
  const { verdicts, verdict: inForce } = settlement
  if (verdicts.length === 0) return <p className="note">None yet.</p>
  return (
    <ol className="trails">
      {verdicts.map((verdict) => (
        <li key={verdict.id} className="trail">
          <p className="said">
            <OutcomePill outcome={verdict.outcome} fault={verdict.fault} /> <Time iso={verdict.judgedAt} /> UTC{' '}
            {verdict.id === inForce?.id ? (
              <span className="tag">in force</span>
            ) : (
              <span className="tag">superseded</span>
            )}
          </p>
          <p>
            <Untrusted text={verdict.sentence} layout="sentence" />
          </p>
          <p className="muted">
            {describeReasons(verdict.reasons)} Verifier <Untrusted text={verdict.verifier} />, inputs{' '}
            <Hash value={verdict.inputs} kind="digest of the inputs" />
          </p>
        </li>
      ))}
    </ol>
  )
}

function describeReasons(reasons: readonly string[] | null): string {
  if (reasons === null) return 'Why it was made again was not kept.'
  if (reasons.length === 0) return 'The first one.'
  return `Made again: ${reasons.map(describeReason).join(', ')}.`
}
