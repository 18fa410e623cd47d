/**
 * Evidence bundles, `touchstone-bundle/1`: everything that one verdict was made from, in one file, so that anyone can make
 * it again without a network. Nothing in a bundle is believed: trust material never comes from it, bytes are judged by
 * their hashes, and what is only the index's word is said to be that.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import canonicalize from 'canonicalize'
import type {
  CapturedReport,
  FetchedTrail,
  ReceiptEvidence,
  SettlementEvidence,
  SettlementSubject,
} from '../subject.js'
import { packArchive, unpackArchive } from './archive.js'
import { BundleError } from './bundleError.js'
import { requireOneForm } from './container.js'
import { fromPlainSubject, toPlainSubject } from './facts.js'
import { type FileRef, MANIFEST_RULE, type Manifest, type PlainReceipt, type SignedVerdict } from './manifest.js'

/** What a bundle holds. */
export interface Bundle {
  subject: SettlementSubject
  evidence: SettlementEvidence
  /** The verdict that was published about it, with its signature; null where the bundle has none. */
  verdict: SignedVerdict | null
  /** Proof that a transparency log holds that verdict, `c2sp.org/tlog-proof@v1`; left out where there is none. */
  logProof?: string
  /** What the maker of the bundle knows to be missing, in words. */
  gaps: string[]
}

/** Named by its digest as every other file is: a damaged bundle is refused, whatever was damaged. */
const MANIFEST = 'manifest'
const MAX_MANIFEST_BYTES = 16 * 1024 * 1024

/** Packs a bundle. */
export function buildBundle(bundle: Bundle): Uint8Array {
  const entries = new Map<string, Uint8Array>()
  const put: Put = (folder, ending, bytes) => {
    const ref = toFileRef(folder, ending, bytesToHex(sha256(bytes)))
    entries.set(ref.file, bytes)
    return ref
  }
  const trails = bundle.evidence.trails.map(({ bytes, ...anchor }) => ({
    ...anchor,
    ...put('trails', 'jsonl', bytes),
  }))
  putManifest(toManifest(bundle, trails, put), put)
  return packArchive(entries)
}

/** Takes a file into a bundle. */
export type Put = (folder: string, ending: string, bytes: Uint8Array) => FileRef

/** What a bundle holds, but for the trails, which may be too large to hold at once. */
export interface BundleWithoutTrails extends Omit<Bundle, 'evidence'> {
  evidence: Omit<SettlementEvidence, 'trails'>
}

/** Where a file lies in a bundle. @param digest SHA-256 of its bytes, hex. */
export function toFileRef(folder: string, ending: string, digest: string): FileRef {
  return { file: `${folder}/${digest}.${ending}`, sha256: digest }
}

/** The manifest of a bundle; every file but the trails goes to `put`. */
export function toManifest(
  { subject, evidence, verdict, logProof, gaps }: BundleWithoutTrails,
  trails: Manifest['trails'],
  put: Put,
): Manifest {
  const putText = (folder: string, ending: string, content: string) => put(folder, ending, utf8ToBytes(content))
  return {
    spec: 'touchstone-bundle/1',
    subject: toPlainSubject(subject),
    trails,
    unfetched: evidence.unfetched,
    receipt: evidence.receipt && toPlainReceipt(evidence.receipt),
    ...(evidence.receiptAttempts === undefined ? {} : { receiptAttempts: [...evidence.receiptAttempts] }),
    reports: evidence.reports.map(({ bytes, collateral, ...seen }) => ({
      ...seen,
      ...put('reports', 'bin', bytes),
      collateral: collateral === null ? null : putText('collateral', 'json', collateral),
    })),
    reportAttempts: evidence.reportAttempts,
    ...(evidence.imageBundles === undefined
      ? {}
      : { imageBundles: evidence.imageBundles.map((json) => putText('images', 'json', json)) }),
    earlierUses: evidence.earlierUses,
    verdict,
    ...(logProof === undefined ? {} : { logProof: putText('log', 'tlog-proof', logProof) }),
    gaps,
  }
}

/** Puts the manifest itself, named by its digest as every other file is. */
export function putManifest(manifest: Manifest, put: Put): FileRef {
  return put(MANIFEST, 'json', utf8ToBytes(canonicalize(manifest) ?? ''))
}

/**
 * Reads a bundle. Every file is compared with the digest that the manifest names; what the bytes mean is not looked at.
 * @throws BundleError naming the entry or field and what was expected.
 */
export function readBundle(bytes: Uint8Array): Bundle {
  const bundle = readEntries(unpackArchive(bytes))
  requireOneForm(bytes)
  return bundle
}

/**
 * Reads a bundle from its unpacked files, by name.
 * @throws BundleError
 */
