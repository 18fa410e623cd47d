import type { Outcome, SettlementPageFragment } from '../../lib/generated/graphql'
import { isNarrowed, toSettlementFilter, widen } from '../../lib/history-filter'
import type { Scope, View } from '../../lib/routes'
import { OUTCOME_LOOK, OUTCOMES } from '../../lib/status'
import { NewSettlements } from '../frame/new-settlements'
import { Notice } from '../frame/notice'
import { PageLink } from '../frame/page-link'
import { Pager } from '../frame/pager'
import { Section } from '../frame/section'
import { HistoryForm } from './history-form'
import { type Party, SettlementTable } from './settlement-table'

/** The history of a payer, agent or provider: filter, table, pages. Each choice is a link. */
export function History(props: {
  page: SettlementPageFragment
  view: View
  scope: Scope
  parties: readonly Party[]
  toHref: (view: View) => string
  sinceBlock: string
  /** To choose from. */
  providers: readonly string[]
}) {
  const { page, view, toHref } = props
  const { after: _, ...first } = view
  const next = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
  const live =
    view.after || isNarrowed(view) ? null : <NewSettlements scope={props.scope} known={page.nodes[0]?.id ?? null} />
  return (
    <Section id="history" title="History" aside="Newest first">
      <OutcomeFilter view={first} toHref={toHref} />
      <HistoryForm view={first} action={toHref({})} providers={props.providers} />
      {live}
      {page.nodes.length > 0 ? (
        <SettlementTable settlements={page.nodes} parties={props.parties} caption="Settlements, newest first" />
      ) : (
        <EmptyHistory view={view} clear={toHref(widen(first))} since={props.sinceBlock} />
      )}
      <Pager
        label="Pages of the history"
        first={view.after ? `${toHref(first)}#history` : undefined}
        next={next ? `${toHref({ ...view, after: next })}#history` : undefined}
      />
    </Section>
  )
}

function EmptyHistory({ view, clear, since }: { view: View; clear: string; since: string }) {
  if (isNarrowed(view)) {
    const only = view.outcome && Object.keys(toSettlementFilter(view) ?? {}).length === 1
    const title =
      only && view.outcome
        ? `No settlement with the outcome “${OUTCOME_LOOK[view.outcome].word}”`
        : 'No such settlement'
    return (
      <Notice title={title}>
        <p>
          <PageLink href={clear}>Show all settlements</PageLink>
        </p>
      </Notice>
    )
  }
  return (
    <Notice title="No settlement yet">
      <p>{since}</p>
    </Notice>
  )
}

function OutcomeFilter({ view, toHref }: { view: View; toHref: (view: View) => string }) {
  const choices: { outcome: Outcome | undefined; word: string }[] = [
    { outcome: undefined, word: 'All' },
    ...OUTCOMES.map((outcome) => ({ outcome, word: OUTCOME_LOOK[outcome].word })),
  ]
  return (
    <nav className="choices" aria-label="Filter by outcome">
      {choices.map(({ outcome, word }) => (
        <PageLink
          key={word}
          href={`${toHref({ ...view, outcome })}#history`}
          {...(view.outcome === outcome ? { current: 'true' } : {})}
        >
          {word}
        </PageLink>
      ))}
    </nav>
  )
}
