'use client'

import dynamic from 'next/dynamic'
import { useId } from 'react'
import { DASHES, type PricePoint } from '../../lib/prices'

/** Comes on its own, only to pages with a chart, and only in the browser. */
const PriceChart = dynamic(() => import('./price-chart').then((module) => module.PriceChart), {
  ssr: false,
  loading: () => <div className="bone chart-bone" />,
})

/** Prices over time under their finding, with the numbers as a table below (`children`, rendered on the server). */
export function PriceFigure(props: {
  finding: string
  note: string
  points: PricePoint[]
  names: string[]
  children: React.ReactNode
}) {
  const id = useId()
  return (
    <figure className="figure" aria-labelledby={id}>
      <figcaption>
        <h3 id={id}>{props.finding}</h3>
        <p className="muted">{props.note}</p>
      </figcaption>
      <div className="chart">
        <PriceChart points={props.points} names={props.names} />
      </div>
      <ul className="legend">
        {props.names.map((name, index) => (
          <li key={name} className="price-key">
            <svg viewBox="0 0 36 8" aria-hidden="true" className={`price-line-${index}`}>
              <line x1="0" y1="4" x2="36" y2="4" strokeDasharray={DASHES[index] ?? '0'} />
            </svg>
            {name}
          </li>
        ))}
      </ul>
      <details className="as-table">
        <summary>Show as table</summary>
        {props.children}
      </details>
    </figure>
  )
}
