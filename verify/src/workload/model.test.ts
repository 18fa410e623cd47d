import { describe, expect, it } from 'vitest'
import {
  appCompose,
  COMMIT,
  DIGEST,
  measure,
  modelEntry,
  OBSERVED_AT,
  vllmCompose,
  WORKLOAD_TRUST,
} from '../../testing/composes.js'
import { findFixture, skipReason } from '../../testing/fixtures.js'
import { BLOCK_TIME, honestRecords, settlementOf } from '../../testing/scenario.js'
import type { MeasuredCode } from '../enclave/measured.js'
import type { ServiceInForce } from '../subject.js'
import type { ModelEntry } from '../trust.js'
import type { Check } from '../verdict.js'
import { countPinned } from './codeKnown.js'
import { readCompose } from './compose/readCompose.js'
import { checkWorkload } from './workload.js'

const settlement = settlementOf(honestRecords(1))
const [SERVICE] = settlement.services as [ServiceInForce]
const ADVERTISED = 'qwen/qwen-2.5-7b-instruct'
const MODELS = [
  modelEntry(ADVERTISED, 'Qwen/Qwen2.5-7B-Instruct', { sameAs: ['mirror/Qwen2.5-7B-Instruct'] }),
  modelEntry('Qwen/Qwen3-4B', 'Qwen/Qwen3-4B'),
  modelEntry('zai-org/GLM-5-FP8', 'zai-org/GLM-5-FP8'),
]

interface Case {
  advertised?: string
  models?: ModelEntry[]
  services?: ServiceInForce[]
  changes?: Partial<MeasuredCode>
}

async function judgeCompose(yaml: string, { advertised = ADVERTISED, models = MODELS, services, changes }: Case = {}) {
  const subject = { ...settlement, services: services ?? [{ ...SERVICE, model: advertised }] }
  const trust = { ...WORKLOAD_TRUST, models }
  const { checks } = await checkWorkload(subject, measure(appCompose(yaml), changes), trust)
  const find = (id: string): Check => checks.find((check) => check.id === id) as Check
  return { matches: find('model-matches'), pinned: find('model-pinned') }
}
const serve = (model: string, more = '') => vllmCompose(`--model ${model} --served-model-name ${ADVERTISED} ${more}`)

