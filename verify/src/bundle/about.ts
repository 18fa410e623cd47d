/**
 * What a collection says about the party whose settlements it holds: who it is, what it and others claim. The bytes are
 * held to their digests; what they say is the word of whoever said it, read from the chain by the maker of the file. No
 * file of this kind proves anything, and none may say that it does.
 */
import { all, count, listOf, type Rule, shape, text, when } from '../rules.js'
import { nullable } from './facts.js'
import type { FileRef } from './manifest.js'

/**
 * `claims`: what the party says of itself, apart from everything that is proven. `identity`: registration, owners, wallets
 * and links with their evidence. `reputation`, `validation`: what others say of it. `compute`: a provider's services and
 * acknowledgements.
 */
export const ABOUT_ROLES = ['claims', 'identity', 'reputation', 'validation', 'compute'] as const
export type AboutRole = (typeof ABOUT_ROLES)[number]

/** A file about the party, as the index of a collection names it. */
export interface AboutRef extends FileRef {
  role: AboutRole
}

/** One thing that somebody says. */
export interface Claim {
  id: string
  type: string
  /** Who says it: an address, or a place where it is served. */
  by: string
  /** In the words of who says it. */
  says: Record<string, unknown>
  /** Blocks between which it was said, half-open; null where it is still said, or was not said on chain. */
  from: number | null
  to: number | null
  /** Transactions and files that it was read from. */
  evidence: string[]
  /** How it would be checked. */
  procedure: string
  /** `not_checked`: this file does not settle it. `not_available`: what would is not at hand. */
  verdict: 'not_checked' | 'not_available'
  reason: string
}

export interface AboutFile {
  spec: 'touchstone-about/1'
  role: AboutRole
  chainId: number
  scope: { kind: 'agent' | 'provider'; id: string }
  /** Block up to which the chain was read. */
  asOf: number
  /** Claims; in the other files rows of the index, each of its own kind. */
  entries: (Claim | ({ kind: string } & Record<string, unknown>))[]
  /** What is not in here and why. */
  missing: string[]
}

/** Bytes of one such file that are read. */
export const MAX_ABOUT_BYTES = 64 * 1024 * 1024
/** Entries of one file. */
export const MAX_ABOUT_ENTRIES = 20_000

const words = text(2_000)
const role = when((value) => ABOUT_ROLES.includes(value as AboutRole), ABOUT_ROLES.join(', '))

const claim = shape({
  id: text(300),
  type: text(40),
  by: words,
  says: shape({}),
  from: nullable(count()),
  to: nullable(count()),
  evidence: listOf(words, 100),
  procedure: words,
  verdict: when((value) => value === 'not_checked' || value === 'not_available', 'not_checked or not_available'),
  reason: words,
})

/** Rule for one entry of the index's list. */
export const ABOUT_REF_RULE: Rule = all(shape({ role }), (value, path) => {
  const { role: named, file } = value as AboutRef
  return file.startsWith(`${named}/`) ? undefined : `${path}.file: expected a file in ${named}/`
})

/** Rule for a file about the party. */
export const ABOUT_RULE: Rule = all(
  shape({
    spec: when((value) => value === 'touchstone-about/1', '"touchstone-about/1"'),
    role,
    chainId: count(),
    scope: shape({
      kind: when((value) => value === 'agent' || value === 'provider', 'agent or provider'),
      id: text(200),
    }),
    asOf: count(),
    missing: listOf(words, 1_000),
  }),
  (value, path) => {
    const entry = (value as AboutFile).role === 'claims' ? claim : shape({ kind: text(40) })
    return shape({ entries: listOf(entry, MAX_ABOUT_ENTRIES) })(value, path)
  },
)
