import {
  createGrowingRoot,
  isSameHash,
  joinHashes,
  type KeyRing,
  leafHash,
  rootOfLeaves,
  type Tile,
  tilePath,
} from '@touchstone/verify'
import type { Subcommand } from '../networks/subcommand.js'
import { readLogArguments } from './arguments.js'
import { badEntryOf, Misbehaviour } from './misbehaviour.js'
import { follow, readClaimed, readEntries, requireSigned } from './reading.js'
import { type LogSource, openSource } from './source.js'

const WIDTH = 256

/** Makes all tiles and the root again from the entries. Exit code 1: the files are not those that the log signed. */
export const runFsck: Subcommand = async (args, output) => {
  const { positionals, keys } = readLogArguments(args, 1)
  const source = openSource(positionals[0] as string)
  const checkpoint = await readClaimed(source)
  const tree = createGrowingRoot()
  const tiles = createTiles(source)
  let ring: KeyRing = []
  let bad: { index: number; why: string; entry: Uint8Array } | undefined
  for await (const entry of readEntries(source, 0, checkpoint.size)) {
    const followed = follow(ring, entry)
    if ('ring' in followed) ring = followed.ring
    else bad ??= { index: tree.size(), why: followed.why, entry }
    const leaf = leafHash(entry)
    tree.append(leaf)
    await tiles.add(leaf)
  }
  await tiles.end()
  if (!isSameHash(tree.root(), checkpoint.root)) throw wrong('The entries do not give the root of the checkpoint.')
  requireSigned(checkpoint, ring, keys)
  if (bad !== undefined) throw badEntryOf(bad.why, bad.index, bad.entry, checkpoint.note)
  const trust = keys.length > 0 ? 'the key that you named' : 'the key that the log itself names'
  output.out(
    `${checkpoint.origin}: ${checkpoint.size} entries and ${tiles.count()} tiles give the root signed by ${trust}\n`,
  )
  return 0
}

/** Compares each tile of the source with the one that the leaves give, as soon as it is complete. */
function createTiles(source: LogSource) {
  const levels: { index: number; hashes: Uint8Array[] }[] = []
  let compared = 0
  const compare = async (tile: Tile & { level: number }, hashes: readonly Uint8Array[]) => {
    const found = await source.readTile(tile)
    if (!isSameHash(found, joinHashes(hashes))) throw wrong(`${tilePath(tile)} is not what the entries give.`)
    compared += 1
  }
  const add = async (hash: Uint8Array, level = 0): Promise<void> => {
    levels[level] ??= { index: 0, hashes: [] }
    const open = levels[level]
    open.hashes.push(hash)
    if (open.hashes.length < WIDTH) return
    const { index, hashes } = open
    levels[level] = { index: index + 1, hashes: [] }
    await compare({ level, index, width: WIDTH }, hashes)
    await add(rootOfLeaves(hashes), level + 1)
  }
  return {
    add: (leaf: Uint8Array) => add(leaf),
    end: async () => {
      for (const [level, { index, hashes }] of levels.entries())
        if (hashes.length > 0) await compare({ level, index, width: hashes.length }, hashes)
    },
    count: () => compared,
  }
}

/** It convicts the files, not the log: only who keeps them can have changed them. */
function wrong(why: string): Misbehaviour {
  return new Misbehaviour(`WRONG FILES: these are not the files of the log that the checkpoint signs. ${why}\n`)
}
