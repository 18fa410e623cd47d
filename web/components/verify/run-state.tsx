import { formatBytes } from '../../lib/format'
import { Notice } from '../frame/notice'
import { Untrusted } from '../value/untrusted'
import { VerifiedOutcome } from './outcome'
import type { Run } from './use-verifier'

/** A check under way, its end, or why there is none. Spoken as it changes. */
export function RunState({ run, rpc }: { run: Run; rpc: string }) {
  return (
    <>
      <div role="status" className="verify-status">
        <Words run={run} />
      </div>
      {'kind' in run && run.kind === 'judged' && (
        <VerifiedOutcome judged={run.judged} milliseconds={run.milliseconds} rpc={rpc} />
      )}
    </>
  )
}

function Words({ run }: { run: Run }) {
  if ('phase' in run) {
    if (run.phase === 'preparing') return <p className="muted">Loading the verifier …</p>
    if (run.phase === 'ready')
      return <p className="muted">The verifier is loaded: what you drop is checked without a network from now on.</p>
    return run.phase === 'running' ? <Under progress={run.progress} /> : null
  }
  if (run.kind === 'refused')
    return (
      <Notice title="Could not check" tone="unavailable">
        <p>
          <Untrusted text={run.message} layout="sentence" />
        </p>
        <p>This accuses nobody.</p>
      </Notice>
    )
  if (run.kind === 'crashed')
    return (
      <Notice title="The verifier stopped" tone="unavailable">
        <p>
          A fault of ours, which says nothing about the file: <Untrusted text={run.message} layout="sentence" />
        </p>
      </Notice>
    )
  return <p className="sr-only">Checked.</p>
}

function Under({ progress }: { progress: { step: string; bytes?: number; total?: number | undefined } }) {
  const { step, bytes, total } = progress
  const known = total === undefined ? '' : ` of ${formatBytes(String(total))}`
  return (
    <p className="verify-progress">
      <progress aria-label={step} max={total} value={total === undefined ? undefined : bytes} />
      <span>
        {step}
        {bytes !== undefined && ` · ${formatBytes(String(bytes))}${known}`}
      </span>
    </p>
  )
}
