import { formatAgo, formatTime } from '../../lib/format'

/** A moment, absolute and in UTC. */
export function Time({ iso }: { iso: string }) {
  return (
    <time dateTime={iso} className="time">
      {formatTime(iso)}
    </time>
  )
}

/** A moment with its age at `now` (milliseconds). */
export function TimeAgo({ iso, now }: { iso: string; now: number }) {
  return (
    <time dateTime={iso}>
      <span className="time">{formatTime(iso)} UTC</span>{' '}
      <span className="time ago muted">({formatAgo(iso, now)})</span>
    </time>
  )
}
