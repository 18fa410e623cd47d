/** App composes and what a quote would measure of them, for tests of the question `workload`. */
import type { MeasuredCode } from '../src/enclave/measured.js'
import type { ModelEntry, OsImage, Release, TrustMaterial } from '../src/index.js'
import { sha256, trust } from './scenario.js'

export const COMMIT = '0123456789abcdef0123456789abcdef01234567'
export const DIGEST = `sha256:${'ab'.repeat(32)}`
export const OBSERVED_AT = 1_760_000_000_000
const REGISTER = (byte: string) => byte.repeat(48)

/** An app compose around a docker compose; `changes` replaces fields of the JSON. */
export function appCompose(yaml: string, changes: Record<string, unknown> = {}): string {
  return JSON.stringify({ manifest_version: 2, runner: 'docker-compose', docker_compose_file: yaml, ...changes })
}

/** One vLLM service, pinned by digest, with those arguments and further lines. */
export function vllmCompose(command: string, ...lines: string[]): string {
  return ['services:', '  vllm:', `    image: vllm/vllm-openai@${DIGEST}`, `    command: ${command}`, ...lines].join(
    '\n',
  )
}

/** The same as a whole app compose of an honest release. */
export const HONEST = appCompose(vllmCompose(`--model Qwen/Qwen3-8B --revision ${COMMIT} --served-model-name m`))

/** What a quote measures of a compose that nothing else ran before. */
export function measure(compose: string | null, changes: Partial<MeasuredCode> = {}): MeasuredCode {
  const composeHash = compose === null ? null : sha256(new TextEncoder().encode(compose))
  return {
    mrTd: REGISTER('10'),
    rtmr: [REGISTER('20'), REGISTER('21'), REGISTER('22'), REGISTER('23')],
    composeHash,
    compose,
    osImageHash: null,
    events: composeHash === null ? [] : [{ name: 'app-id', payload: composeHash.slice(0, 40) }],
    gpu: 'held',
    statedAt: OBSERVED_AT,
    ...changes,
  }
}

export const OS_IMAGE: OsImage = {
  name: 'test-os 1',
  imageHash: null,
  mrtd: [REGISTER('10')],
  rtmr0: [REGISTER('2f'), REGISTER('20')],
  rtmr1: [REGISTER('21')],
  rtmr2: [REGISTER('22')],
  source: 'tests',
  from: '2025-01-01',
  until: null,
}

/** The release of a compose with the one image of `vllmCompose`. */
export function releaseOf(compose: string, changes: Partial<Release> = {}): Release {
  return {
    name: 'test-server',
    version: '1.0.0',
    composeHash: sha256(new TextEncoder().encode(compose)),
    images: [{ image: 'vllm/vllm-openai', digest: DIGEST }],
    source: 'https://example.org/server',
    commit: COMMIT,
    role: { kind: 'serves' },
    from: '2025-01-01',
    until: null,
    ...changes,
  }
}

/** What a service's text stands for; open weights without a tokenizer. */
export function modelEntry(service: string, sku: string, changes: Partial<ModelEntry> = {}): ModelEntry {
  const facts = { licence: 'Apache-2.0', openWeights: true, tokenizer: null, source: 'tests', asOf: '2025-10-01' }
  return { service, sku, sameAs: [], ...facts, ...changes }
}

/** Trust in the honest compose, its operating system, and `m` as Qwen3-8B. */
export const WORKLOAD_TRUST: TrustMaterial = {
  ...trust,
  osImages: [OS_IMAGE],
  releases: [releaseOf(HONEST)],
  models: [modelEntry('m', 'Qwen/Qwen3-8B'), modelEntry('Qwen/Qwen3-4B', 'Qwen/Qwen3-4B')],
}