describe('model-matches', () => {
  it.each([
    ['the repository', serve('Qwen/Qwen2.5-7B-Instruct')],
    ['another casing', serve('qwen/qwen2.5-7b-instruct')],
    ['a repository of the same weights', serve('mirror/Qwen2.5-7B-Instruct')],
    [
      'several names',
      vllmCompose(`--model=Qwen/Qwen2.5-7B-Instruct --served-model-name other ${ADVERTISED} --port 80`),
    ],
    ['no name, being the only server', vllmCompose('--model Qwen/Qwen2.5-7B-Instruct')],
    [
      'a shell around it',
      vllmCompose(`sh -c "cd / && exec vllm serve 'Qwen/Qwen2.5-7B-Instruct' --served_model_name=${ADVERTISED}"`),
    ],
    ['a list of words', vllmCompose(`["--model", "Qwen/Qwen2.5-7B-Instruct", "--served-model-name", "${ADVERTISED}"]`)],
    [
      'an entrypoint',
      vllmCompose('--model-path Qwen/Qwen2.5-7B-Instruct', '    entrypoint: python3 -m sglang.launch_server'),
    ],
    [
      'two equal servers',
      `${serve('Qwen/Qwen2.5-7B-Instruct')}\n  b:\n    image: x/vllm\n    command: --model Qwen/Qwen2.5-7B-Instruct --served-model-name ${ADVERTISED}`,
    ],
  ])('passes with %s', async (_, yaml) => {
    expect((await judgeCompose(yaml)).matches).toMatchObject({ status: 'pass' })
  })

  it.each([
    ['RedHatAI/Qwen2.5-7B-Instruct-FP8-dynamic', 'fp8'],
    ['Qwen/Qwen2.5-7B-Instruct-AWQ', 'awq'],
    ['Qwen/Qwen2.5-7B-Instruct-GPTQ-Int4', 'gptq, int4'],
    ['someone/Qwen2.5-7B-Instruct-bnb-4bit', 'bnb, 4bit'],
    ['Qwen/Qwen3-4B', 'Qwen/Qwen3-4B'],
  ])('fails where %s answers to the name', async (model, named) => {
    const { matches } = await judgeCompose(serve(model))
    expect(matches).toMatchObject({ status: 'fail', fault: 'provider' })
    expect(matches.reason).toContain(named)
    expect(matches.found).toContain(model)
  })

  it.each<[string, string, Case?]>([
    ['an unknown advertised text', serve('someone/Qwen2.5-7B-Instruct-AWQ'), { models: [] }],
    ['an unknown repository', serve('someone/Their-7B')],
    ['a copy of another owner', serve('someone/Qwen2.5-7B-Instruct')],
    ['an ending that may mean anything', serve('someone/Qwen2.5-7B-Instruct-1M')],
    ['a path', serve('/models/Qwen2.5-7B-Instruct-AWQ')],
    ['a bucket', serve('s3://bucket/Qwen2.5-7B-Instruct-AWQ')],
    ['a value from outside', serve('$MODEL')],
    ['weights changed at loading', serve('Qwen/Qwen2.5-7B-Instruct', '--quantization fp8')],
    ['weights changed at loading by the short option', serve('Qwen/Qwen2.5-7B-Instruct', '-q fp8')],
    ['adapters', serve('Qwen/Qwen2.5-7B-Instruct', '--lora-modules a=b')],
    ['a file of arguments', serve('Qwen/Qwen2.5-7B-Instruct', '--config /c.yaml')],
    ['a shortened option', serve('Qwen/Qwen2.5-7B-Instruct', '--hf-ov x')],
    ['an option twice', serve('Qwen/Qwen2.5-7B-Instruct', '--model Qwen/Qwen3-4B')],
    ['another place to load from', `${serve('Qwen/Qwen2.5-7B-Instruct')}\n    environment: [HF_ENDPOINT=http://evil]`],
    ['a mount at its path', `${serve('Qwen/Qwen2.5-7B-Instruct')}\n    volumes: ["v:/x/Qwen/Qwen2.5-7B-Instruct"]`],
    ['dummy weights', serve('Qwen/Qwen2.5-7B-Instruct', '--load-format dummy')],
    ['a name that no server has', vllmCompose('--model Qwen/Qwen3-4B --served-model-name other')],
    ['a server that may not run', `${serve('Qwen/Qwen3-4B')}\n    profiles: [x]`],
    ['no server', 'services:\n  a:\n    image: alpine\n    command: --model Qwen/Qwen3-4B'],
    ['a proxy', 'services:\n  a:\n    image: x/vllm-proxy\n    command: --model Qwen/Qwen3-4B'],
    ['a downloader', `services:\n  a:\n    image: python\n    command: sh -c "hf download Qwen/Qwen3-4B"`],
    [
      'two servers under one name',
      `${serve('Qwen/Qwen2.5-7B-Instruct')}\n  b:\n    image: x/vllm\n    command: --model a/b-AWQ --served-model-name ${ADVERTISED}`,
    ],
    ['no service known then', serve('Qwen/Qwen3-4B'), { services: [] }],
  ])('is absent with %s', async (_, yaml, more) => {
    expect((await judgeCompose(yaml, more)).matches).toMatchObject({ status: 'absent' })
  })

  it('lets a name declare its own form, and no other', async () => {
    const glm = (model: string) =>
      judgeCompose(vllmCompose(`--model ${model} --served-model-name zai-org/GLM-5-FP8`), {
        advertised: 'zai-org/GLM-5-FP8',
      })
    expect((await glm('zai-org/GLM-5-FP8')).matches.status).toBe('pass')
    expect((await glm('RedHatAI/GLM-5-FP8-dynamic')).matches.status).toBe('absent')
    expect((await glm('someone/GLM-5-AWQ')).matches.status).toBe('fail')
  })

  it.each<[string, Case]>([
    ['at an unknown time', { changes: { statedAt: undefined } }],
    ['before this offer', { changes: { statedAt: SERVICE.since - 1 } }],
    [
      'under another offer',
      {
        services: [
          { ...SERVICE, model: 'other', until: OBSERVED_AT + 1 },
          { ...SERVICE, since: OBSERVED_AT + 1, model: ADVERTISED },
        ],
      },
    ],
    [
      'after this offer ended',
      { services: [{ ...SERVICE, model: ADVERTISED, until: BLOCK_TIME + 1 }], changes: { statedAt: BLOCK_TIME + 2 } },
    ],
  ])('accuses nobody by a report observed %s', async (_, more) => {
    const { matches } = await judgeCompose(serve('Qwen/Qwen3-4B'), more)
    expect(matches).toMatchObject({ status: 'absent' })
    expect(matches.reason).toContain('not one of the time of this offer')
  })

  it('does not take an unnamed server for the one model of a service that has several', async () => {
    const services = [{ ...SERVICE, model: ADVERTISED, pricing: { modified: 'multi-model' } }]
    expect((await judgeCompose(vllmCompose('--model Qwen/Qwen3-4B'), { services })).matches.status).toBe('absent')
    expect((await judgeCompose(vllmCompose('--model Qwen/Qwen3-4B'))).matches.status).toBe('fail')
    expect((await judgeCompose(serve('Qwen/Qwen3-4B'), { services })).matches.status).toBe('fail')
  })
})

