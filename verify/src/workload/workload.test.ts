import { describe, expect, it } from 'vitest'
import {
  appCompose,
  COMMIT,
  DIGEST,
  HONEST,
  measure,
  OS_IMAGE,
  releaseOf,
  vllmCompose,
  WORKLOAD_TRUST,
} from '../../testing/composes.js'
import { honestRecords, settlementOf } from '../../testing/scenario.js'
import type { MeasuredCode } from '../enclave/measured.js'
import type { TrustMaterial } from '../trust.js'
import type { Check } from '../verdict.js'
import { checkWorkload } from './workload.js'

const subject = settlementOf(honestRecords(1))
const PINNED = `--model Qwen/Qwen3-8B --revision ${COMMIT} --served-model-name m`

async function judge(measured: MeasuredCode | null, trust = WORKLOAD_TRUST): Promise<Record<string, Check>> {
  const { checks } = await checkWorkload(subject, measured, trust)
  return Object.fromEntries(checks.map((check) => [check.id, check]))
}

/** The statuses for a compose that the list of releases names: what the compose itself still spoils. */
async function judgeReleased(compose: string, changes: Partial<MeasuredCode> = {}): Promise<Record<string, string>> {
  const checks = await judge(measure(compose, changes), { ...WORKLOAD_TRUST, releases: [releaseOf(compose)] })
  return Object.fromEntries(Object.values(checks).map(({ id, status }) => [id, status]))
}

