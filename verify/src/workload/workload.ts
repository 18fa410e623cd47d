/** Question 6: which code and model ran? Known only from what an enclave's report measured. */
import { absent, passed } from '../check.js'
import type { MeasuredCode } from '../enclave/measured.js'
import type { Release, TrustMaterial } from '../trust.js'
import type { Check, Observation } from '../verdict.js'
import { checkCodeKnown } from './codeKnown.js'
import { ComposeError } from './compose/composeError.js'
import type { ComposeFacts } from './compose/facts.js'
import { readCompose } from './compose/readCompose.js'
import { type AdvertisedBy, checkModel } from './modelChecks.js'
import { checkProvenance } from './provenance/imageProvenance.js'

/** Open ends that an observation lists; the rest is counted. */
const MAX_LISTED = 20

interface Findings {
  checks: Check[]
  observations: Observation[]
}

/**
 * The checks of the measured code, and of the Sigstore bundles given about its images. `measured` comes from a genuine quote that binds the settlement's signer: the compose
 * is then the provider's own statement, and the only one here that can accuse it.
 */
export async function checkWorkload(
  subject: AdvertisedBy,
  measured: MeasuredCode | null,
  trust: TrustMaterial,
  imageBundles: readonly string[] = [],
): Promise<Findings> {
  const { release, findings } = await checkCode(subject, measured, trust)
  const provenance = await checkProvenance(imageBundles, release, trust)
  return provenance === null ? findings : { ...findings, checks: [...findings.checks, provenance] }
}

interface Code {
  findings: Findings
  /** The release, only where the code is known to be one. */
  release?: Release | undefined
}

async function checkCode(subject: AdvertisedBy, measured: MeasuredCode | null, trust: TrustMaterial): Promise<Code> {
  if (measured === null)
    return unknownCode('The measured code is not known without an enclave report that binds the key.')
  if (measured.composeHash === null)
    return unknownCode('The report binds no compose: what runs inside the enclave is not known.')
  if (measured.compose === null)
    return unknownCode(`The compose ${measured.composeHash} is measured and not published.`, measured.composeHash)
  const facts = await tryRead(measured.compose)
  if (facts instanceof ComposeError) return unknownCode(`The measured compose cannot be read. ${facts.message}.`)
  const { check, release } = checkCodeKnown(measured, facts, trust, subject.blockTime)
  const observations = observeOpenEnds(facts)
  const further =
    release?.role.kind === 'relays' ? checkRelay(release.role) : checkModel(subject, facts, trust, measured.statedAt)
  return { findings: { checks: [check, ...further], observations }, release }
}

function checkRelay({ endpoint, operator }: Extract<Release['role'], { kind: 'relays' }>): Check[] {
  const outside = 'The model runs outside: the known code relays every request.'
  return [
    absent('model-matches', outside),
    absent('model-pinned', outside),
    passed('relay-endpoint', { found: `${endpoint}, operated by ${operator}` }),
  ]
}

async function tryRead(compose: string): Promise<ComposeFacts | ComposeError> {
  try {
    return await readCompose(compose)
  } catch (cause) {
    if (cause instanceof ComposeError) return cause
    throw cause
  }
}

function unknownCode(reason: string, found?: string): Code {
  const check = absent('code-known', reason, found === undefined ? {} : { found })
  return { findings: { checks: [check], observations: [] } }
}

function observeOpenEnds({ unmeasured }: ComposeFacts): Observation[] {
  if (unmeasured.length === 0) return []
  const listed = unmeasured.slice(0, MAX_LISTED).map(({ where, what }) => `${where} (${what})`)
  const more = unmeasured.length > listed.length ? [`${unmeasured.length - listed.length} more`] : []
  const text = `The measurement does not cover ${[...listed, ...more].join(', ')}.`
  return [{ id: 'unmeasured', question: 'workload', text, evidence: [] }]
}
