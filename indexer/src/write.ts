import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Store } from '@subsquid/typeorm-store'
import { Provider, type SubmissionAnomaly } from '@touchstone/store/model'
import { foldEvents, watchRows } from './apply/apply'
import { createFactState, type FactContext, type FactState, type TakenRows, takeRows } from './apply/state'
import { insertRows, upsertRows } from './bulk'
import type { DecodedBlock } from './decode/block'
import type { FactEvent } from './decode/event'
import { DIGEST_INTERVAL, findRunningDigest, saveDigest } from './digest/digestRows'
import { DigestJournal } from './digest/journal'
import { loadRows } from './load/load'
import { writeIdentity } from './write/identity'

/** Events of a part of a batch: enough that its statements do not count, few enough that the server soon has work. */
const PART_EVENTS = 1500
/** Events after which the connection has its turn: the server waits for the next piece no longer than these take. */
const TURN_EVENTS = 50

type Changed = TakenRows<FactState>

/** What a batch left behind. */
export interface Written {
  rows: number
  /** Submissions of a Flow whose index does not follow the one before. */
  anomalies: SubmissionAnomaly[]
}

export interface WriteOptions {
  /** Events of a part. */
  partEvents?: number
  /** What this process does while the server takes the last part; has an end soon after the promise settles. */
  meanwhile?: (writing: Promise<void>) => Promise<void>
}

/**
 * Brings the facts and their digest from before a batch to after it: a few reads, a pure fold, a few writes. A large batch is
 * written in parts, each while the next is folded: else this process and the server would wait for each other.
 */
export async function writeBatch(
  store: Store,
  decoded: DecodedBlock[],
  context: FactContext,
  { partEvents = PART_EVENTS, meanwhile }: WriteOptions = {},
): Promise<Written> {
  const events = decoded.flatMap((block) => block.events)
  if (events.length === 0) return { rows: 0, anomalies: [] }
  const previous = await loadRows(store, events, context)
  const kept = await findRunningDigest(store)
  if (!kept) throw new Error('There is no digest to go on from: the network was not written down.')
  const journal = new DigestJournal(kept, context.digestInterval ?? DIGEST_INTERVAL)
  const state = createFactState(previous)
  watchRows(state, journal)
  const written: Written = { rows: 0, anomalies: [] }
  let writing = Promise.resolve()
  try {
    for (const part of splitParts(decoded, partEvents)) {
      for (let from = 0; from < part.length; from += TURN_EVENTS) {
        if (from > 0) await nextTurn()
        foldEvents(state, part.slice(from, from + TURN_EVENTS), context, journal)
      }
      const changed = takeRows(state)
      written.rows += countChanged(changed)
      written.anomalies.push(...changed.submissionAnomalies.listChanged())
      writing = writing.then(() => writeRows(store, changed))
      // Whoever awaits it below hears of a failure.
      writing.catch(() => undefined)
    }
    await meanwhile?.(writing)
  } finally {
    // Nothing may reach the connection once the transaction has ended, also where the fold fails.
    await writing
  }
  await saveDigest(store, kept, journal.finish(), context.capability ?? 'none')
  return written
}

/** The events of whole blocks: a row that several logs of a block made is written once. */
function splitParts(decoded: DecodedBlock[], partEvents: number): FactEvent[][] {
  let part: FactEvent[] = []
  const parts = [part]
  for (const { events } of decoded) {
    if (part.length >= partEvents) {
      part = []
      parts.push(part)
    }
    for (const event of events) part.push(event)
  }
  return parts
}

function countChanged(changed: Changed): number {
  return Object.values(changed).reduce((count, rows) => count + rows.listChanged().length, 0)
}

/**
 * Writes what changed, referenced rows first. Provider and revision refer to each other: a new provider goes in without its
 * service and gets it once the revision stands.
 */
async function writeRows(store: Store, changed: Changed): Promise<void> {
  await upsertRows(store, changed.contracts.listChanged())
  await upsertRows(store, changed.implementations.listChanged())
  await writeProviders(store, changed)
  await insertRows(store, changed.acknowledgements.listChanged())
  await upsertRows(store, changed.accounts.listChanged())
  await insertRows(store, changed.accountChanges.listChanged())
  await insertRows(store, changed.settlements.listChanged())
  await insertRows(store, changed.stakeChanges.listChanged())
  await insertRows(store, changed.tokenRevocations.listChanged())
  await insertRows(store, changed.payerAcknowledgements.listChanged())
  await insertRows(store, changed.ledgerMovements.listChanged())
  await writeStorage(store, changed)
  await insertRows(store, changed.rawLogs.listChanged())
  await writeIdentity(store, changed)
}

async function writeProviders(store: Store, { providers, services }: Changed) {
  const fresh = providers.listNew()
  await insertRows(
    store,
    fresh.map((row) => new Provider({ ...row, currentService: null })),
  )
  await upsertRows(store, services.listChanged())
  await upsertRows(store, [...fresh.filter((row) => row.currentService != null), ...providers.listUpdated()])
}

/** Storage, data availability and fine-tuning: rows that refer to none. */
async function writeStorage(store: Store, changed: Changed) {
  await insertRows(store, changed.anchors.listChanged())
  await insertRows(store, changed.submissionAnomalies.listChanged())
  await insertRows(store, changed.daUploads.listChanged())
  await insertRows(store, changed.daCommitments.listChanged())
  await insertRows(store, changed.daSamples.listChanged())
  await upsertRows(store, changed.daSigners.listChanged())
  await insertRows(store, changed.fineTuningSettlements.listChanged())
  await upsertRows(store, changed.deliverables.listChanged())
  await upsertRows(store, changed.fineTuningServices.listChanged())
}
