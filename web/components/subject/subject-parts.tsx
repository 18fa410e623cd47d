import type {
  SettlementPageFragment,
  SharePointFieldsFragment,
  SharesFieldsFragment,
} from '../../lib/generated/graphql'
import type { Scope, View } from '../../lib/routes'
import { History } from './history'
import type { Party } from './settlement-table'
import { Shares } from './shares'

/** What agents, payers and providers have in common: a history and its shares. */
export function HistoryAndShares(props: {
  subject: {
    settlements: SettlementPageFragment
    shares: SharesFieldsFragment
    sharesOverTime: readonly SharePointFieldsFragment[]
  }
  view: View
  scope: Scope
  parties: readonly Party[]
  /** To narrow the history by. */
  providers?: readonly string[]
  toHref: (view: View) => string
  since: string
}) {
  const { subject, view, toHref } = props
  return (
    <>
      <Shares shares={subject.shares} points={subject.sharesOverTime} view={view} toHref={toHref} />
      <History
        page={subject.settlements}
        view={view}
        scope={props.scope}
        parties={props.parties}
        providers={props.providers ?? []}
        toHref={toHref}
        sinceBlock={props.since}
      />
    </>
  )
}
