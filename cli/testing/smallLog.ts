import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  buildLogEntry,
  formatTlogProof,
  formatVerifierKey,
  leafHash,
  logKeyId,
  readInclusion,
  rootOfLeaves,
  signCheckpoint,
  toBase64,
} from '@touchstone/verify'
import { namedKey, readerOf, tilesByPath } from '../../verify/testing/log.js'

export type NamedKey = ReturnType<typeof namedKey>
export const ORIGIN = 'example.org/small'

/** Entry 0 introduces the key; the others are about verdicts of these bodies, signed by it, numbered from 1. */
export function smallLog(bodies: readonly string[], key: NamedKey = namedKey('small'), settlements: string[] = []) {
  const keyId = logKeyId(key.publicKey)
  const entries = [
    buildLogEntry({ kind: 'key', publicKey: toBase64(key.publicKey) }, keyId, key.sign),
    ...bodies.map((body, at) => {
      const bytes = Buffer.from(body, 'utf8')
      const bodySha256 = createHash('sha256').update(bytes).digest('hex')
      const names = { settlement: settlements[at] ?? `settlement-${at}`, verdict: String(at + 1), supersedes: null }
      const signed = { bodySha256, bodySignature: toBase64(key.sign(bytes)), bodyKeyId: keyId }
      return buildLogEntry({ kind: 'verdict', ...names, ...signed }, keyId, key.sign)
    }),
  ]
  const files = tilesByPath(entries)
  const noteOf = (size: number) =>
    signCheckpoint(
      { origin: ORIGIN, size, root: rootOfLeaves(entries.slice(0, size).map(leafHash)) },
      key.publicKey,
      key.sign,
    )
  return {
    key,
    keyId,
    entries,
    noteOf,
    verifierKey: formatVerifierKey({ name: ORIGIN, publicKey: key.publicKey }),
    proofOf: async (index: number) =>
      formatTlogProof({
        ...{ extra: entries[index], index, checkpoint: noteOf(entries.length) },
        path: await readInclusion(readerOf(files), index, entries.length),
      }),
    /** Writes the log as it is served. */
    write: (folder: string) => {
      for (const [path, bytes] of [...files, ['checkpoint', noteOf(entries.length)] as const]) {
        mkdirSync(dirname(join(folder, path)), { recursive: true })
        writeFileSync(join(folder, path), bytes)
      }
    },
  }
}
