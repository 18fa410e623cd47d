import type { DaPointer, Hex } from '@touchstone/verify'
import type pg from 'pg'
import { findBlobFacts, findEpochAt } from '../facts/blob.js'
import { findTermEnd } from '../facts/storageTerm.js'
import { type Locator, parseLocator } from '../fetch/locator.js'
import type { FetchSources } from '../fetch/storage/fetchRoot.js'
import { PATIENT_ROUNDS } from '../queue/backoff.js'
import { type BlobNetwork, isBehindWindow } from '../queue/fetchBlobBehind.js'
import type { Commitment } from './commitment.js'

export interface EndContext {
  pool: pg.Pool
  /** Undefined where the network's file names no 0G DA. */
  da: BlobNetwork | undefined
  sources: FetchSources
  /** Days of a storage term, from the network's file. */
  termDays: number | undefined
}

/** How often it was asked, this round included, since when, and whether a source said in this round that it has not got the bytes. */
export interface Asked {
  rounds: number
  firstAt: Date
  isDenied: boolean
}

/** Behind this a blob is given up also where the chain tells of no later epochs. */
const LONGEST_MS = 365 * 86_400_000

/**
 * Why bytes on 0G DA or 0G Storage are not asked for again: nobody need keep them any more, and a source denied having them or
 * nobody answered for days, as with what an anchor names. It accuses nobody.
 * @returns undefined while they are asked for; what lies on the web, or was never submitted, always is.
 */
export async function findEndOfAsking(
  context: EndContext,
  { uri }: Commitment,
  asked: Asked,
): Promise<string | undefined> {
  if (!asked.isDenied && asked.rounds < PATIENT_ROUNDS) return undefined
  const locator = parseLocator(uri)
  const why =
    locator.kind === 'da'
      ? await findBlobEnd(context, locator, asked)
      : locator.kind === 'storage'
        ? await findStorageEnd(context, locator.root)
        : undefined
  return why && `${why}; not asked for since ${toDay(new Date())}`
}

/** An epoch that has not come counts from the one in which it was first asked for: nobody published anything in it. */
async function findBlobEnd(
  { pool, da }: EndContext,
  { root: dataRoot, epoch: epochText, quorum }: Extract<Locator, { kind: 'da' }>,
  { firstAt }: Asked,
): Promise<string | undefined> {
  if (da === undefined) return undefined
  const epoch = BigInt(epochText)
  const pointer: DaPointer = { kind: 'pointer', dataRoot, epoch, quorumId: BigInt(quorum) }
  if (da.entrance !== undefined) {
    const { epoch: now } = await findBlobFacts(pool, da.entrance, pointer)
    const from = epoch <= now ? epoch : await findEpochAt(pool, da.entrance, firstAt)
    if (isBehindWindow(from, now, da)) return `window of ${da.epochWindow} epochs ended, now is epoch ${now}`
  }
  return firstAt.getTime() + LONGEST_MS < Date.now() ? `asked for in vain since ${toDay(firstAt)}` : undefined
}

async function findStorageEnd({ pool, sources, termDays }: EndContext, root: Hex) {
  const end = termDays === undefined ? undefined : await findTermEnd(pool, root, sources.network.flow, termDays)
  return end !== undefined && end.getTime() < Date.now() ? `storage term ended on ${toDay(end)}` : undefined
}

function toDay(time: Date): string {
  return time.toISOString().slice(0, 10)
}