describe('code-known', () => {
  it('knows a release on a known operating system with its images pinned', async () => {
    const checks = await judge(measure(HONEST))
    expect(Object.values(checks).map(({ id, status }) => `${id} ${status}`)).toEqual([
      'code-known pass',
      'model-matches pass',
      'model-pinned pass',
    ])
  })

  it.each<[string, MeasuredCode | null]>([
    ['no report', null],
    ['a report without a compose', measure(null)],
    ['a compose that is not published', measure(HONEST, { compose: null })],
    ['another operating system', measure(HONEST, { mrTd: 'ff'.repeat(48) })],
    ['other firmware', measure(HONEST, { rtmr: ['ff'.repeat(48), '21'.repeat(48), '22'.repeat(48), '23'.repeat(48)] })],
    ['another kernel', measure(HONEST, { rtmr: ['20'.repeat(48), 'ff'.repeat(48), '22'.repeat(48), '23'.repeat(48)] })],
    [
      'another root file system',
      measure(HONEST, { rtmr: ['20'.repeat(48), '21'.repeat(48), 'ff'.repeat(48), '23'.repeat(48)] }),
    ],
    [
      'a signing oracle in a genuine enclave',
      measure(appCompose(vllmCompose(PINNED, '  oracle:', `    image: evil/oracle@${DIGEST}`))),
    ],
    ['a compose that is no JSON', measure('services: {}')],
  ])('does not know %s', async (_, measured) => {
    const { 'code-known': known } = await judge(measured)
    expect(known?.status).toBe('absent')
    expect(known?.reason).toBeTruthy()
  })

  it.each<[string, Partial<TrustMaterial>]>([
    ['an empty list of releases', { releases: [] }],
    ['an empty list of systems', { osImages: [] }],
    ['a release of later', { releases: [releaseOf(HONEST, { from: '2025-10-10' })] }],
    ['a release withdrawn before', { releases: [releaseOf(HONEST, { until: '2025-10-09' })] }],
    ['a system of later', { osImages: [{ ...OS_IMAGE, from: '2026-01-01' }] }],
    ['a release without that image', { releases: [releaseOf(HONEST, { images: [] })] }],
    [
      'a release with another digest',
      {
        releases: [releaseOf(HONEST, { images: [{ image: 'vllm/vllm-openai', digest: `sha256:${'cd'.repeat(32)}` }] })],
      },
    ],
    [
      'the digest under another name',
      { releases: [releaseOf(HONEST, { images: [{ image: 'evil/vllm-openai', digest: DIGEST }] })] },
    ],
    [
      'registers of two systems',
      {
        osImages: [
          { ...OS_IMAGE, rtmr1: [] },
          { ...OS_IMAGE, rtmr2: [] },
        ],
      },
    ],
  ])('does not know it with %s', async (_, changes) => {
    const { 'code-known': known } = await judge(measure(HONEST), { ...WORKLOAD_TRUST, ...changes })
    expect(known?.status).toBe('absent')
  })

  it('compares the image hash of the system where both sides name one', async () => {
    const trust = { ...WORKLOAD_TRUST, osImages: [{ ...OS_IMAGE, imageHash: 'aa'.repeat(32) }] }
    expect((await judge(measure(HONEST, { osImageHash: 'aa'.repeat(32) }), trust))['code-known']?.status).toBe('pass')
    expect((await judge(measure(HONEST, { osImageHash: 'bb'.repeat(32) }), trust))['code-known']?.status).toBe('absent')
  })

  it.each<[string, string[], Record<string, unknown>?]>([
    ['the operator’s configuration', ['    volumes: ["/dstack/user_config:/etc/config"]']],
    ['the operator’s folder', ['    volumes: [{type: bind, source: /tapp, target: /conf}]']],
    ['the engine’s socket', ['    volumes: ["/var/run/docker.sock:/var/run/docker.sock"]']],
    ['a relative path', ['    volumes: ["./conf:/conf"]']],
    ['a path from outside', ['    volumes: ["$WHERE:/conf"]']],
    [
      'a volume that is a bind in disguise',
      ['    volumes: ["v:/conf"]', 'volumes: {v: {driver_opts: {type: none, o: bind, device: /tapp}}}'],
    ],
    ['an external volume', ['    volumes: ["v:/conf"]', 'volumes: {v: {external: true}}']],
    ['a file of variables', ['    env_file: .env']],
    ['another file', ['    extends: {file: other.yml, service: x}']],
    ['an include', ['include: [other.yml]']],
    ['a build', ['    build: .']],
    ['a config from a file', ['    configs: [c]', 'configs: {c: {file: ./c}}']],
    ['a config with a value put in', ['    configs: [c]', 'configs: {c: {content: "x $Y"}}']],
    ['a variable from outside', ['    environment: {UPSTREAM: "$UPSTREAM"}']],
    ['a variable passed through', ['    environment: [UPSTREAM]']],
    ['a name that steers compose', [], { allowed_envs: ['COMPOSE_FILE'] }],
    ['a name that steers compose and ends like a secret', [], { allowed_envs: ['DOCKER_TOKEN'] }],
    ['a script that reads the configuration', [], { pre_launch_script: 'cat /dstack/.user-config | sh' }],
    ['an image of a later service by tag', ['  side:', '    image: alpine:latest']],
    ['an entrypoint from outside', ['    entrypoint: ["sh", "-c", "$BOOT"]']],
  ])('is not excused by a release: %s', async (_, lines, changes) => {
    expect(await judgeReleased(appCompose(vllmCompose(PINNED, ...lines), changes))).toMatchObject({
      'code-known': 'absent',
    })
  })

  it('lets secrets, agent sockets and scratch space be', async () => {
    const lines = [
      '    environment: {TOKEN: "$TOKEN", A: "$$b"}',
      '    volumes: ["/var/run/dstack.sock:/var/run/dstack.sock"]',
      '    tmpfs: /tmp',
    ]
    const compose = appCompose(vllmCompose(PINNED, ...lines), { allowed_envs: ['TOKEN'] })
    expect(await judgeReleased(compose)).toMatchObject({ 'code-known': 'pass' })
    const reading = compose.replace(PINNED, `sh -c 'exec $$TOKEN'`)
    expect(await judgeReleased(reading)).toMatchObject({ 'code-known': 'absent' })
  })

  it('takes a volume only where the enclave never ran another compose', async () => {
    const compose = appCompose(vllmCompose(PINNED, '    volumes: ["cache:/root/.cache"]', 'volumes: {cache: {}}'))
    expect(await judgeReleased(compose)).toMatchObject({ 'code-known': 'pass' })
    const id = measure(compose).events[0]?.payload ?? ''
    for (const events of [
      [],
      [{ name: 'app-id', payload: '00'.repeat(20) }],
      [
        { name: 'app-id', payload: '00'.repeat(20) },
        { name: 'app-id', payload: id },
      ],
      [
        { name: 'boot-mr-done', payload: '' },
        { name: 'app-id', payload: id },
      ],
    ])
      expect(await judgeReleased(compose, { events })).toMatchObject({ 'code-known': 'absent' })
  })
})

describe('relay-endpoint', () => {
  const role = { kind: 'relays', endpoint: 'https://relay.example', operator: 'Example Cloud' } as const

  it('names the endpoint of a known relay, whose model runs outside', async () => {
    const checks = await judge(measure(HONEST), { ...WORKLOAD_TRUST, releases: [releaseOf(HONEST, { role })] })
    expect(checks['relay-endpoint']).toMatchObject({
      status: 'pass',
      found: 'https://relay.example, operated by Example Cloud',
    })
    expect(checks['model-matches']).toMatchObject({ status: 'absent' })
    expect(checks['model-pinned']).toMatchObject({ status: 'absent' })
  })

  it('says nothing of a relay whose code is not known', async () => {
    const releases = [releaseOf(HONEST, { role, images: [] })]
    expect(await judge(measure(HONEST), { ...WORKLOAD_TRUST, releases })).not.toHaveProperty('relay-endpoint')
    expect(await judge(measure(HONEST))).not.toHaveProperty('relay-endpoint')
  })
})
