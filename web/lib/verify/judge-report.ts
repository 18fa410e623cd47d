import { checkWorkload, conclude, verifyEnclaveReport } from '@touchstone/verify'
import { type Basis, CannotCheckError, type Judged } from './judged'
import { isQuote } from './kind'
import type { VisitorOptions, Yardstick } from './options'
import { withQuestionTitles, withTitles } from './shown'
import { trustBasis } from './trust-basis'

const SENTENCES: Readonly<Record<string, string>> = {
  verified: 'A genuine enclave, as of that time, binds the key.',
  failed: 'The report is wrong.',
  unavailable: 'The report could not be checked.',
}
const ADDRESS = /^0x[0-9a-f]{40}$/

/**
 * Judges an attestation report to the pinned roots. Its code is looked at too; without a chain nobody advertises a model.
 * @throws CannotCheckError for a signer that is no address.
 */
export async function judgeReport(bytes: Uint8Array, yardstick: Yardstick, options: VisitorOptions): Promise<Judged> {
  const { trust } = yardstick
  const signer = readSigner(options.signer)
  const at = options.at ?? Date.now()
  const hex = () => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const report = isQuote(bytes) ? JSON.stringify({ quote: hex() }) : bytes
  const later = options.at === undefined ? {} : { now: Date.now() }
  const collateral = options.collateral ?? null
  const enclave = await verifyEnclaveReport(report, { collateral, at, signer, trust, ...later })
  const workload = await checkWorkload({ blockTime: at, services: [] }, enclave.measured, trust, [])
  const { questions, outcome } = conclude({ kind: 'enclave-report' }, enclave.checks)
  const isKnown = workload.checks.some(({ id, status }) => id === 'code-known' && status === 'pass')
  const code = isKnown ? 'Its code is a known release.' : 'Which code runs in it is not known.'
  return {
    kind: 'report',
    settlement: null,
    title: `Attestation report, judged as of ${new Date(at).toISOString()}`,
    outcome,
    sentence: `${SENTENCES[outcome] ?? 'The report establishes a part.'} ${code}`,
    checks: withTitles([...enclave.checks, ...workload.checks]),
    questions: withQuestionTitles(questions),
    observations: [...enclave.observations, ...workload.observations],
    bases: [signerBasis(signer), clockBasis(options.at), trustBasis(yardstick)],
    doesNotProve: [
      ...(isKnown ? [] : ['Which code or model runs in the enclave.']),
      'That nobody attacked the enclave physically.',
      'That the key signed anything, or that anybody paid.',
    ],
    block: null,
    opened: null,
  }
}

function readSigner(text: string | undefined): `0x${string}` | null {
  const value = text?.trim().toLowerCase() ?? ''
  if (value === '') return null
  if (!ADDRESS.test(value))
    throw new CannotCheckError(
      `signer: expected an address, 0x and 40 hex digits, got ${JSON.stringify(value.slice(0, 60))}.`,
    )
  return value as `0x${string}`
}

function signerBasis(signer: string | null): Basis {
  const basis = { id: 'signer', isNamedOnly: true } as const
  return signer === null
    ? { ...basis, status: 'absent', text: 'Whose key the report binds is its own word: name the service’s signer.' }
    : { ...basis, status: 'absent', text: `The key that has to be bound is the one that you named, ${signer}.` }
}

function clockBasis(at: number | undefined): Basis {
  const text = at === undefined ? 'Judged as of this computer’s clock.' : 'Judged as of the time that you named.'
  return { id: 'clock', status: 'absent', isNamedOnly: true, text }
}
