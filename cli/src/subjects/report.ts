import { checkWorkload, conclude, type TrustMaterial, verifyEnclaveReport } from '@touchstone/verify'
import { isQuote, readText } from '../input.js'
import { describeTrust, type Judged } from '../judged.js'
import type { VerifyOptions } from '../options.js'

const SENTENCES: Record<string, string> = {
  verified: 'a genuine enclave, as of that time, binds the key.',
  failed: 'the report is wrong.',
  unavailable: 'the report could not be checked.',
}
const NOT_SAID = ['That nobody attacked the enclave physically.', 'That the key signed anything, or that anybody paid.']

/** Judges an attestation report as of `--at`. Its code is looked at too, and asked for by `--require workload`. */
export async function judgeReport(bytes: Uint8Array, trust: TrustMaterial, options: VerifyOptions): Promise<Judged> {
  const { signer = null, at = Date.now() } = options
  const collateral = options.collateral === undefined ? null : readText(options.collateral, '--collateral')
  const report = isQuote(bytes) ? JSON.stringify({ quote: Buffer.from(bytes).toString('hex') }) : bytes
  const later = options.at === undefined ? {} : { now: Date.now() }
  const enclave = await verifyEnclaveReport(report, { collateral, at, signer, trust, ...later })
  // Without a chain nobody advertises a model: what is measured can be known, not compared.
  const imageBundles = options.imageBundles.map((path) => readText(path, '--image-bundle'))
  const workload = await checkWorkload({ blockTime: at, services: [] }, enclave.measured, trust, imageBundles)
  const { questions, outcome } = conclude({ kind: 'enclave-report' }, enclave.checks)
  const isKnown = workload.checks.some(({ id, status }) => id === 'code-known' && status === 'pass')
  const code = isKnown ? 'Its code is a known release.' : 'Which code runs in it is not known.'
  return {
    kind: 'report',
    title: `Attestation report, judged as of ${new Date(at).toISOString()}`,
    outcome,
    sentence: `${SENTENCES[outcome] ?? 'the report establishes a part.'} ${code}`,
    questions,
    checks: [...enclave.checks, ...workload.checks],
    observations: [...enclave.observations, ...workload.observations],
    restsOn: [
      describeTrust(options),
      options.at === undefined ? "this computer's clock: name a time by --at" : 'the time that you named',
      ...(signer === null ? ["the report's own word for whose key it binds: name one by --signer"] : []),
    ],
    doesNotProve: [...(isKnown ? [] : ['Which code or model runs in the enclave.']), ...NOT_SAID],
  }
}
