import { isSameHash, logKeyId, readCheckpoint, readRoot, rememberTiles, signCheckpoint } from '@touchstone/verify'
import type pg from 'pg'
import { withinTransaction } from '../database.js'
import type { VerdictSigner } from '../judge/key.js'
import { growTree } from './growTree.js'
import { CHECKPOINT, type LogFolder } from './logFolder.js'
import {
  type CheckpointRow,
  countEntries,
  findCheckpoint,
  findOrigin,
  insertCheckpoint,
  insertKeyEntry,
  listEntries,
  listKeys,
  sequenceVerdicts,
} from './logRows.js'

/** Publishing would contradict what was published, or the key is not the log's: somebody has to look. */
export class LogRefusal extends Error {
  override name = 'LogRefusal'
}

export interface PublishContext {
  /** Holds the publisher's lock; everything is written through this session. */
  client: pg.ClientBase
  folder: LogFolder
  signer: VerdictSigner
  /** The key before a rotation, which signs the new one. */
  previous: VerdictSigner | undefined
  /** Origin of a log that begins now. */
  origin: string
}

const WIDTH = 256
/** Entries in one checkpoint's step at most: bounds memory, and what a crash has to make again. */
const MAX_STEP = 4_096

/**
 * One step of the log: gives waiting verdicts their places, writes tiles, then the checkpoint. Each part can be cut off
 * anywhere and is taken up where it was: places are in the database, tiles follow from them, a checkpoint is kept before
 * it is published.
 * @returns the checkpoint in force and whether verdicts may still wait.
 * @throws LogRefusal
 */
export async function publishStep(context: PublishContext): Promise<{ checkpoint: CheckpointRow; mayBeMore: boolean }> {
  const { client, folder, signer } = context
  const last = await findCheckpoint(client)
  await refuseOlderDatabase(folder, last)
  const origin = await withinTransaction(client, 'begin', () => openLog(context))
  const before = await countEntries(client)
  const room = MAX_STEP - (before - (last?.size ?? 0))
  const added =
    room > 0 ? await withinTransaction(client, 'begin', () => sequenceVerdicts(client, before, room, signer)) : 0
  const size = before + added
  if (last !== undefined && last.size === size) {
    await publishFile(folder, last)
    return { checkpoint: last, mayBeMore: false }
  }
  const root = await growTo(context, last, size)
  const note = signCheckpoint({ origin, size, root: root.bytes }, signer.publicKey, signer.signBytes)
  const checkpoint = { size, root: Buffer.from(root.bytes).toString('hex'), note }
  await insertCheckpoint(client, checkpoint)
  await publishFile(folder, checkpoint)
  for (const tile of root.full) await folder.removePartials(tile)
  return { checkpoint, mayBeMore: added === room }
}

/** A database that was restored from before the published checkpoint would give its places away a second time. */
async function refuseOlderDatabase(folder: LogFolder, last: CheckpointRow | undefined): Promise<void> {
  const bytes = await folder.find(CHECKPOINT)
  if (bytes === undefined) return
  const published = readCheckpoint(Buffer.from(bytes).toString('utf8'))
  const isKnown =
    last !== undefined &&
    (published.size < last.size || (published.size === last.size && isSameHash(published.root, fromHex(last.root))))
  if (!isKnown)
    throw new LogRefusal(
      `The log's folder has a checkpoint of ${published.size} entries, the newest one in the database is of ${last?.size ?? 0}: the database is older than what was published. Restore the newer database, or begin another log in an empty folder.`,
    )
}

/** Origin and key of the log: begins it with its first key, or has the key before introduce a new one. */
async function openLog({ client, signer, previous, origin }: PublishContext): Promise<string> {
  const known = await findOrigin(client)
  if (known === undefined) {
    await client.query('insert into verdicts.log (origin) values ($1)', [origin])
    await insertKeyEntry(client, 0, signer.publicKey, signer)
    return origin
  }
  const keys = (await listKeys(client)).map((key) => logKeyId(Buffer.from(key, 'base64')))
  const inForce = keys.at(-1)
  if (inForce === signer.keyId) return known
  if (keys.includes(signer.keyId))
    throw new LogRefusal(`Key ${signer.keyId} was replaced in the log by ${inForce}: give this process the newer one.`)
  if (previous === undefined || previous.keyId !== inForce)
    throw new LogRefusal(
      `The log's key is ${inForce}, this process has ${signer.keyId}: name the file of the former in PREVIOUS_KEY_FILE, so that it introduces the new one.`,
    )
  await insertKeyEntry(client, await countEntries(client), signer.publicKey, previous)
  return known
}

async function growTo({ client, folder }: PublishContext, last: CheckpointRow | undefined, size: number) {
  const oldSize = last?.size ?? 0
  if (last !== undefined && !(await isIntact(folder, last))) await rebuild(client, folder, last)
  const full = await growFrom(client, folder, oldSize, size)
  // From the disk, not from memory: what is signed is what can be read.
  const bytes = await readRoot(rememberTiles(folder.readTile), size)
  return { bytes, full }
}

async function growFrom(client: pg.ClientBase, folder: LogFolder, oldSize: number, size: number) {
  const from = Math.floor(oldSize / WIDTH) * WIDTH
  const entries = await listEntries(client, from, size)
  if (entries.length !== size - from) throw new LogRefusal(`Entries are missing between ${from} and ${size}.`)
  return growTree(folder, { oldSize, from, entries })
}

/** Whether the right edge of the tree on disk is that of the checkpoint. */
async function isIntact(folder: LogFolder, { size, root }: CheckpointRow): Promise<boolean> {
  try {
    return isSameHash(await readRoot(rememberTiles(folder.readTile), size), fromHex(root))
  } catch {
    // Missing or too short.
    return false
  }
}

/** All files again from the entries; O(n), for a folder that is new, lost or damaged. */
async function rebuild(client: pg.ClientBase, folder: LogFolder, last: CheckpointRow): Promise<void> {
  for (let size = 0; size < last.size; ) {
    const next = Math.min(last.size, size + MAX_STEP)
    for (const tile of await growFrom(client, folder, size, next)) await folder.removePartials(tile)
    size = next
  }
  if (!(await isIntact(folder, last)))
    throw new LogRefusal(`The entries in the database do not give the root that was signed for ${last.size} of them.`)
}

/**
 * Makes all files of the newest checkpoint again from the entries, in a folder without another checkpoint.
 * @throws LogRefusal
 */
export async function restoreFolder(client: pg.ClientBase, folder: LogFolder): Promise<void> {
  const last = await findCheckpoint(client)
  await refuseOlderDatabase(folder, last)
  if (last === undefined) return
  await rebuild(client, folder, last)
  await publishFile(folder, last)
}

async function publishFile(folder: LogFolder, { note }: CheckpointRow): Promise<void> {
  const bytes = Buffer.from(note, 'utf8')
  const found = await folder.find(CHECKPOINT)
  if (found === undefined || !bytes.equals(found)) await folder.write(CHECKPOINT, bytes)
}

function fromHex(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'))
}
