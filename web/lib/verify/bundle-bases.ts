import {
  type Bundle,
  findKey,
  fromBase64,
  inputsHash,
  isSignedEd25519,
  isVerdictOf,
  type NoteVerifier,
  parseTlogProof,
  parseVerifierKey,
  readLogEntry,
  toBase64,
  type Verdict,
  verifyTlogProof,
} from '@touchstone/verify'
import type { Basis } from './judged'
import type { Yardstick } from './options'

const FACTS = 'The service’s key, prices, balances and history before the bill'

/**
 * Prices, keys and levels before the bill are what an index says; a signature of this site's auditor over them is as far
 * as a bundle can go. Without one they are the word of whoever packed the file.
 */
export function describeFacts(
  { subject, evidence, verdict }: Bundle,
  { trust, logKeys }: Yardstick,
  found: Verdict,
): Basis {
  const basis = { id: 'facts', isNamedOnly: false } as const
  if (verdict === null)
    return {
      ...{ ...basis, status: 'absent' },
      text: `${FACTS} are the word of whoever packed the file: it holds no signed verdict.`,
    }
  const ring = logKeys.map((key) => toBase64(parseVerifierKey(key).publicKey))
  const key = findKey(ring, verdict.keyId)
  if (key === undefined)
    return {
      ...{ ...basis, status: 'unavailable' },
      text: `${FACTS} are signed by key ${verdict.keyId}, which is none that this site’s log has had.`,
    }
  if (!isSignedEd25519(key, new TextEncoder().encode(verdict.body), fromBase64(verdict.signature)))
    return {
      ...basis,
      status: 'fail',
      text: `The verdict in the file is not signed by key ${verdict.keyId}, which it names.`,
    }
  const { inputs, outcome } = readBody(verdict.body)
  const own = inputsHash(subject, evidence, trust)
  if (inputs !== own)
    return {
      ...{ ...basis, status: 'unavailable', expected: String(inputs), found: own },
      text: `${FACTS}: the verdict signed by ${verdict.keyId} was made from other facts, evidence, trust material or verifier.`,
    }
  if (outcome !== found.outcome)
    return {
      ...{ ...basis, status: 'fail', expected: String(outcome), found: found.outcome },
      text: 'The signed verdict has another outcome than checking it again.',
    }
  return {
    ...{ ...basis, status: 'pass' },
    text: `${FACTS} are what this site’s auditor signed with key ${verdict.keyId}: its word, and the same outcome as here.`,
  }
}

/** Whether the log of all verdicts holds the bundle's. It never touches an outcome. */
export function describeLogged({ subject, verdict, logProof }: Bundle, { logKeys }: Yardstick): Basis {
  const basis = { id: 'log', isNamedOnly: true } as const
  if (verdict === null || logProof === undefined)
    return { ...basis, status: 'absent', text: 'The file has no proof that the log of all verdicts holds its verdict.' }
  const wrong = (why: string): Basis => ({
    ...{ ...basis, status: 'unavailable', isNamedOnly: false },
    text: `The file’s proof of the log does not hold: ${why}`,
  })
  try {
    const { extra = new Uint8Array(0), index } = parseTlogProof(logProof)
    const verifiers = logKeys.map(parseVerifierKey)
    const finding = verifyTlogProof(logProof, extra, verifiers)
    if (finding.kind === 'failed') return wrong(finding.why)
    const entry = readLogEntry(extra)
    if (entry.kind !== 'verdict' || entry.settlement !== subject.id)
      return wrong('the entry is about another settlement.')
    if (!isVerdictOf(entry, verdict.body, verifiers.map(toRingKey))) return wrong('the entry names another verdict.')
    const { size, origin } = finding.checkpoint
    return {
      ...{ ...basis, status: 'pass' },
      text: `The log ${origin} holds the verdict at index ${index} of its checkpoint of ${size} entries, signed by a key that this site says is the log’s.`,
    }
  } catch (error) {
    return wrong(`${(error as Error).message}`)
  }
}

function toRingKey({ publicKey }: NoteVerifier): string {
  return toBase64(publicKey)
}

function readBody(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
