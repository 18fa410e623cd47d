import { formatAmount, formatCount } from '../../lib/format'
import type { QuestionId, SharePointFieldsFragment, SharesFieldsFragment } from '../../lib/generated/graphql'
import { QUESTION_LOOK, QUESTIONS } from '../../lib/questions'
import type { View } from '../../lib/routes'
import { describeQuestion, type Measure, toBars } from '../../lib/shares'
import { STATUS_WORDS } from '../../lib/status'
import { Notice } from '../frame/notice'
import { PageLink } from '../frame/page-link'
import { Section } from '../frame/section'
import { ShareFigure } from './share-figure'
import { ShareTable } from './share-table'

/** Shares by payments and by money for each question, and one question over time. The choice of both is in the URL. */
export function Shares(props: {
  shares: SharesFieldsFragment
  points: readonly SharePointFieldsFragment[]
  view: View
  toHref: (view: View) => string
}) {
  const { shares, points, view, toHref } = props
  const question: QuestionId = view.question ?? 'content'
  const by: Measure = view.by ?? 'count'
  const aside = `${formatCount(shares.settlements)} payments · ${formatAmount(shares.amount)} 0G`
  if (shares.settlements === '0') {
    return (
      <Section id="shares" title="Shares">
        <Notice title="Nothing to share out yet">
          <p>Refused settlements are left out of every share, whoever they name.</p>
        </Notice>
      </Section>
    )
  }
  const bars = toBars(points, question, by)
  return (
    <Section id="shares" title="Shares" aside={aside}>
      <ShareTable shares={shares} />
      <div className="chart-block">
        <ChartChoices view={view} question={question} by={by} toHref={toHref} />
        <ShareFigure
          finding={describeQuestion(shares, question, by)}
          note={`${by === 'count' ? 'Payments' : '0G'} in each interval, by status. No bar: no payment.`}
          bars={bars}
          by={by}
          words={STATUS_WORDS}
        />
      </div>
    </Section>
  )
}

function ChartChoices(props: { view: View; question: QuestionId; by: Measure; toHref: (view: View) => string }) {
  const { view, question, by, toHref } = props
  const { after: _, ...kept } = view
  const current = (is: boolean) => (is ? { current: 'true' as const } : {})
  return (
    <nav className="choices" aria-label="What the chart shows">
      {QUESTIONS.map((id) => (
        <PageLink key={id} href={`${toHref({ ...kept, question: id })}#shares`} {...current(id === question)}>
          {QUESTION_LOOK[id].name}
        </PageLink>
      ))}
      <span className="choices-gap" />
      <PageLink href={`${toHref({ ...kept, by: 'count' })}#shares`} {...current(by === 'count')}>
        by payments
      </PageLink>
      <PageLink href={`${toHref({ ...kept, by: 'money' })}#shares`} {...current(by === 'money')}>
        by money
      </PageLink>
    </nav>
  )
}
