import type { SettlementDetails } from '../../lib/api'
import { formatBytes, formatCount, formatDuration } from '../../lib/format'
import { buildTimeline, type Moment } from '../../lib/timeline'
import { Hash } from '../value/hash'
import { OutcomePill } from '../value/status'
import { Time } from '../value/time'
import { Untrusted } from '../value/untrusted'

/** What happened, oldest first. A solid point stands on the chain, a hollow one is what our auditor saw. */
export function Timeline({ settlement }: { settlement: SettlementDetails }) {
  const moments = buildTimeline(settlement)
  return (
    <ol className="timeline">
      {moments.map((moment, index) => (
        <li key={moment.key} className={`line-${moment.line}${isLie(moment) ? ' line-lie' : ''}`}>
          <div className="moment-time">
            <Time iso={moment.at} />
            <span className="muted">{describeDelta(moments[index - 1], moment)}</span>
          </div>
          <div className="moment-text">
            <MomentText moment={moment} />
          </div>
        </li>
      ))}
    </ol>
  )
}

function isLie(moment: Moment): boolean {
  return moment.kind === 'fetched' && moment.lie !== null
}

function describeDelta(previous: Moment | undefined, moment: Moment): string {
  if (!previous) return ''
  const delta = Date.parse(moment.at) - Date.parse(previous.at)
  return delta > 0 ? `+${formatDuration(delta)}` : ''
}

function MomentText({ moment }: { moment: Moment }) {
  switch (moment.kind) {
    case 'settled':
    case 'refused':
      return (
        <>
          <b>{moment.kind === 'settled' ? 'Settled' : 'Refused by the contract'}</b> in block{' '}
          {formatCount(moment.block)}, transaction <Hash value={moment.txHash} kind="transaction hash" />
        </>
      )
    case 'anchored':
      return (
        <>
          <b>Evidence anchored</b> in block {formatCount(moment.block)}: root <Hash value={moment.root} kind="root" />
        </>
      )
    case 'fetched':
      return <FetchText moment={moment} />
    case 'judged':
      return (
        <>
          <b>Judged</b> by <Untrusted text={moment.verdict.verifier} />{' '}
          <OutcomePill outcome={moment.verdict.outcome} fault={null} />
          {moment.superseded && <span className="muted"> superseded since</span>}
        </>
      )
    default:
      return moment satisfies never
  }
}

function FetchText({ moment }: { moment: Extract<Moment, { kind: 'fetched' }> }) {
  const size = moment.bytes === '0' ? '' : `, ${formatBytes(moment.bytes)}`
  return (
    <>
      <b>{moment.lie ? 'Served wrong bytes' : 'Fetched'}</b> from{' '}
      <code>
        <Untrusted text={moment.source} />
      </code>
      : <Untrusted text={moment.outcome} />
      {size}, {formatDuration(moment.milliseconds)}
      {moment.lie && (
        <span className="lie">
          asked for <Hash value={moment.root} kind="root asked for" />, its bytes have the root{' '}
          <Hash value={moment.lie} kind="root of what was served" />. A faulty source: this accuses the node, not the
          provider.
        </span>
      )}
    </>
  )
}