export function readEntries(entries: ReadonlyMap<string, Uint8Array>): Bundle {
  const used = new Set<string>()
  const take = ({ file, sha256: expected }: FileRef): Uint8Array => {
    const found = entries.get(file)
    if (found === undefined) throw new BundleError(`The bundle lacks "${file}", which its manifest names.`)
    const digest = bytesToHex(sha256(found))
    if (digest !== expected) throw new BundleError(`"${file}" has the SHA-256 ${digest}, expected ${expected}.`)
    used.add(file)
    return found
  }
  const manifest = readManifest(take(findManifest(entries)))
  const evidence: SettlementEvidence = {
    trails: manifest.trails.map((entry) => toTrail(entry, take)),
    unfetched: manifest.unfetched,
    receipt: manifest.receipt && toReceipt(manifest.receipt),
    ...(manifest.receiptAttempts === undefined ? {} : { receiptAttempts: manifest.receiptAttempts }),
    reports: manifest.reports.map((entry) => toReport(entry, take)),
    reportAttempts: manifest.reportAttempts,
    ...(manifest.imageBundles === undefined
      ? {}
      : { imageBundles: manifest.imageBundles.map((ref) => toText(ref, take)) }),
    earlierUses: manifest.earlierUses,
  }
  const logProof = manifest.logProof && toText(manifest.logProof, take)
  const surplus = [...entries.keys()].find((name) => !used.has(name))
  if (surplus !== undefined) throw new BundleError(`The bundle has "${surplus}", which its manifest does not name.`)
  const { verdict, gaps } = manifest
  const subject = fromPlainSubject(manifest.subject)
  return { subject, evidence, verdict, ...(logProof === undefined ? {} : { logProof }), gaps }
}

/**
 * Files that a manifest names.
 * @throws BundleError
 */
export function listFiles(manifest: Uint8Array): FileRef[] {
  const { trails, reports, imageBundles = [], logProof } = readManifest(manifest)
  return [
    ...trails.map(({ file, sha256 }) => ({ file, sha256 })),
    ...reports.flatMap(({ file, sha256, collateral }) => [{ file, sha256 }, ...(collateral ? [collateral] : [])]),
    ...imageBundles,
    ...(logProof === undefined ? [] : [logProof]),
  ]
}

function findManifest(entries: ReadonlyMap<string, Uint8Array>): FileRef {
  const [file, second] = [...entries.keys()].filter((name) => name.startsWith(`${MANIFEST}/`))
  if (file === undefined) throw new BundleError(`The bundle has no ${MANIFEST}.`)
  if (second !== undefined) throw new BundleError(`The bundle has two manifests, "${file}" and "${second}".`)
  return { file, sha256: file.slice(MANIFEST.length + 1, -'.json'.length) }
}

function readManifest(bytes: Uint8Array): Manifest {
  if (bytes.length > MAX_MANIFEST_BYTES)
    throw new BundleError(`${MANIFEST} has ${bytes.length} bytes, at most ${MAX_MANIFEST_BYTES} are read.`)
  let value: unknown
  try {
    const json = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    value = JSON.parse(json)
    // One form only: two keys of one name, or a number that is not what it reads as, differ here.
    if (canonicalize(value) !== json) throw new Error('it differs from its canonical JSON (RFC 8785)')
  } catch (cause) {
    throw new BundleError(`${MANIFEST} cannot be read: ${(cause as Error).message}`, { cause })
  }
  const wrong = MANIFEST_RULE(value, MANIFEST)
  if (wrong !== undefined) throw new BundleError(wrong)
  return value as Manifest
}

type Take = (ref: FileRef) => Uint8Array

function toTrail(entry: Manifest['trails'][number], take: Take): FetchedTrail {
  const { root, author, anchorTx, source, faultySources, da } = entry
  return { root, author, anchorTx, source, faultySources, bytes: take(entry), ...(da === undefined ? {} : { da }) }
}

function toReport(entry: Manifest['reports'][number], take: Take): CapturedReport {
  const { source, observedAt, signature, collateral } = entry
  return { source, observedAt, signature, bytes: take(entry), collateral: collateral && toText(collateral, take) }
}

function toText(ref: FileRef, take: Take): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(take(ref))
  } catch (cause) {
    if (cause instanceof BundleError) throw cause
    throw new BundleError(`"${ref.file}" is not UTF-8.`, { cause })
  }
}

function toPlainReceipt({
  header,
  receiptProof,
  transactionProof,
  transactionIndex,
  source,
}: ReceiptEvidence): PlainReceipt {
  return {
    header: bytesToHex(header),
    transactionIndex,
    receiptProof: receiptProof.map(bytesToHex),
    transactionProof: transactionProof?.map(bytesToHex) ?? null,
    source,
  }
}

function toReceipt({
  header,
  receiptProof,
  transactionProof,
  transactionIndex,
  source,
}: PlainReceipt): ReceiptEvidence {
  return {
    header: hexToBytes(header),
    transactionIndex,
    receiptProof: receiptProof.map(hexToBytes),
    ...(transactionProof === null ? {} : { transactionProof: transactionProof.map(hexToBytes) }),
    source,
  }
}
