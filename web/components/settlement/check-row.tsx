import type { CheckFieldsFragment } from '../../lib/generated/graphql'
import { STATUS_LOOK, statusWord } from '../../lib/status'
import { Icon } from '../value/icon'
import { Untrusted } from '../value/untrusted'
import { Comparison } from './comparison'
import { EvidenceList } from './evidence-list'

/** One check, open where it failed or could not be made. `scope` keeps its id apart where a page shows it twice. */
export function CheckRow({ check, scope = '' }: { check: CheckFieldsFragment; scope?: string }) {
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