describe('model-pinned', () => {
  it.each([
    ['a commit', serve('Qwen/Qwen2.5-7B-Instruct', `--revision ${COMMIT}`)],
    ['a commit of other weights', serve('a/b', `--revision=${COMMIT}`)],
    [
      'an image of weights by digest',
      `${serve('/w/model')}\n    volumes: [{type: image, source: 'w@${DIGEST}', target: /w}]`,
    ],
  ])('passes with %s', async (_, yaml) => {
    expect((await judgeCompose(yaml)).pinned).toMatchObject({ status: 'pass' })
  })

  it.each([
    ['no revision', serve('Qwen/Qwen2.5-7B-Instruct')],
    ['a branch', serve('Qwen/Qwen2.5-7B-Instruct', '--revision main')],
    ['a short commit', serve('Qwen/Qwen2.5-7B-Instruct', `--revision ${COMMIT.slice(0, 12)}`)],
    ['a revision from outside', serve('Qwen/Qwen2.5-7B-Instruct', '--revision $REV')],
    ['two revisions', serve('Qwen/Qwen2.5-7B-Instruct', `--revision main --revision ${COMMIT}`)],
    [
      'another place to load from',
      `${serve('Qwen/Qwen2.5-7B-Instruct', `--revision ${COMMIT}`)}\n    environment: {HF_ENDPOINT: x}`,
    ],
    ['a path', serve('/w/model', `--revision ${COMMIT}`)],
    ['an image of weights by tag', `${serve('/w/model')}\n    volumes: [{type: image, source: 'w:1', target: /w}]`],
    [
      'a volume over the image of weights',
      `${serve('/w/model')}\n    volumes: [{type: image, source: 'w@${DIGEST}', target: /w}, 'v:/w/model']`,
    ],
  ])('is absent with %s', async (_, yaml) => {
    expect((await judgeCompose(yaml)).pinned).toMatchObject({ status: 'absent' })
  })
})

const REPORT = 'tee/0g-llm-attestation-report.json'
const report = findFixture<{ info: { tcb_info: { app_compose: string } } }>(REPORT)

describe('a report that 0G published', () => {
  if (report === undefined) console.warn(skipReason(REPORT, 2))
  const compose = report?.info.tcb_info.app_compose ?? ''

  it.skipIf(report === undefined)(
    'measures a quantised model, unpinned, in images of which eight are not pinned',
    async () => {
      const facts = await readCompose(compose)
      expect(facts.servers.find(({ service }) => service === 'vllm')).toMatchObject({
        engine: 'vllm',
        model: 'RedHatAI/Qwen2.5-7B-Instruct-FP8-dynamic',
        servedNames: [ADVERTISED],
        revision: null,
        alterations: [],
      })
      expect(countPinned(facts)).toBe('4 of 12 images pinned by digest')
      expect(facts.services.filter(({ privileged }) => privileged)).toHaveLength(2)
      const deciding = facts.unmeasured.filter(({ decides }) => decides).map(({ where }) => where)
      expect(deciding).toContain('services.redis.command')
      expect(deciding).toContain('services.vllm.volumes')
      expect(deciding).not.toContain('services.vllm-proxy.volumes')
    },
  )

  it.skipIf(report === undefined)('fails to be what was advertised', async () => {
    const subject = { ...settlement, services: [{ ...SERVICE, model: ADVERTISED }] }
    const { checks, observations } = await checkWorkload(subject, measure(compose), {
      ...WORKLOAD_TRUST,
      models: MODELS,
    })
    expect(checks.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'code-known absent',
      'model-matches fail',
      'model-pinned absent',
    ])
    expect(checks[1]?.found).toBe('RedHatAI/Qwen2.5-7B-Instruct-FP8-dynamic (revision not pinned)')
    expect(observations[0]?.text).toContain('HF_TOKEN')
  })
})
