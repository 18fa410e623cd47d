'use client'

import dynamic from 'next/dynamic'
import { useId } from 'react'
import type { Bar, Measure } from '../../lib/shares'
import { BarTable } from './bar-table'
import type { PartWords } from './share-chart'

/** The charting library comes on its own, only to pages with a chart, and only in the browser: it measures its box. */
const ShareChart = dynamic(() => import('./share-chart').then((module) => module.ShareChart), {
  ssr: false,
  loading: () => <div className="bone chart-bone" />,
})

/** A chart whose heading is its finding, with its numbers as a table below. */
export function ShareFigure(props: { finding: string; note: string; bars: Bar[]; by: Measure; words: PartWords }) {
  const id = useId()
  return (
    <figure className="figure" aria-labelledby={id}>
      <figcaption>
        <h3 id={id}>{props.finding}</h3>
        <p className="muted">{props.note}</p>
      </figcaption>
      <div className="chart">
        <ShareChart bars={props.bars} by={props.by} words={props.words} />
      </div>
      <details className="as-table">
        <summary>Show as table</summary>
        <BarTable bars={props.bars} by={props.by} words={props.words} />
      </details>
    </figure>
  )
}
