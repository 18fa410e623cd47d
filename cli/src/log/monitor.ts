import { randomInt } from 'node:crypto'
import {
  createGrowingRoot,
  type GrowingRoot,
  isSameHash,
  type KeyRing,
  leafHash,
  readGrowingRoot,
  rememberTiles,
} from '@touchstone/verify'
import type { Subcommand } from '../networks/subcommand.js'
import { CannotCheckError, UsageError } from '../usage.js'
import { readLogArguments } from './arguments.js'
import { requireNoFork } from './join.js'
import { badEntryOf } from './misbehaviour.js'
import { type ClaimedCheckpoint, follow, orCannotCheck, readClaimed, readEntries, requireSigned } from './reading.js'
import { checkVerdict } from './sample.js'
import { type LogSource, openSource } from './source.js'
import { type MonitorState, readState, writeState } from './state.js'

/** Checks what is new since the last run. Exit code 1: the log forked, or signed an entry that may not stand in it. */
export const runMonitor: Subcommand = async (args, output) => {
  const { positionals, keys, state: file, sample } = readLogArguments(args, 1)
  if (file === undefined) throw new UsageError('A monitor remembers what it saw: name a file by --state.')
  const source = openSource(positionals[0] as string)
  const state = readState(file)
  const checkpoint = await readClaimed(source)
  requireSameLog(state, checkpoint)
  const { ring, bad } = await readNew(source, state, checkpoint)
  requireSigned(checkpoint, ring, keys)
  if (bad !== undefined) throw badEntryOf(bad.why, bad.index, bad.entry, checkpoint.note)
  const picked = Array.from({ length: checkpoint.size === 0 ? 0 : sample }, () => randomInt(checkpoint.size))
  for (const index of picked) await checkVerdict(source, checkpoint, ring, index)
  writeState(file, checkpoint.note, ring)
  const added = checkpoint.size - (state?.checkpoint.size ?? 0)
  const trust = keys.length > 0 || state !== undefined ? '' : ', trusting the key that the log itself names'
  output.out(
    `${checkpoint.origin}: ${checkpoint.size} entries, ${added} of them new, ${picked.length} drawn at random${trust}\n`,
  )
  return 0
}

function requireSameLog(state: MonitorState | undefined, { origin }: ClaimedCheckpoint): void {
  if (state !== undefined && state.checkpoint.origin !== origin)
    throw new CannotCheckError(`this is the log ${origin}, the state is about ${state.checkpoint.origin}.`)
}

interface News {
  ring: KeyRing
  bad: { index: number; why: string; entry: Uint8Array } | undefined
}

/** Adds the new entries to the tree that was seen: the sum must be the new root, which shows that nothing else changed. */
async function readNew(
  source: LogSource,
  state: MonitorState | undefined,
  checkpoint: ClaimedCheckpoint,
): Promise<News> {
  const old = state?.checkpoint
  if (old !== undefined && checkpoint.size < old.size) {
    await requireNoFork(source, state?.keys ?? [], state?.note ?? '', checkpoint.note)
    throw new CannotCheckError(
      `${source.name} serves a checkpoint of ${checkpoint.size} entries, ${old.size} were seen.`,
    )
  }
  const tree = await openTree(source, state, checkpoint.size)
  let ring = state?.keys ?? []
  let bad: News['bad']
  if (tree !== undefined) {
    for await (const entry of readEntries(source, tree.size(), checkpoint.size)) {
      const followed = follow(ring, entry)
      if ('ring' in followed) ring = followed.ring
      else bad ??= { index: tree.size(), why: followed.why, entry }
      tree.append(leafHash(entry))
    }
    if (isSameHash(tree.root(), checkpoint.root)) return { ring, bad }
  }
  if (state !== undefined) await requireNoFork(source, ring, state.note, checkpoint.note)
  throw new CannotCheckError(`${source.name} serves entries or tiles that are not those of its checkpoint.`)
}

/** The tree that was seen, as the source gives it; undefined where the source gives another one. */
async function openTree(
  source: LogSource,
  state: MonitorState | undefined,
  grown: number,
): Promise<GrowingRoot | undefined> {
  if (state === undefined) return createGrowingRoot()
  const { size, root } = state.checkpoint
  const read = rememberTiles(source.readTile)
  const tree = await readGrowingRoot(read, size, grown).catch((error: Error) =>
    orCannotCheck((): never => {
      throw error
    }),
  )
  return isSameHash(tree.root(), root) ? tree : undefined
}
