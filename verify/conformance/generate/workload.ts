import type { TrustMaterial } from '../../src/index.js'
import {
  appCompose,
  COMMIT,
  DIGEST,
  HONEST,
  measure,
  OBSERVED_AT,
  releaseOf,
  vllmCompose,
  WORKLOAD_TRUST,
} from '../../testing/composes.js'
import { BLOCK_TIME, serviceKey } from '../../testing/scenario.js'
import { RELAY } from '../../testing/verified.js'
import { type Outcome, text, type Writer } from './writer.js'

const PINNED = `--model Qwen/Qwen3-8B --revision ${COMMIT} --served-model-name m`
const SERVICE = {
  since: BLOCK_TIME - 1_000_000_000,
  until: null,
  model: 'm',
  teeSigner: serviceKey.address,
  targetTeeAddress: null,
  inputPrice: '1',
  outputPrice: '1',
  pricing: 'plain',
}

interface Case {
  compose?: string | null
  measured?: Record<string, unknown> | null
  service?: Record<string, unknown> | null
  trust?: Partial<TrustMaterial>
  /** Whether the list of releases names the compose. */
  isReleased?: boolean
}

const released = (compose: string): Case => ({ compose, isReleased: true })
const serve = (command: string, ...lines: string[]) => released(appCompose(vllmCompose(command, ...lines)))
const oracle = appCompose(vllmCompose(PINNED, '  oracle:', `    image: evil/oracle@${DIGEST}`))

const ABSENT: [string, string, Case][] = [
  ['signing-oracle', 'A program more in a genuine enclave: unknown code.', { compose: oracle }],
  ['oracle-image-not-listed', 'A listed compose with an image that the release does not name.', released(oracle)],
  ['unknown-compose', 'Code that nobody lists.', { compose: `${HONEST} ` }],
  ['unknown-system', 'An operating system that nobody lists.', { measured: { mrTd: 'ff'.repeat(48) } }],
  ['no-report', 'No report, no code.', { measured: null }],
  ['compose-not-bound', 'The report binds no compose.', { measured: { composeHash: null } }],
  ['compose-withheld', 'Measured and not published.', { compose: null, measured: { composeHash: 'ab'.repeat(32) } }],
  ['compose-no-json', 'A compose that cannot be read.', { compose: 'services: {}' }],
  ['compose-truncated', 'A compose that cannot be read.', { compose: HONEST.slice(0, -1) }],
  ['compose-trailing', 'A compose that cannot be read.', { compose: `${HONEST}{` }],
  ['compose-oversized', 'A compose that is not read.', { compose: `${HONEST}${' '.repeat(1_048_576)}` }],
  ['compose-wrong-type', 'A compose that cannot be read.', { compose: '{"docker_compose_file":7}' }],
  ['yaml-anchors', 'A compose that unfolds without end.', { compose: appCompose('a: &a [*a, *a]\nservices: *a') }],
  ['no-releases', 'Nothing is listed.', { trust: { releases: [] } }],
  [
    'release-of-later',
    'A release that was not out.',
    { trust: { releases: [releaseOf(HONEST, { from: '2025-10-10' })] } },
  ],
  ['release-withdrawn', 'A release taken back.', { trust: { releases: [releaseOf(HONEST, { until: '2025-10-09' })] } }],
  ['mutable-tag', 'A tag can be moved.', released(HONEST.replaceAll(`@${DIGEST}`, ':latest'))],
  ['revision-missing', 'The model is claimed.', serve('--model Qwen/Qwen3-8B --served-model-name m')],
  ['revision-branch', 'A branch can be moved.', serve('--model Qwen/Qwen3-8B --revision main --served-model-name m')],
  ['unmeasured-value', 'A value from outside.', serve(`--model $MODEL --revision ${COMMIT} --served-model-name m`)],
  ['weights-changed', 'Quantised at loading.', serve(`${PINNED} --quantization fp8`)],
  ['adapters', 'Adapters beside the weights.', serve(`${PINNED} --lora-modules a=b`)],
  ['host-mount', 'Files from outside.', serve(PINNED, '    volumes: ["/host:/models"]')],
  [
    'pre-launch-script',
    'A script that runs what nobody measured.',
    released(appCompose(vllmCompose(PINNED), { pre_launch_script: 'cat /dstack/.user-config | sh' })),
  ],
  ['no-server', 'Nothing that serves a model.', released(appCompose(`services:\n  a:\n    image: alpine@${DIGEST}`))],
  ['model-not-listed', 'Nobody says what the text stands for.', { trust: { models: [] } }],
  ['no-offer-known', 'What was advertised is not known.', { service: null }],
  [
    'relay',
    'The model runs outside.',
    {
      compose: RELAY,
      trust: {
        releases: [
          releaseOf(RELAY, {
            images: [{ image: 'example/relay', digest: DIGEST }],
            role: { kind: 'relays', endpoint: 'https://api.test', operator: 'Test Cloud' },
          }),
        ],
      },
    },
  ],
]

/** What a genuine quote measured, against releases, operating systems and models. */
export function workloadVectors(writer: Writer): void {
  const put = (id: `${string}.${Outcome}`, about: string, one: Case = {}) =>
    writer.vector(`workload/${id}`, about, inputOf(one))
  put('honest.pass', 'A known release on a known system that serves the advertised model, pinned.')
  put('words-as-list.pass', 'The same, its command as a list.', serve(JSON.stringify(PINNED.split(' '))))
  put('listed-script.pass', 'A script before the start is measured and listed with the rest.', {
    ...released(appCompose(vllmCompose(PINNED), { pre_launch_script: 'true' })),
  })
  for (const [name, about, one] of ABSENT) put(`${name}.absent`, about, one)
  const other = serve(`--model Qwen/Qwen3-4B --revision ${COMMIT} --served-model-name m`)
  put('other-model.fail', 'Another model answers to the advertised name.', other)
  put(
    'undeclared-derivative.fail',
    'A derivative that the name does not declare.',
    serve(`--model Qwen/Qwen3-8B-AWQ --revision ${COMMIT} --served-model-name m`),
  )
  put('other-model-at-another-time.absent', 'The report is older than the offer.', {
    ...other,
    service: { ...SERVICE, since: BLOCK_TIME - 1 },
    measured: { statedAt: BLOCK_TIME - 2 },
  })
}

function inputOf({ compose = HONEST, measured = {}, service = SERVICE, trust = {}, isReleased = false }: Case) {
  const material = { ...WORKLOAD_TRUST, ...(isReleased ? { releases: [releaseOf(compose ?? '')] } : {}), ...trust }
  const { compose: _, ...facts } = measure(compose, { statedAt: OBSERVED_AT })
  return {
    compose: compose === null ? null : fill(compose),
    measured: measured === null ? null : { ...facts, ...measured },
    service,
    at: BLOCK_TIME,
    trust: text(JSON.stringify(material)),
  }
}

// A megabyte of blanks is written as such.
function fill(compose: string) {
  const bare = compose.trimEnd()
  const count = compose.length - bare.length
  return count < 100 ? text(compose) : { bytes: { text: bare, edits: [['fill', '20', count]] } }
}
