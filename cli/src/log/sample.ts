import {
  isVerdictOf,
  type KeyRing,
  leafHash,
  type NoteVerifier,
  readInclusion,
  readLogEntry,
  rememberTiles,
  verifyInclusion,
  verifyTlogProof,
} from '@touchstone/verify'
import { CannotCheckError } from '../usage.js'
import { type ClaimedCheckpoint, orCannotCheck, readEntries } from './reading.js'
import type { LogSource } from './source.js'

/**
 * Checks one entry of a checked tree to the last byte: its place, and from a server also its proof file and the verdict.
 * @throws CannotCheckError where what is served is not what was signed.
 */
export async function checkVerdict(source: LogSource, checkpoint: ClaimedCheckpoint, ring: KeyRing, index: number) {
  const { value: entry } = await readEntries(source, index, checkpoint.size).next()
  const { size, root, origin } = checkpoint
  const path = await readInclusion(rememberTiles(source.readTile), index, size).catch((error: Error) =>
    orCannotCheck((): never => {
      throw error
    }),
  )
  if (!verifyInclusion({ leaf: leafHash(entry), index, size, root, path }))
    throw new CannotCheckError(
      `${source.name} serves another entry ${index}, or other tiles, than those that were signed.`,
    )
  const read = readLogEntry(entry)
  if (!source.isServer || read.kind !== 'verdict') return
  const proof = Buffer.from(await source.read(`proof/${read.verdict}.tlog-proof`)).toString('utf8')
  const verifiers = ring.map((key): NoteVerifier => ({ name: origin, publicKey: Buffer.from(key, 'base64') }))
  const found = verifyTlogProof(proof, entry, verifiers)
  if (found.kind !== 'member' || found.index !== index)
    throw new CannotCheckError(`${source.name} serves a proof of verdict ${read.verdict} that does not hold.`)
  if (!isVerdictOf(read, readBody(await source.read(`verdict/${read.verdict}`)), ring))
    throw new CannotCheckError(`${source.name} serves another verdict ${read.verdict} than the one in the log.`)
}

function readBody(bytes: Uint8Array): string {
  try {
    const value = JSON.parse(Buffer.from(bytes).toString('utf8')) as { body?: unknown } | null
    return typeof value?.body === 'string' ? value.body : ''
  } catch {
    return ''
  }
}
