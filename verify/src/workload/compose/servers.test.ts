import { describe, expect, it } from 'vitest'
import { appCompose, DIGEST } from '../../../testing/composes.js'
import { readCompose } from './readCompose.js'
import { isRepository } from './servers.js'

/** The servers of one service with those lines, its image and its command. */
async function serversOf(image: string, command: string | null, ...lines: string[]) {
  const yaml = [
    'services:',
    '  s:',
    `    image: ${image}`,
    ...(command === null ? [] : [`    command: ${JSON.stringify(command)}`]),
    ...lines.map((line) => `    ${line}`),
  ]
  return (await readCompose(appCompose(yaml.join('\n')))).servers
}
const plain = { service: 's', revision: null, quantization: null, dtype: null, alterations: [], runsAlways: true }

describe('a model server', () => {
  it.each<[string, string, string | null, string[]]>([
    ['vllm', 'x/vllm-openai:1', '--model a/b', []],
    ['vllm', 'x/vllm', 'a/b', []],
    ['vllm', 'vllm-openai-cu12', '--model a/b', []],
    ['vllm', 'python', 'python3 -m vllm.entrypoints.openai.api_server --model a/b', []],
    ['vllm', 'python', 'python api_server.py --model a/b', []],
    ['vllm', 'python', '/opt/bin/vllm serve a/b', []],
    ['vllm', 'python', 'sh -c "sleep 1; exec vllm serve a/b"', []],
    ['vllm', 'x', '--model a/b', ['entrypoint: [vllm, serve]']],
    ['sglang', 'x/sglang', '--model-path a/b', []],
    ['sglang', 'x', 'python3 -m sglang.launch_server --model-path a/b', []],
    ['tgi', 'x/text-generation-inference:2', '--model-id a/b', []],
    ['tgi', 'x', 'text-generation-launcher --model-id=a/b', []],
    ['tgi', 'x/text-generation-inference', null, ['environment: {MODEL_ID: a/b}']],
    ['llama.cpp', 'x/llama.cpp', '-hf a/b', []],
    ['llama.cpp', 'x', 'llama-server -m a/b', []],
  ])('of %s: %s, %s', async (engine, image, command, lines) => {
    expect(await serversOf(image, command, ...lines)).toEqual([
      { ...plain, engine, model: 'a/b', servedNames: ['a/b'], namesItself: false },
    ])
  })

  it.each<[string, string | null, string[]]>([
    ['x/vllm-proxy', 'vllm serve a/b', []],
    ['x/model-router', '--model a/b', []],
    ['x/api-gateway', 'vllm serve a/b', []],
    ['alpine', '--model a/b', []],
    ['x/vllm', 'sh -c "hf download a/b"', []],
    ['x/vllm', '--model a/b', ['entrypoint: [other]']],
    ['x/vllm', 'bash', []],
    ['x/myvllm', '--model a/b', []],
    ['x/vllm-openai-a-b', '--model a/b', []],
    ['python', 'run one two three vllm serve a/b', []],
    ['python', 'vllms serve a/b', []],
    ['python', 'xsglang.launch_server --model a/b', []],
  ])('is not %s with %s', async (image, command, lines) => {
    expect(await serversOf(image, command, ...lines)).toEqual([])
  })

  it('without any argument serves what nobody says', async () => {
    expect(await serversOf('x/vllm', null)).toEqual([
      { ...plain, engine: 'vllm', model: null, servedNames: [], namesItself: false },
    ])
  })

  it('stands with every other one of its script', async () => {
    const two = await serversOf('x', 'sh -c "vllm serve a/b & vllm serve c/d --served-model-name e"')
    expect(two.map(({ model, servedNames }) => [model, servedNames])).toEqual([
      ['a/b', ['a/b']],
      ['c/d', ['e']],
    ])
  })

  it.each<[string, object]>([
    ['--model a/b --served-model-name c d --port 80', { servedNames: ['c', 'd'], namesItself: true }],
    ['--model a/b --served_model_name=c d', { servedNames: ['c'] }],
    ['--model a/b --alias c', { servedNames: ['c'] }],
    ['--model a/b -a c', { servedNames: ['c'] }],
    ['--model a/b --revision r --dtype half', { revision: 'r', dtype: 'half' }],
    ['--model=a/b --revision=r=s --quantize q', { model: 'a/b', revision: 'r=s', quantization: 'q' }],
    ['--model a/b --quantization q', { quantization: 'q' }],
    ['--model a/b -q q', { quantization: 'q' }],
    ['--hf-repo a/b', { model: 'a/b' }],
    ['-hfr a/b', { model: 'a/b' }],
    ['-m a/b', { model: 'a/b' }],
    ['serve /w/model', { model: null, servedNames: [] }],
    ['a/b --port 80', { model: 'a/b' }],
    ['--port 80 a/b', { model: null, alterations: [] }],
    ['--model', { model: null, servedNames: [] }],
    ['--model a/b --model c/d', { model: 'a/b', alterations: ['the model is named more than once'] }],
    ['a/b --model c/d', { model: 'c/d', alterations: ['the model is named more than once'] }],
    ['--model a/b --revision c --revision d', { revision: 'c', alterations: ['the revision is named more than once'] }],
    ['--model a/b --load-format dummy', { alterations: ['--load-format dummy'] }],
    ['--model a/b --load-format=auto', { alterations: [] }],
    ['--model a/b --load-format safetensors', { alterations: [] }],
    ['--model a/b --load-format pt', { alterations: [] }],
    ['--model a/b --hf-overrides x', { alterations: ['--hf-overrides'] }],
    ['--model a/b --hf_overrides=x', { alterations: ['--hf-overrides'] }],
    ['--model a/b --lora x', { alterations: ['--lora'] }],
    ['--model a/b -hff x', { alterations: ['-hff'] }],
    ['--model a/b --mod x', { alterations: ['the shortened --mod'] }],
    ['--model a/b --hf-ov=x', { alterations: ['the shortened --hf-ov'] }],
    ['--model a/b --m x', { alterations: [] }],
    ['--model a/b -mod x', { alterations: [] }],
    ['--model a/b --modelx c', { alterations: [] }],
    ['--model a/b --port `id`', { alterations: ['a word that is not literal: `id`'] }],
    ["--model '`id`'", { model: null, alterations: ['a word that is not literal: `id`'] }],
  ])('is started with %s', async (command, found) => {
    const [server] = await serversOf('x/vllm', command)
    if (command.startsWith('serve ')) expect(server).toBeUndefined()
    else expect(server).toMatchObject(found)
  })

  it('shows forty characters of a word that is not literal', async () => {
    const [server] = await serversOf('x/vllm', `--model a/b --x ${'`'.repeat(50)}`)
    expect(server?.alterations).toEqual([`a word that is not literal: ${'`'.repeat(40)}`])
  })

  it('takes its model from the variables of one program alone', async () => {
    const lines = ['environment: {MODEL_ID: a/b, REVISION: r, QUANTIZE: q, OTHER: o}']
    expect((await serversOf('x/text-generation-inference', '--port 80', ...lines))[0]).toMatchObject({
      ...{ model: 'a/b', revision: 'r', quantization: 'q', alterations: [] },
    })
    expect((await serversOf('x/vllm', '--port 80', ...lines))[0]).toMatchObject({ model: null, revision: null })
    const open = ['environment: [MODEL_ID, REVISION]']
    expect((await serversOf('x/text-generation-inference', '--port 80', ...open))[0]).toMatchObject({
      ...{ model: null, revision: '$', servedNames: ['$'] },
    })
    const twice = await serversOf('x/text-generation-inference', '--model-id c/d', ...lines)
    expect(twice[0]?.alterations).toEqual(['the model is named more than once'])
  })

  it.each([
    'HF_ENDPOINT',
    'HF_HUB_ENDPOINT',
    'VLLM_USE_MODELSCOPE',
    'VLLM_PLUGINS',
    'LD_PRELOAD',
    'PYTHONPATH',
    'LLAMA_ARG_X',
  ])('loads something else under %s', async (key) => {
    const [server] = await serversOf('x/vllm', '--model a/b', `environment: {${key}: x, ${key}2_: y, HF_HOME: z}`)
    expect(server?.alterations).toEqual(key === 'LLAMA_ARG_X' ? [key, `${key}2_`] : [key])
  })

  it('loads from a mount at the path of its model', async () => {
    const mounted = async (target: string) =>
      (await serversOf('x/vllm', '--model a/b', `volumes: ["/h:/z", "v:${target}"]`))[0]?.alterations
    expect(await mounted('/x/a/b')).toEqual(["a mount at the model's path"])
    expect(await mounted('/x/a')).toEqual([])
    expect(await mounted('/a/b/c')).toEqual([])
    expect(await mounted('/xa/b')).toEqual([])
  })
})

it.each<[string, boolean]>([
  ['a/b', true],
  ['Owner-1/Name_2.3', true],
  ['a', false],
  ['/a/b', false],
  ['a/b/c', false],
  ['a/', false],
  ['.a/b', false],
  ['a/-b', false],
  ['s3://a/b', false],
  ['a/b c', false],
])('%s is a repository of weights: %s', (text, found) => {
  expect(isRepository(text)).toBe(found)
  expect(DIGEST).not.toBe(text)
})
