import type { Store } from '@subsquid/typeorm-store'
import { Provider, type SubmissionAnomaly } from '@touchstone/store/model'
import { applyEvents } from './apply/apply'
import type { FactContext, FactState, PreviousRows } from './apply/state'
import { insertRows, upsertRows } from './bulk'
import type { DecodedBlock } from './decode/block'
import { DIGEST_INTERVAL, findRunningDigest, saveDigest } from './digest/digestRows'
import { DigestJournal } from './digest/journal'
import { loadRows } from './load/load'
import { writeIdentity } from './write/identity'

/** What a batch left behind. */
export interface Written {
  rows: number
  /** Submissions of a Flow whose index does not follow the one before. */
  anomalies: SubmissionAnomaly[]
}

/** Brings the facts and their digest from before a batch to after it: a few reads, a pure fold, a few writes. */
export async function writeBatch(store: Store, decoded: DecodedBlock[], context: FactContext): Promise<Written> {
  const events = decoded.flatMap((block) => block.events)
  if (events.length === 0) return { rows: 0, anomalies: [] }
  const previous = await loadRows(store, events, context)
  const kept = await findRunningDigest(store)
  if (!kept) throw new Error('There is no digest to go on from: the network was not written down.')
  const journal = new DigestJournal(kept, context.digestInterval ?? DIGEST_INTERVAL)
  const state = applyEvents(previous, events, context, journal)
  await writeRows(store, state, previous)
  await saveDigest(store, kept, journal.finish(), context.capability ?? 'none')
  return { rows: countChanged(state), anomalies: state.submissionAnomalies.listChanged() }
}

function countChanged(state: FactState): number {
  let count = 0
  for (const rows of Object.values(state)) if (!(rows instanceof Map)) count += rows.listChanged().length
  return count
}

/**
 * Writes what a batch changed, referenced rows first. Provider and revision refer to each other: a new provider goes in
 * without its service and gets it once the revision stands.
 */
async function writeRows(store: Store, state: FactState, previous: PreviousRows): Promise<void> {
  await upsertRows(store, state.contracts.listChanged())
  await upsertRows(store, state.implementations.listChanged())
  await writeProviders(store, state, previous)
  await insertRows(store, state.acknowledgements.listChanged())
  await upsertRows(store, state.accounts.listChanged())
  await insertRows(store, state.accountChanges.listChanged())
  await insertRows(store, state.settlements.listChanged())
  await insertRows(store, state.stakeChanges.listChanged())
  await insertRows(store, state.tokenRevocations.listChanged())
  await insertRows(store, state.payerAcknowledgements.listChanged())
  await insertRows(store, state.ledgerMovements.listChanged())
  await writeStorage(store, state)
  await insertRows(store, state.rawLogs.listChanged())
  await writeIdentity(store, state)
}

async function writeProviders(store: Store, state: FactState, previous: PreviousRows) {
  const known = new Set(previous.providers.map((row) => row.id))
  const changed = state.providers.listChanged()
  const fresh = changed.filter((row) => !known.has(row.id))
  await insertRows(
    store,
    fresh.map((row) => new Provider({ ...row, currentService: null })),
  )
  await upsertRows(store, state.services.listChanged())
  await upsertRows(
    store,
    changed.filter((row) => known.has(row.id) || row.currentService != null),
  )
}

/** Storage, data availability and fine-tuning: rows that refer to none. */
async function writeStorage(store: Store, state: FactState) {
  await insertRows(store, state.anchors.listChanged())
  await insertRows(store, state.submissionAnomalies.listChanged())
  await insertRows(store, state.daUploads.listChanged())
  await insertRows(store, state.daCommitments.listChanged())
  await insertRows(store, state.daSamples.listChanged())
  await upsertRows(store, state.daSigners.listChanged())
  await insertRows(store, state.fineTuningSettlements.listChanged())
  await upsertRows(store, state.deliverables.listChanged())
  await upsertRows(store, state.fineTuningServices.listChanged())
}
