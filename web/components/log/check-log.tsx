'use client'

import { formatCount, formatDuration } from '../../lib/format'
import type { LogFinding } from '../../lib/log/finding'
import { STATUS_LOOK } from '../../lib/status'
import { Comparison } from '../settlement/comparison'
import { Icon } from '../value/icon'
import { Untrusted } from '../value/untrusted'
import { RunState } from '../verify/run-state'
import { useVerifier } from '../verify/use-verifier'

/** Checks the log in a worker of this browser: signature, root, a kept checkpoint, and one verdict. */
export function CheckLog({ verdict }: { verdict: string }) {
  const { run, start } = useVerifier()
  return (
    <div className="verify">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          const form = new FormData(event.currentTarget)
          start({ kind: 'log', kept: String(form.get('kept') ?? ''), verdict: String(form.get('verdict') ?? '') })
        }}
      >
        <div className="verify-field">
          <label htmlFor="log-kept">A checkpoint that you kept, to see whether it still begins the log</label>
          <textarea id="log-kept" name="kept" rows={5} spellCheck={false} autoComplete="off" />
        </div>
        <div className="verify-field">
          <label htmlFor="log-verdict">Number of a verdict that should be in it</label>
          <input
            id="log-verdict"
            name="verdict"
            type="text"
            inputMode="numeric"
            defaultValue={verdict}
            maxLength={20}
            autoComplete="off"
          />
        </div>
        <button type="submit" className="button verify-start">
          Check the log in my browser
        </button>
      </form>
      <RunState run={run} rpc="" />
      {'kind' in run && run.kind === 'logged' && <Finding finding={run.finding} milliseconds={run.milliseconds} />}
    </div>
  )
}

function Finding({ finding, milliseconds }: { finding: LogFinding; milliseconds: number }) {
  const { origin, size, rows } = finding
  return (
    <div className="verify-result">
      <p className="muted wrap-anywhere">
        <Untrusted text={origin} /> · {formatCount(size)} entries · checked in {formatDuration(milliseconds)}
      </p>
      <ul className="verify-bases">
        {rows.map((row) => {
          const { icon, tone, word } = STATUS_LOOK[row.status]
          return (
            <li key={row.title} data-status={row.status}>
              <span className={`status ink-${tone}`}>
                <Icon name={icon} />
                {word}
              </span>{' '}
              <b>{row.title}.</b> <Untrusted text={row.text} layout="sentence" />
              {row.status !== 'pass' && row.expected !== undefined && (
                <Comparison expected={row.expected} found={row.found ?? null} />
              )}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
