import type { CellStatus } from '../../lib/status'

/** The pattern of a status in tables and charts, so that no colour is needed to tell them apart. */
export function Swatch({ status }: { status: CellStatus }) {
  return (
    <svg className="swatch" viewBox="0 0 12 12" aria-hidden="true">
      <rect x="0.5" y="0.5" width="11" height="11" rx="2" className={`fill-${status}`} fill={`url(#p-${status})`} />
    </svg>
  )
}

/** Solid for what passed, hatched for what failed, dotted, lined and hollow for the rest. Once for a page. */
export function PatternSprite() {
  return (
    <svg className="sprite" aria-hidden="true">
      <defs>
        <pattern id="p-pass" width="6" height="6" patternUnits="userSpaceOnUse">
          <rect width="6" height="6" className="pattern-verified" />
        </pattern>
        <pattern id="p-fail" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="5" height="5" className="pattern-failed-back" />
          <rect width="2.5" height="5" className="pattern-failed" />
        </pattern>
        <pattern id="p-unavailable" width="5" height="5" patternUnits="userSpaceOnUse">
          <rect width="5" height="5" className="pattern-unavailable-back" />
          <circle cx="2.5" cy="2.5" r="1.4" className="pattern-unavailable" />
        </pattern>
        <pattern id="p-absent" width="4" height="4" patternUnits="userSpaceOnUse">
          <rect width="4" height="4" className="pattern-muted-back" />
          <rect width="4" height="1" className="pattern-muted" />
        </pattern>
        <pattern id="p-waiting" width="6" height="6" patternUnits="userSpaceOnUse">
          <rect width="6" height="6" className="pattern-pending-back" />
          <path d="M0 0h3v1H0zM3 3h3v1H3z" className="pattern-pending" />
        </pattern>
        <pattern id="p-gap" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="1" height="7" className="pattern-muted" />
        </pattern>
      </defs>
    </svg>
  )
}
