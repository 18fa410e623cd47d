import type { IconName } from '../../lib/status'

/** Every shape differs from every other without its colour: ring + tick, octagon, cut cloud, dash, clock, … */
const SHAPES: Readonly<Record<IconName, React.ReactNode>> = {
  pass: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="M5.2 8.3 7.2 10.3 10.9 6" />
    </>
  ),
  fail: (
    <>
      <path d="M5.4 1.75h5.2l3.65 3.65v5.2l-3.65 3.65H5.4L1.75 10.6V5.4z" />
      <path d="m5.9 5.9 4.2 4.2m0-4.2-4.2 4.2" />
    </>
  ),
  unavailable: (
    <>
      <path d="M4.6 12.2h6.9a2.6 2.6 0 0 0 .6-5.1 4.1 4.1 0 0 0-6.6-2.2M4.3 6.4a3 3 0 0 0 .3 5.8" />
      <path d="m2 2 12 12" />
    </>
  ),
  absent: <path d="M4 8h8" />,
  waiting: (
    <>
      <circle cx="8" cy="8" r="6.25" strokeDasharray="2.6 2.3" />
      <path d="M8 4.8V8l2.1 1.5" />
    </>
  ),
  verified: (
    <>
      <path
        d="M8 1.2 9.8 2.5l2.2-.1.6 2.1 1.8 1.2L13.7 8l.7 2.3-1.8 1.2-.6 2.1-2.2-.1L8 14.8l-1.8-1.3-2.2.1-.6-2.1-1.8-1.2L2.3 8l-.7-2.3 1.8-1.2.6-2.1 2.2.1z"
        className="fill"
      />
      <path d="M5.2 8.3 7.2 10.3 10.9 6" className="on-fill" />
    </>
  ),
  relayed: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="M4.8 8h6.1M8.6 5.6 11 8l-2.4 2.4" />
    </>
  ),
  partial: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="M8 1.75a6.25 6.25 0 0 0 0 12.5z" className="fill" />
    </>
  ),
  paid: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="M5.2 8h5.6" />
    </>
  ),
  rejected: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="m3.7 3.7 8.6 8.6" />
    </>
  ),
}

/** Draws each shape once for the page; a table of 150 cells then only refers to them. */
export function IconSprite() {
  return (
    <svg className="sprite" aria-hidden="true">
      {Object.entries(SHAPES).map(([name, shape]) => (
        <symbol key={name} id={`i-${name}`} viewBox="0 0 16 16">
          {shape}
        </symbol>
      ))}
    </svg>
  )
}

/** A decorative shape: the word always stands beside it, visibly or for screen readers. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" aria-hidden="true">
      <use href={`#i-${name}`} />
    </svg>
  )
}
