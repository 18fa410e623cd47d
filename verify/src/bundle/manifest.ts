/** The manifest of a bundle: facts, what each file is, and what is missing. */
import { all, base64, count, hex, listOf, matching, optional, type Rule, shape, text, time, when } from '../rules.js'
import type { CapturedReport, FetchedTrail, SignatureUse, UnfetchedTrail } from '../subject.js'
import { nullable, type PlainSubject, subjectRule } from './facts.js'

/** A file of the bundle; its name carries its digest. */
export interface FileRef {
  file: string
  /** Lower-case hex without prefix. */
  sha256: string
}

/** A published verdict: the canonical text, and the auditor's Ed25519 signature over its UTF-8 bytes. */
export interface SignedVerdict {
  body: string
  /** Base64. */
  signature: string
  /** SHA-256 of the raw public key, lower-case hex. */
  keyId: string
}

/** Receipt evidence with its bytes in hex. */
export interface PlainReceipt {
  header: string
  transactionIndex: number
  receiptProof: string[]
  transactionProof: string[] | null
  source: string
}

export interface Manifest {
  spec: 'touchstone-bundle/1'
  subject: PlainSubject
  trails: (Omit<FetchedTrail, 'bytes'> & FileRef)[]
  unfetched: UnfetchedTrail[]
  receipt: PlainReceipt | null
  receiptAttempts?: { source: string; outcome: string }[]
  reports: (Omit<CapturedReport, 'bytes' | 'collateral'> & FileRef & { collateral: FileRef | null })[]
  reportAttempts: { source: string; outcome: string }[]
  imageBundles?: FileRef[]
  earlierUses: SignatureUse[]
  verdict: SignedVerdict | null
  /** Proof that a transparency log holds the verdict. */
  logProof?: FileRef
  gaps: string[]
}

const MAX_LIST = 1_000
const MAX_NODES = 64
const words = text(2_000)
const digest = matching(/^[0-9a-f]{64}$/, '64 lower-case hex digits')
const MAX_NODE_BYTES = 1024 * 1024
const plainHex = all(
  matching(/^[0-9a-f]+$/, 'lower-case hex'),
  when(
    (value) => (value as string).length % 2 === 0 && (value as string).length <= 2 * MAX_NODE_BYTES,
    `whole bytes, at most ${MAX_NODE_BYTES}`,
  ),
)
const file = { file: text(100), sha256: digest }
const attempts = listOf(shape({ source: words, outcome: words }), MAX_LIST)
const anchor = { root: hex(32), author: hex(20), anchorTx: hex(32) }

/** Rule for the manifest. */
export const MANIFEST_RULE: Rule = shape({
  spec: when((value) => value === 'touchstone-bundle/1', '"touchstone-bundle/1"'),
  subject: subjectRule,
  trails: listOf(
    shape({
      ...anchor,
      source: words,
      faultySources: listOf(shape({ source: words, foundRoot: words }), MAX_LIST),
      da: optional(shape({ pointer: text(200), r1: hex(32), r2: hex(32) })),
      ...file,
    }),
    MAX_LIST,
  ),
  unfetched: listOf(
    shape({ ...anchor, attempts, withdrawnAt: optional(time()), expiredAt: optional(time()) }),
    MAX_LIST,
  ),
  receiptAttempts: optional(attempts),
  receipt: nullable(
    shape({
      header: plainHex,
      transactionIndex: count(),
      receiptProof: listOf(plainHex, MAX_NODES),
      transactionProof: nullable(listOf(plainHex, MAX_NODES)),
      source: words,
    }),
  ),
  reports: listOf(
    shape({
      source: words,
      observedAt: time(),
      signature: nullable(matching(/^0x(?:[0-9a-f]{2}){0,200}$/, '0x and hex of at most 200 bytes')),
      collateral: nullable(shape(file)),
      ...file,
    }),
    MAX_LIST,
  ),
  reportAttempts: attempts,
  imageBundles: optional(listOf(shape(file), MAX_LIST)),
  earlierUses: listOf(
    shape({
      signature: matching(/^0x(?:[0-9a-f]{2}){0,200}$/, '0x and hex of at most 200 bytes'),
      settlement: words,
      blockTime: time(),
      root: hex(32),
      line: count(),
      author: optional(hex(20)),
      text: optional(text(8_192)),
      signingAddress: optional(hex(20)),
      isPartial: optional(when((value) => typeof value === 'boolean', 'true or false')),
    }),
    MAX_LIST,
  ),
  verdict: nullable(
    shape({
      body: text(16 * 1024 * 1024),
      signature: base64(64),
      keyId: digest,
    }),
  ),
  logProof: optional(shape(file)),
  gaps: listOf(words, MAX_LIST),
})
