/** What one provider of the devnet is and does. Names say nothing about it: whoever reads the chain must find out. */
export interface ProviderStory {
  name: string
  model: string
  /** Neuron per token. */
  inputPrice: bigint
  outputPrice: bigint
  /** Whose key signs bills and responses. */
  signer: 'own' | 'public-mock'
  route: Route
  publishes: Publishing
  /** Where trails lie. On `da` the anchored file is one line that names the blob. */
  trailsOn?: 'da'
  enclave: Enclave
}

/**
 * What runs in a provider's enclave. `serves`: a known release with the advertised weights pinned by revision.
 * `serves-derivative`: quantised weights under the advertised name.
 * `relays`: a known release that calls an endpoint outside. `unknown`: a genuine enclave with code that nobody knows,
 * which signs whatever it is given.
 */
export type Code = 'serves' | 'serves-derivative' | 'relays' | 'unknown'

/**
 * Ways in which a provider's report is wrong. `another-key`: it signs a genuine quote of somebody else's key. `debug`: the
 * enclave can be read from outside. `forged-log`: the event log names another compose than the measured one.
 * `revoked-platform`: the platform's state is revoked. `garbled-crl`: the revocation list that comes along is garbage.
 */
export type ReportFlaw = 'another-key' | 'debug' | 'forged-log' | 'revoked-platform' | 'garbled-crl'

/**
 * Which report the provider serves, about which code; `none` answers 404. Without `collateral` Intel's collateral comes
 * along, as the broker does it; `left-out`: whoever checks the quote must ask for it.
 */
export type Enclave = { kind: 'none' } | { kind: 'report'; code: Code; flaw?: ReportFlaw; collateral?: 'left-out' }

/** Where answers come from: the model beside the broker, or an outside endpoint that the broker calls. */
export type Route =
  | { kind: 'in-enclave' }
  | { kind: 'relay'; providerType: string; providerIdentity: string; tlsCertificateSha256: string }

/**
 * `whole`: bodies and proofs as they were. `nothing`: no trail. `forged-response`: the first response of each trail has
 * other bytes than its signature covers. `other-fees`: the trail lists lower fees than the ones that were billed.
 */
export type Publishing = 'whole' | 'nothing' | 'forged-response' | 'other-fees'

/**
 * Key of the broker's mock enclave client (0g-serving-broker, api/common/tee/mock.go): everybody has it, so a bill or
 * response signed with it proves nothing.
 */
export const MOCK_KEY = '0x4c0883a69102937d6231471b5dbb6204fe512961708279b7e1a8d7d7a3c2b9e3'

const QWEN_LOCAL = { inputPrice: 200_000_000_000n, outputPrice: 400_000_000_000n }

export const PROVIDERS: readonly ProviderStory[] = [
  story('aspen', 'Qwen/Qwen3-8B', 'whole'),
  {
    ...story('birch', 'qwen3-max', 'whole', 'relays'),
    // 0.05 0G per million tokens in, 0.1 out.
    ...{ inputPrice: 50_000_000_000n, outputPrice: 100_000_000_000n },
    route: {
      ...{ kind: 'relay', providerType: 'centralized', providerIdentity: 'aliyun' },
      tlsCertificateSha256: 'cc7c08804f7a1b2f6d3e9b5a0c4d8e21f6a7b3c9d5e0f1a2b4c6d8e0f2a4c6e8',
    },
  },
  { ...story('cedar', 'Qwen/Qwen3-14B', 'whole', 'serves', 'another-key'), signer: 'public-mock' },
  { ...story('dogwood', 'Qwen/Qwen3-4B', 'nothing'), enclave: { kind: 'none' } },
  story('elm', 'Qwen/Qwen3-32B', 'forged-response', 'serves', 'debug'),
  story('fir', 'Qwen/Qwen2.5-7B-Instruct', 'other-fees', 'serves', 'forged-log'),
  story('ginkgo', 'Qwen/Qwen3-1.7B', 'whole', 'unknown'),
  story('hazel', 'Qwen/Qwen3-30B-A3B', 'whole', 'serves-derivative'),
  story('ironwood', 'Qwen/Qwen3-0.6B', 'whole', 'serves', 'garbled-crl'),
  story('juniper', 'Qwen/Qwen2.5-14B-Instruct', 'whole', 'serves', 'revoked-platform'),
  { ...story('kauri', 'Qwen/Qwen2.5-3B-Instruct', 'whole'), trailsOn: 'da' },
  {
    ...story('larch', 'Qwen/Qwen2.5-1.5B-Instruct', 'whole'),
    enclave: { kind: 'report', code: 'serves', collateral: 'left-out' },
  },
]

function story(
  name: string,
  model: string,
  publishes: Publishing,
  code: Code = 'serves',
  flaw?: ReportFlaw,
): ProviderStory {
  const enclave: Enclave = { kind: 'report', code, ...(flaw === undefined ? {} : { flaw }) }
  return { name, model, ...QWEN_LOCAL, signer: 'own', route: { kind: 'in-enclave' }, publishes, enclave }
}

/** The service's additionalInfo as the official broker writes it. */
export function toAdditionalInfo({ name, route }: ProviderStory): string {
  const relayed = route.kind === 'relay'
  return JSON.stringify({
    VerifierURL: '',
    TEEVerifier: 'dstack',
    TargetSeparated: relayed,
    TargetTeeAddress: '',
    ImageName: `ghcr.io/0gfoundation/0g-serving-broker-${name}`,
    ImageDigest: '',
    ...(relayed ? { ProviderType: route.providerType, ProviderIdentity: route.providerIdentity } : {}),
  })
}
