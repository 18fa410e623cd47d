import { expect, it } from 'vitest'
import {
  appCompose,
  COMMIT,
  DIGEST,
  HONEST,
  measure,
  releaseOf,
  vllmCompose,
  WORKLOAD_TRUST,
} from '../../../testing/composes.js'
import { evidenceOf, honestRecords, settlementOf } from '../../../testing/scenario.js'
import { inputsHash } from '../../body.js'
import { buildBundle, readBundle } from '../../bundle/bundle.js'
import { createSigstore, mintImageBundle } from '../../mint/index.js'
import type { Release } from '../../trust.js'
import { checkWorkload } from '../workload.js'

const pki = createSigstore()
const subject = settlementOf(honestRecords(1))
const OTHER = `sha256:${'cd'.repeat(32)}`
const SIDE = appCompose(
  vllmCompose(
    `--model Qwen/Qwen3-8B --revision ${COMMIT} --served-model-name m`,
    '  side:',
    `    image: side@${OTHER}`,
  ),
)
const IMAGES = [
  { image: 'vllm/vllm-openai', digest: DIGEST },
  { image: 'side', digest: OTHER },
]
const release = releaseOf(HONEST)
const bundleOf = (digest: string, changes = {}) =>
  mintImageBundle(pki, { digest, release: { ...release, ...changes }, form: 'statement', at: Date.UTC(2025, 8, 1) })

async function judge(
  bundles: string[] | undefined,
  compose = HONEST,
  changes: Partial<Release> = {},
  measured = measure(compose),
) {
  const trust = { ...WORKLOAD_TRUST, releases: [releaseOf(compose, changes)], sigstore: [pki.root] }
  const { checks } = await checkWorkload(subject, measured, trust, bundles)
  return checks.find(({ id }) => id === 'image-provenance')
}

it('is not made where no bundle was given', async () => {
  expect(await judge(undefined)).toBeUndefined()
  expect(await judge([])).toBeUndefined()
})

it('passes where every image of the release was signed at its source', async () => {
  expect(await judge([bundleOf(DIGEST)])).toMatchObject({ status: 'pass', found: '1 of 1 images signed there' })
  const both = ['broken', bundleOf(OTHER), bundleOf(DIGEST)]
  expect(await judge(both, SIDE, { images: IMAGES })).toMatchObject({ status: 'pass' })
})

it.each<[string, string[], RegExp]>([
  ['one image is not covered', [bundleOf(DIGEST)], /sha256:cdcd.*does not speak of/],
  [
    'one was signed at another commit',
    [bundleOf(DIGEST), bundleOf(OTHER, { commit: 'f'.repeat(40) })],
    /at commit ffff/,
  ],
  ['one was signed elsewhere', [bundleOf(DIGEST), bundleOf(OTHER, { source: 'https://example.org/x' })], /signed in/],
  ['all are broken', ['{}', 'null'], /mediaType|expected/],
])('is absent and accuses nobody where %s', async (_, bundles, reason) => {
  const check = await judge(bundles, SIDE, { images: IMAGES })
  expect(check).toMatchObject({ status: 'absent' })
  expect(check?.reason).toMatch(reason)
})

it('is absent where the code is not known, or there is nothing to sign', async () => {
  expect(await judge([bundleOf(DIGEST)], HONEST, { until: '2025-01-02' })).toMatchObject({ status: 'absent' })
  expect(await judge([bundleOf(DIGEST)], HONEST, {}, measure(null))).toMatchObject({ status: 'absent' })
  expect(await judge([bundleOf(DIGEST)], HONEST, { images: [] })).toMatchObject({ status: 'absent' })
})

it('travels in evidence bundles and joins the digest of the inputs', () => {
  const hash = (imageBundles?: string[]) =>
    inputsHash(subject, evidenceOf(imageBundles === undefined ? {} : { imageBundles }), WORKLOAD_TRUST)
  expect(new Set([hash(), hash([]), hash(['a']), hash(['a', 'b'])]).size).toBe(4)
  expect(hash(['b', 'a'])).toBe(hash(['a', 'b']))
  const evidence = evidenceOf({ imageBundles: [bundleOf(DIGEST), '{}'] })
  const read = readBundle(buildBundle({ subject, evidence, verdict: null, gaps: [] }))
  expect(read.evidence.imageBundles).toEqual(evidence.imageBundles)
  const without = readBundle(buildBundle({ subject, evidence: evidenceOf(), verdict: null, gaps: [] }))
  expect(without.evidence).not.toHaveProperty('imageBundles')
})

it('keeps label and mode of a service in evidence bundles', () => {
  const [service] = subject.services
  if (service === undefined) throw new Error('there is a service')
  const services = [{ ...service, derivedMode: 'relayed', verifiability: 'TeeML' }]
  const read = readBundle(
    buildBundle({ subject: { ...subject, services }, evidence: evidenceOf(), verdict: null, gaps: [] }),
  )
  expect(read.subject.services).toEqual(services)
})
