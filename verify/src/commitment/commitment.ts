/** Hashes that registries keep on chain, recomputed over the bytes that were fetched for them. */
import { keccak256 } from '#primitives'
import { toHex } from '../hex.js'
import { storageRoot } from '../storage/storageRoot.js'
import type { Hex } from '../subject.js'

/**
 * What the hash stands for. ERC-8004 hashes a feedback, response or validation file by keccak256; fine-tuning commits to
 * a 0G Storage root; ERC-7857 does not say how its data hash is made, so that either counts; `reference` is a `0g://`
 * address that holds the storage root itself.
 */
export type CommitmentScheme = 'erc8004-file' | 'agent-card' | 'erc7857-data' | 'fine-tuning-model' | 'reference'

export interface Commitment {
  scheme: CommitmentScheme
  /** The hash on chain, 32 bytes hex; for `reference` the address. */
  expected: string
  /** What was fetched; null where no source delivered it. */
  bytes: Uint8Array | null
  /** Address of the file, where it has one: some addresses are commitments themselves. */
  uri?: string
  /** Who put the hash on chain, by `tx.from`. */
  committer?: Hex
  /** Who authored the bytes, where that is proven; anybody else's bytes accuse nobody. */
  author?: Hex
}

/** Statuses as everywhere; `fail` only where the committer authored other bytes than those committed to. */
export type CommitmentFinding =
  | { status: 'pass'; method: 'keccak256' | 'storage-root'; expected: Hex; found: Hex }
  | { status: 'fail' | 'unavailable'; reason: string; expected: Hex; found: Hex | null }
  | { status: 'absent'; reason: string }

const HASH = /^0x[0-9a-f]{64}$/
const NOTHING: Hex = `0x${'00'.repeat(32)}`
const CONTENT_ADDRESSED = /^(?:ipfs|ipns|ar|data):/i
const REFERENCE = /^0g:\/\/(0x[0-9a-f]{64})$/i

/** Recomputes one commitment over its bytes. Wrong bytes and hashes that cannot be read are values, never exceptions. */
export function verifyCommitment({ scheme, expected, bytes, uri, committer, author }: Commitment): CommitmentFinding {
  const hash = scheme === 'reference' ? REFERENCE.exec(expected)?.[1]?.toLowerCase() : expected.toLowerCase()
  if (hash === undefined || !HASH.test(hash)) return absent(`"${expected.slice(0, 80)}" is no hash that is understood.`)
  if (hash === NOTHING)
    return uri !== undefined && CONTENT_ADDRESSED.test(uri)
      ? absent('No hash is on chain: the address names its content itself.')
      : absent('No hash is on chain.')
  const wanted = hash as Hex
  if (bytes === null)
    return { status: 'unavailable', reason: 'No source delivered the bytes.', expected: wanted, found: null }
  const candidates = recompute(scheme, bytes)
  const match = candidates.find(({ found }) => found === wanted)
  if (match !== undefined) return { status: 'pass', method: match.method, expected: wanted, found: match.found }
  const found = candidates[0]?.found ?? null
  if (committer === undefined || author === undefined || committer.toLowerCase() !== author.toLowerCase())
    return {
      status: 'unavailable',
      reason: 'A source served other bytes than those committed to.',
      expected: wanted,
      found,
    }
  return { status: 'fail', reason: 'Who committed to the hash published other bytes.', expected: wanted, found }
}

interface Recomputed {
  method: 'keccak256' | 'storage-root'
  found: Hex
}

function recompute(scheme: CommitmentScheme, bytes: Uint8Array): Recomputed[] {
  const { root } = storageRoot(bytes)
  const stored: Recomputed[] = root === null ? [] : [{ method: 'storage-root', found: root }]
  const hashed: Recomputed = { method: 'keccak256', found: toHex(keccak256(bytes)) }
  switch (scheme) {
    case 'erc8004-file':
    case 'agent-card':
      return [hashed]
    case 'erc7857-data':
      return [...stored, hashed]
    case 'fine-tuning-model':
    case 'reference':
      return stored
  }
}

function absent(reason: string): CommitmentFinding {
  return { status: 'absent', reason }
}
