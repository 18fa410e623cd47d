import { describe, expect, it } from 'vitest'
import {
  appCompose,
  COMMIT,
  DIGEST,
  HONEST,
  measure,
  modelEntry,
  OS_IMAGE,
  releaseOf,
  vllmCompose,
  WORKLOAD_TRUST,
} from '../../testing/composes.js'
import { BLOCK_TIME, honestRecords, settlementOf } from '../../testing/scenario.js'
import type { ServiceInForce } from '../subject.js'
import type { TrustMaterial } from '../trust.js'
import { listUndeclared, readWeightName } from './derivative.js'
import { findService, isInForce } from './inForce.js'
import { checkWorkload } from './workload.js'

const subject = settlementOf(honestRecords(1))
const ARGUMENTS = `--model Qwen/Qwen3-8B --revision ${COMMIT} --served-model-name m`
const OS_GAP = 'the operating system’s measurements are not on the list of known images'
const RELEASE_GAP = 'the compose is not on the dated list of releases'

async function judge(compose: string, trust: TrustMaterial = WORKLOAD_TRUST, changes = {}, of = subject) {
  const { checks, observations } = await checkWorkload(of, measure(compose, changes), trust)
  const find = (id: string) => checks.find((check) => check.id === id)
  return { known: find('code-known'), matches: find('model-matches'), pinned: find('model-pinned'), observations }
}
const released = (compose: string, changes = {}) => ({ ...WORKLOAD_TRUST, releases: [releaseOf(compose, changes)] })
const unknown = (...gaps: string[]) => `Which code ran is not known: ${gaps.join('; ')}.`

