import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { appCompose, DIGEST, vllmCompose } from '../../../testing/composes.js'
import { ComposeError } from './composeError.js'
import { readCompose } from './readCompose.js'
import { splitImage } from './service.js'
import { listCommands, splitWords } from './words.js'

describe('readCompose', () => {
  it('reads aliases, merges and both forms of lists', async () => {
    const facts = await readCompose(
      appCompose(
        [
          'x-common: &common',
          '  environment: [A=1, TOKEN=$T, "B=x$$y"]',
          '  privileged: true',
          'services:',
          '  a: {<<: *common, image: "r.example:5000/o/n:1", network_mode: host}',
          `  b: {<<: *common, image: n@${DIGEST}, environment: {C: 2, D: null}, deploy: {replicas: 0}}`,
        ].join('\n'),
        { name: 'x', allowed_envs: ['T'], kms_enabled: true, public_logs: true, pre_launch_script: 'true' },
      ),
    )
    expect(facts).toMatchObject({ name: 'x', allowedEnvs: ['T'], kms: true, localKeyProvider: false, publicLogs: true })
    expect(facts.scripts).toEqual([{ field: 'pre_launch_script', text: 'true' }])
    const [a, b] = facts.services
    expect(a).toMatchObject({
      repository: 'r.example:5000/o/n',
      tag: '1',
      digest: null,
      privileged: true,
      network: 'host',
    })
    expect(a?.environment).toEqual([
      { key: 'A', value: '1' },
      { key: 'TOKEN', value: null },
      { key: 'B', value: 'x$y' },
    ])
    expect(b).toMatchObject({ repository: 'n', tag: null, digest: DIGEST, runsAlways: false })
    expect(b?.environment).toEqual([
      { key: 'C', value: '2' },
      { key: 'D', value: null },
    ])
  })

  const laughs = [
    'a0: &a0 [x, x, x, x]',
    ...Array.from({ length: 9 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}, *a${n}, *a${n}]`),
  ]
  it.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['no docker compose', '{}'],
    ['a compose of another type', '{"docker_compose_file":{}}'],
    ['no services', appCompose('x: 1')],
    ['services as a list', appCompose('services: [a]')],
    ['a service that is a text', appCompose('services: {a: b}')],
    ['a key twice', appCompose('services: {a: {image: x, image: y}}')],
    ['two documents', appCompose('services: {a: {image: x}}\n---\nservices: {a: {image: y}}')],
    ['a mapping as a key', appCompose('services: {a: {image: x, ? {b: c} : d}}')],
    ['an alias without an anchor', appCompose('services: {a: *b}')],
    ['aliases that multiply', appCompose([...laughs, 'services: {a: {image: x}}'].join('\n'))],
    ['brackets without end', appCompose('['.repeat(100_000))],
    ['mappings as keys without end', appCompose(`${'? '.repeat(20_000)}a`)],
    ['mappings in mappings as keys', appCompose(`${'{'.repeat(250)}${'}'.repeat(250)}: 1`)],
    ['a compose over its limit', appCompose(`services: {a: {image: x}}\n#${' '.repeat(128 * 1024)}`)],
    ['a text over its limit', ' '.repeat(1024 * 1024 + 1)],
    ['a command that is a mapping', appCompose('services: {a: {image: x, command: {b: c}}}')],
    ['a mount without a target', appCompose('services: {a: {image: x, volumes: [{type: bind, source: /}]}}')],
    ['names that are no texts', appCompose('services: {a: {image: x}}', { allowed_envs: [{}] })],
  ])('refuses %s by its own error', async (_, text) => {
    const started = performance.now()
    await expect(readCompose(text)).rejects.toBeInstanceOf(ComposeError)
    expect(performance.now() - started).toBeLessThan(5_000)
  })

  it('throws nothing but its own error, whatever the text', async () => {
    const pieces = fc.constantFrom(
      'services:',
      '  a:',
      '    image: x',
      '- ',
      '? ',
      ': ',
      '{',
      '}',
      '[',
      ']',
      '&a ',
      '*a',
      '<<: ',
      '"',
      "'",
      '|',
      '>',
      '\n',
      '\n  ',
      '\n    ',
      '$',
      '!!map ',
      '__proto__:',
      'command:',
      'volumes:',
      'environment:',
    )
    const yaml = fc.oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join('')),
    )
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      yaml.map((part) => appCompose(part)),
      yaml.map((part) => appCompose(`services:\n  a:\n    image: x\n    ${part}`)),
    )
    await fc.assert(
      fc.asyncProperty(text, async (input) => {
        await readCompose(input).catch((cause) => expect(cause).toBeInstanceOf(ComposeError))
      }),
      { numRuns: 3_000 },
    )
  })

  it('keeps every word of a command through quotation and shells', async () => {
    const word = fc.stringMatching(/^[A-Za-z0-9 _./"\\-]{1,12}$/)
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 6 }), async (words) => {
        const quoted = words.map((text) => `'${text}'`).join(' ')
        expect(splitWords(quoted)).toEqual(words)
        const listed = await readCompose(appCompose(vllmCompose(JSON.stringify(words))))
        expect(listed.services[0]?.command).toEqual(words)
      }),
      { numRuns: 200 },
    )
  })
})

describe('listCommands', () => {
  it.each<[string, string[][]]>([
    ['a "b c" d\\ e', [['a', 'b c', 'd e']]],
    [`sh -c "cd /x && exec a 'b c'; d | e"`, [['cd', '/x'], ['a', 'b c'], ['d'], ['e']]],
    [`bash -lc 'A=1 env B=2 a b'`, [['a', 'b']]],
    [`sh -c "sh -c 'a; b'"`, [['a'], ['b']]],
    ['sh script.sh -c', [['sh', 'script.sh', '-c']]],
    ['', []],
  ])('%s', (text, commands) => {
    expect(listCommands(splitWords(text))).toEqual(commands)
  })
})

describe('splitImage', () => {
  it.each([
    ['redis', 'redis', null, null],
    ['docker.io/library/redis:7', 'redis', '7', null],
    ['ghcr.io/o/n:dev1', 'ghcr.io/o/n', 'dev1', null],
    [`o/n:1@${DIGEST}`, 'o/n', '1', DIGEST],
    [`o/n@${DIGEST.slice(0, -1)}`, null, null, null],
    [`o/n@sha512:${'a'.repeat(128)}`, null, null, null],
    ['$IMAGE', null, null, null],
  ])('%s', (image, repository, tag, digest) => {
    expect(splitImage(image)).toEqual({ repository, tag, digest })
  })
})
