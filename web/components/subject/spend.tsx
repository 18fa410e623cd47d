import type { AggregateFieldsFragment } from '../../lib/generated/graphql'
import type { View } from '../../lib/routes'
import { describeSpend, OUTCOME_WORDS, toOutcomeBars } from '../../lib/spend'
import { CELL_STATUSES } from '../../lib/status'
import { PageLink } from '../frame/page-link'
import { Section } from '../frame/section'
import { ShareFigure } from './share-figure'
import { Swatch } from './swatch'

/** Spend by day or hour, split by what became of it. Width and measure are in the URL. */
export function Spend(props: {
  points: readonly AggregateFieldsFragment[]
  view: View
  toHref: (view: View) => string
  /** Whether the visitor chooses between days and hours. */
  widths?: boolean
}) {
  const { points, view, toHref } = props
  const by = view.by ?? 'money'
  const every = view.every ?? 'day'
  const { after: _, ...kept } = view
  const bars = toOutcomeBars(points, by)
  const current = (is: boolean) => (is ? { current: 'true' as const } : {})
  return (
    <Section id="spend" title="Spend and outcomes over time">
      <nav className="choices" aria-label="What the chart of spend shows">
        {props.widths !== false && (
          <>
            <PageLink href={`${toHref({ ...kept, every: undefined })}#spend`} {...current(every === 'day')}>
              by day
            </PageLink>
            <PageLink href={`${toHref({ ...kept, every: 'hour' })}#spend`} {...current(every === 'hour')}>
              by hour
            </PageLink>
            <span className="choices-gap" />
          </>
        )}
        <PageLink href={`${toHref({ ...kept, by: 'money' })}#spend`} {...current(by === 'money')}>
          in 0G
        </PageLink>
        <PageLink href={`${toHref({ ...kept, by: 'count' })}#spend`} {...current(by === 'count')}>
          in payments
        </PageLink>
      </nav>
      <ShareFigure
        finding={describeSpend(points, every)}
        note={`${by === 'count' ? 'Payments' : '0G'} in each ${every} (UTC), by outcome. No bar: no payment. Hatched: not indexed yet.`}
        bars={bars}
        by={by}
        words={OUTCOME_WORDS}
      />
      <p className="legend">
        {CELL_STATUSES.map((status) => (
          <span key={status}>
            <Swatch status={status} /> {OUTCOME_WORDS[status]}
          </span>
        ))}
      </p>
    </Section>
  )
}
