import type { Store } from '@subsquid/typeorm-store'
import type { IdentityState } from '../apply/identity/state'
import type { ChangedRows } from '../apply/rows'
import type { TakenRows } from '../apply/state'
import { insertRows, upsertRows } from '../bulk'

/** Writes what a batch changed about agents, referenced rows first. */
export async function writeIdentity(store: Store, state: TakenRows<IdentityState>): Promise<void> {
  await writeChanges(store, state.agents)
  await writeChanges(store, state.ownerships)
  await writeChanges(store, state.wallets)
  await writeChanges(store, state.cards)
  await writeChanges(store, state.metadata)
  await writeChanges(store, state.grants)
  await writeChanges(store, state.links)
  await writeChanges(store, state.feedback)
  await writeChanges(store, state.feedbackResponses)
  await writeChanges(store, state.validationRequests)
  await writeChanges(store, state.validationResponses)
  await writeChanges(store, state.infts)
  await writeChanges(store, state.inftData)
  await writeChanges(store, state.authorizations)
  await writeChanges(store, state.seals)
  await writeChanges(store, state.attestors)
}

/** What was not loaded is new: it needs no look whether it is there. */
async function writeChanges<Row extends { id: string }>(store: Store, changes: ChangedRows<Row>): Promise<void> {
  await insertRows(store, changes.listNew())
  await upsertRows(store, changes.listUpdated())
}
