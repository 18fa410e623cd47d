/** Question 6: which code and model ran? Known only from what an enclave's report measured. */
import { absent, passed } from '../check.js'
import type { MeasuredCode } from '../enclave/measured.js'
import type { TrustMaterial } from '../trust.js'
import type { Check, Observation } from '../verdict.js'
import { checkCodeKnown } from './codeKnown.js'
import { ComposeError } from './compose/composeError.js'
import type { ComposeFacts } from './compose/facts.js'
import { readCompose } from './compose/readCompose.js'
import { type AdvertisedBy, checkModel } from './modelChecks.js'

/** Open ends that an observation lists; the rest is counted. */
const MAX_LISTED = 20

interface Findings {
  checks: Check[]
  observations: Observation[]
}

/**
 * The checks of the measured code. `measured` comes from a genuine quote that binds the settlement's signer: the compose
 * is then the provider's own statement, and the only one here that can accuse it.
 */
export async function checkWorkload(
  subject: AdvertisedBy,
  measured: MeasuredCode | null,
  trust: TrustMaterial,
): Promise<Findings> {
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
  if (release?.role.kind !== 'relays')
    return { checks: [check, ...checkModel(subject, facts, trust, measured.statedAt)], observations }
  const { endpoint, operator } = release.role
  const outside = 'The model runs outside: the known code relays every request.'
  return {
    checks: [
      check,
      absent('model-matches', outside),
      absent('model-pinned', outside),
      passed('relay-endpoint', { found: `${endpoint}, operated by ${operator}` }),
    ],
    observations,
  }
}

async function tryRead(compose: string): Promise<ComposeFacts | ComposeError> {
  try {
    return await readCompose(compose)
  } catch (cause) {
    if (cause instanceof ComposeError) return cause
    throw cause
  }
}

function unknownCode(reason: string, found?: string): Findings {
  return { checks: [absent('code-known', reason, found === undefined ? {} : { found })], observations: [] }
}

function observeOpenEnds({ unmeasured }: ComposeFacts): Observation[] {
  if (unmeasured.length === 0) return []
  const listed = unmeasured.slice(0, MAX_LISTED).map(({ where, what }) => `${where} (${what})`)
  const more = unmeasured.length > listed.length ? [`${unmeasured.length - listed.length} more`] : []
  const text = `The measurement does not cover ${[...listed, ...more].join(', ')}.`
  return [{ id: 'unmeasured', question: 'workload', text, evidence: [] }]
}