describe('what is shown of the code', () => {
  it('is the release, the system, and what was measured', async () => {
    const { composeHash } = measure(HONEST)
    expect((await judge(HONEST)).known).toEqual({
      ...{ id: 'code-known', question: 'workload', status: 'pass', evidence: [] },
      expected: `test-server 1.0.0 (https://example.org/server at ${COMMIT}) on test-os 1`,
      found: `compose ${composeHash}, MRTD ${'10'.repeat(48)}, 1 of 1 images pinned by digest`,
    })
  })

  it('is not a release where the same images run with other arguments', async () => {
    const other = appCompose(vllmCompose(`${ARGUMENTS} --port 81`))
    expect((await judge(other)).known).toMatchObject({
      status: 'absent',
      reason: unknown(RELEASE_GAP),
      expected: 'a release of the trust material',
      found: `compose ${measure(other).composeHash}, MRTD ${'10'.repeat(48)}, 1 of 1 images pinned by digest`,
    })
  })

  it.each<[string, Partial<TrustMaterial>, string[]]>([
    ['system', { osImages: [] }, [OS_GAP]],
    ['release', { releases: [] }, [RELEASE_GAP]],
    ['either', { osImages: [], releases: [] }, [OS_GAP, RELEASE_GAP]],
    [
      'image',
      { releases: [releaseOf(HONEST, { images: [] })] },
      [`services.vllm: vllm/vllm-openai@${DIGEST} is not an image of the release`],
    ],
  ])('names the unknown %s', async (_, trust, gaps) => {
    expect((await judge(HONEST, { ...WORKLOAD_TRUST, ...trust })).known?.reason).toBe(unknown(...gaps))
  })

  it('names a service without image', async () => {
    const compose = appCompose(vllmCompose(ARGUMENTS, '  bare:', '    command: x'))
    expect((await judge(compose, released(compose))).known?.reason).toContain(
      'services.bare: no image is not an image of the release',
    )
  })

  it('names five open ends and counts the rest, in the observation twenty', async () => {
    const files = (count: number) => {
      const lines = Array.from({ length: count }, (_, n) => `"/tapp/${n}:/c${n}"`)
      const compose = appCompose(vllmCompose(ARGUMENTS, `    volumes: [${lines.join(', ')}]`))
      return judge(compose, released(compose))
    }
    const end = (reason: string | undefined) => reason?.split('; ').slice(-1)[0]
    const five = (await files(5)).known?.reason
    expect(five?.match(/services\.vllm\.volumes: /g)).toHaveLength(5)
    expect(five).not.toContain('more values')
    const six = (await files(6)).known?.reason
    expect(six?.match(/services\.vllm\.volumes: /g)).toHaveLength(5)
    expect(end(six)).toBe('1 more values, mounts or images are not measured.')
    const [twenty] = (await files(20)).observations
    const [more] = (await files(22)).observations
    expect(twenty).toMatchObject({ id: 'unmeasured', question: 'workload', evidence: [] })
    expect(twenty?.text).toMatch(/^The measurement does not cover services\.vllm\.volumes \(.+\)\.$/)
    expect(twenty?.text).not.toMatch(/, \d+ more\.$/)
    expect(more?.text.match(/services\.vllm\.volumes \(/g)).toHaveLength(20)
    expect(more?.text).toMatch(/\), 2 more\.$/)
    expect((await judge(HONEST)).observations).toEqual([])
  })

  it('names volumes that an earlier compose may have filled', async () => {
    const compose = appCompose(
      vllmCompose(ARGUMENTS, '    volumes: ["cache:/c", "/anonymous"]', '    tmpfs: /t', 'volumes: {cache: {}}'),
    )
    expect((await judge(compose, released(compose))).known?.status).toBe('pass')
    const events = [
      { name: 'app-id', payload: '00'.repeat(20) },
      { name: 'boot-mr-done', payload: '' },
    ]
    expect((await judge(compose, released(compose), { events })).known?.reason).toBe(
      unknown(
        'services.vllm.volumes: cache at /c may hold what an earlier compose wrote',
        'services.vllm.volumes: a volume at /anonymous may hold what an earlier compose wrote',
      ),
    )
    const own = measure(compose).events
    const around = [{ name: 'other', payload: '' }, ...own, { name: 'boot-mr-done', payload: '' }, ...own]
    expect((await judge(compose, released(compose), { events: around })).known?.status).toBe('pass')
    expect((await judge(compose, released(compose), { events: [...own, ...own] })).known?.status).toBe('absent')
  })

  it('takes the system’s own hash where only one side names it', async () => {
    const withHash = { ...WORKLOAD_TRUST, osImages: [{ ...OS_IMAGE, imageHash: 'aa'.repeat(32) }] }
    expect((await judge(HONEST, withHash)).known?.status).toBe('pass')
    expect((await judge(HONEST, WORKLOAD_TRUST, { osImageHash: 'bb'.repeat(32) })).known?.status).toBe('pass')
    expect((await judge(HONEST, withHash, { osImageHash: 'bb'.repeat(32) })).known?.status).toBe('absent')
  })

  it.each<[string, object, object]>([
    [
      'no compose',
      { composeHash: null },
      { reason: 'The report binds no compose: what runs inside the enclave is not known.' },
    ],
    [
      'a compose that nobody published',
      { compose: null },
      {
        reason: `The compose ${measure(HONEST).composeHash} is measured and not published.`,
        found: measure(HONEST).composeHash,
      },
    ],
  ])('says that there is %s', async (_, changes, shown) => {
    const { checks, observations } = await checkWorkload(subject, measure(HONEST, changes), WORKLOAD_TRUST)
    const absent = { id: 'code-known', question: 'workload', status: 'absent', evidence: [] }
    expect({ checks, observations }).toEqual({ checks: [{ ...absent, ...shown }], observations: [] })
  })
})

