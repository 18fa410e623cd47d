import { createHash } from 'node:crypto'
import type { Network } from '@touchstone/networks'
import type { RunningDigest } from './journal'

/** What the digest starts from, so that a change of it makes other digests. */
const FORMAT = 'touchstone-state-digest/1'

/**
 * The digest before the first event: of the part of the network's file that facts depend on. Two indexes with different
 * files differ from the start.
 */
export function startDigest({ chainId, contracts, accounts = [] }: NetworkFacts): RunningDigest {
  const text = `${FORMAT}\n${toCanonical({ chainId, contracts, accounts })}\n`
  const digest = `0x${createHash('sha256').update(text).digest('hex')}`
  const height = Math.min(...contracts.map(({ startBlock }) => startBlock)) - 1
  return { height: Number.isFinite(height) ? height : -1, digest, events: 0n }
}

export type NetworkFacts = Pick<Network, 'chainId' | 'contracts' | 'accounts'>

/** JSON with the keys of every object in order. */
function toCanonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toCanonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const entries = Object.entries(value)
    .filter(([, held]) => held !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, held]) => `${JSON.stringify(key)}:${toCanonical(held)}`).join(',')}}`
}