describe('what is shown of the model', () => {
  const offered = (model: string, changes: Partial<ServiceInForce> = {}) => ({
    ...subject,
    services: subject.services.map((service) => ({ ...service, model, ...changes })),
  })
  const models = [modelEntry('offer', 'Qwen/Qwen3-8B'), modelEntry('Qwen/Qwen3-4B', 'Qwen/Qwen3-4B')]
  const trust = { ...WORKLOAD_TRUST, models }
  const serve = (model: string, more = '', ...lines: string[]) =>
    judge(
      appCompose(vllmCompose(`--model ${model} --served-model-name offer ${more}`, ...lines)),
      trust,
      {},
      offered('offer'),
    )

  it('is what was offered and what is served', async () => {
    const { matches, pinned } = await serve('Qwen/Qwen3-8B', `--revision ${COMMIT}`)
    const found = `Qwen/Qwen3-8B (revision ${COMMIT})`
    const pass = { question: 'workload', status: 'pass', evidence: [], found }
    expect(matches).toEqual({ ...pass, id: 'model-matches', expected: 'offer = Qwen/Qwen3-8B' })
    expect(pinned).toEqual({ ...pass, id: 'model-pinned', expected: 'a commit of 40 hex digits, or a digest' })
  })

  it.each<[string, string, string | RegExp, string?]>([
    [
      '--quantization fp8',
      'Qwen/Qwen3-8B',
      'The weights are changed at loading (--quantization fp8), unless they are kept in that form.',
      'Qwen/Qwen3-8B (revision not pinned, --quantization fp8)',
    ],
    ['', 'someone/Their-7B', 'Whether someone/Their-7B is the same as Qwen/Qwen3-8B is not known.'],
    ['', '/models/Qwen3-8B', 'A path names no weights: /models/Qwen3-8B.'],
    ['', 's3://b/Qwen3-8B', 'Which model answered is not measured: the model is named by neither repository nor path.'],
    [
      '',
      '$MODEL',
      'Which model answered is not measured: the server is started with a word that is not literal: $MODEL.',
      'a model not named literally (revision not pinned)',
    ],
    [
      '--lora-modules a=b',
      'Qwen/Qwen3-8B',
      /^Which model answered is not measured: the server is started with [^,]+\.$/,
    ],
    ['', 'Qwen/Qwen3-8B-AWQ', 'An undeclared derivative (awq) answers to the advertised name.'],
    ['', 'Qwen/Qwen3-4B', 'Another model answers to the advertised name: Qwen/Qwen3-4B.'],
  ])('with %s, %s: %s', async (more, model, reason, found) => {
    const { matches } = await serve(model, more)
    expect(matches?.status).toBe(/An undeclared|Another/.test(`${reason}`) ? 'fail' : 'absent')
    expect(matches?.reason).toMatch(reason)
    if (found !== undefined) expect(matches?.found).toBe(found)
  })

  it('says which servers there are, where none can be told', async () => {
    const shown = async (yaml: string) => (await judge(appCompose(yaml), trust, {}, offered('offer'))).matches
    const expected = 'offer'
    expect(await shown(`services:\n  a:\n    image: alpine`)).toMatchObject({
      ...{ expected, found: 'no model server' },
      reason:
        'Which model answered is not measured: the measured compose starts no program that is known to serve a model.',
    })
    const two = `${vllmCompose('--model a/b --served-model-name x')}\n  c:\n    image: x/vllm\n    command: --model c/d --served-model-name`
    expect(await shown(`${two} y`)).toMatchObject({
      found: 'a/b (revision not pinned); c/d (revision not pinned)',
      reason: 'Which model answered is not measured: no measured server answers to the advertised name.',
    })
    const nameless = `${vllmCompose('--model a/b')}\n  c:\n    image: x/vllm\n    command: --model c/d`
    expect((await shown(nameless))?.reason).toMatch(/no measured server answers to the advertised name\.$/)
    const same = `${vllmCompose('--model a/b --served-model-name offer')}\n  c:\n    image: x/vllm\n    command: --model c/d --served-model-name offer`
    expect((await shown(same))?.reason).toBe(
      'Which model answered is not measured: several servers answer to the advertised name, each with its own weights.',
    )
    const sometimes = `${vllmCompose('--model a/b --served-model-name offer')}\n  c:\n    image: x/vllm\n    profiles: [p]\n    command: --model a/b --served-model-name OFFER`
    expect((await shown(sometimes))?.reason).toBe(
      'Which model answered is not measured: whether that server is started is not measured.',
    )
    const many =
      '--model a/b --served-model-name offer --lora-modules a=b --config c --hf-overrides d --load-format dummy'
    expect((await shown(vllmCompose(many)))?.reason?.split('started with ')[1]?.split(', ')).toHaveLength(3)
  })

  it('is claimed where it may change', async () => {
    const reason = async (...serving: Parameters<typeof serve>) => {
      const { pinned } = await serve(...serving)
      return pinned?.status === 'pass' ? pinned.found : pinned?.reason
    }
    const claimed = (why: string) => `The model is claimed: ${why}, so that its weights can change unmeasured.`
    expect(await reason('a/b')).toBe(claimed('no revision is given'))
    for (const revision of ['main', `x${COMMIT}`, `${COMMIT}0`, `v/${COMMIT}`, COMMIT.toUpperCase()])
      expect(await reason('a/b', `--revision ${revision}`)).toBe(claimed(`"${revision}" can be moved`))
    expect(await reason('$MODEL')).toBe(
      'The model is claimed: the server is started with a word that is not literal: $MODEL.',
    )
    const without = await judge(appCompose(vllmCompose('--served-model-name offer')), trust, {}, offered('offer'))
    expect(without.pinned?.reason).toBe('The model is claimed: the model is not named literally.')
    const mounted = (source: string, target: string, more = '') =>
      reason('/w/model', '', `    volumes: [{type: image, source: '${source}', target: ${target}}${more}]`)
    const path = 'The model is claimed: a path whose content no digest pins.'
    for (const target of ['/w', '/w/', '/w/model', '/'])
      expect(await mounted(`w@${DIGEST}`, target)).toBe(`/w/model in w@${DIGEST}`)
    for (const target of ['/x', '/w/mod', '/w/model/sub', '/wide'])
      expect(await mounted(`w@${DIGEST}`, target)).toBe(path)
    expect(await mounted(`w@${DIGEST}0`, '/w')).toBe(path)
    expect(await mounted('w:1', '/w')).toBe(path)
    expect(await mounted(`w@${DIGEST}`, '/w', ", '/host:/w/model'")).toBe(path)
    expect(await mounted(`w@${DIGEST}`, '/w', ", '/host:/elsewhere'")).toBe(`/w/model in w@${DIGEST}`)
    expect(await reason('/w/model', '', "    volumes: ['/host:/w']")).toBe(path)
    const beside = [`  other:`, '    image: x', `    volumes: [{type: image, source: 'w@${DIGEST}', target: /w}]`]
    expect(await reason('/w/model', '', ...beside)).toBe(path)
  })

  it('accuses nobody where the offer is not known, or the name not on the list', async () => {
    const { matches, pinned } = await judge(HONEST, trust, {}, { ...subject, services: [] })
    const reason = 'What the service advertised at that time is not known.'
    expect([matches, pinned]).toMatchObject([
      { status: 'absent', reason },
      { status: 'absent', reason },
    ])
    expect((await judge(HONEST, trust, {}, offered('M'))).matches).toMatchObject({
      status: 'absent',
      reason: 'The list of models does not say what "M" stands for.',
      expected: 'M',
      found: `Qwen/Qwen3-8B (revision ${COMMIT})`,
    })
    const relay = { kind: 'relays', endpoint: 'https://r.example', operator: 'R' } as const
    expect((await judge(HONEST, released(HONEST, { role: relay }))).pinned?.reason).toBe(
      'The model runs outside: the known code relays every request.',
    )
  })
})

describe('names of weights', () => {
  it.each<[string, string, string, string[]]>([
    ['Owner/Base-7B-FP8-Dynamic', 'owner', 'base-7b', ['fp8']],
    ['owner/base-awq-int4', 'owner', 'base', ['awq', 'int4']],
    ['owner/base-awq-chat', 'owner', 'base-awq-chat', []],
    ['owner/fp8', 'owner', 'fp8', []],
    ['owner/fp8-base', 'owner', 'fp8-base', []],
    ['base-gguf', '', 'base', ['gguf']],
    ['a/b/c-int8', 'a', 'b/c', ['int8']],
    ['', '', '', []],
  ])('%s is of %s, %s with %j', (repository, owner, base, markers) => {
    expect(readWeightName(repository)).toEqual({ owner, base, markers })
  })

  it('declare their form in the offer, in whatever case, or in the weights that it stands for', () => {
    const found = readWeightName('o/base-awq-int4')
    const plain = readWeightName('o/base')
    expect(listUndeclared(found, 'base', plain)).toEqual(['awq', 'int4'])
    expect(listUndeclared(found, 'Base-AWQ', plain)).toEqual(['int4'])
    expect(listUndeclared(found, 'base', readWeightName('o/base-int4'))).toEqual(['awq'])
  })
})

describe('what was in force', () => {
  it('is from the first millisecond to the one before the last', () => {
    const day = Date.UTC(2025, 0, 2)
    const entry = { from: '2025-01-02', until: '2025-01-03' }
    const at = (time: number) => isInForce(entry, time)
    expect([day - 1, day, day + 86_399_999, day + 86_400_000].map(at)).toEqual([false, true, true, false])
    const service = { ...subject.services[0], since: 5, until: 9 } as ServiceInForce
    const found = (time: number) => findService([service], time) === service
    expect([4, 5, 8, 9].map(found)).toEqual([false, true, true, false])
    expect(findService([{ ...service, until: null }], BLOCK_TIME)).toBeDefined()
  })
})
