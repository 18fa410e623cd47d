import { describe, expect, it } from 'vitest'
import { appCompose, DIGEST } from '../../../testing/composes.js'
import type { ComposeFacts } from './facts.js'
import { readCompose } from './readCompose.js'
import { isSecretName } from './unmeasured.js'
import { baseName, isLiteral, listCommands, splitWords } from './words.js'

const IMAGE = `i@${DIGEST}`
/** The facts of a compose with those lines under one service, and further ones at the top. */
function read(lines: string[], top: string[] = [], changes: Record<string, unknown> = {}): Promise<ComposeFacts> {
  const service = ['services:', '  s:', ...lines.map((line) => `    ${line}`)]
  return readCompose(appCompose([...service, ...top].join('\n'), changes))
}
async function openEnds(lines: string[], top: string[] = [], changes: Record<string, unknown> = {}) {
  const { unmeasured } = await read(
    [...(lines.some((line) => /image:/.test(line)) ? [] : [`image: ${IMAGE}`]), ...lines],
    top,
    changes,
  )
  return unmeasured.map(({ where, what, decides }) => `${decides ? '!' : ''}${where}: ${what}`)
}

describe('what a compose leaves open', () => {
  it.each<[string[], string[]]>([
    [[], []],
    [['image: i:1'], ['!services.s.image: i:1 is not pinned by digest']],
    [['build: .', `image: ${IMAGE}`], ['!services.s.build: lies outside the compose']],
    [['image: ~'], ['!services.s.image: no image is not pinned by digest']],
    [['env_file: x'], ['!services.s.env_file: lies outside the compose']],
    [['extends: {service: x}'], ['!services.s.extends: lies outside the compose']],
    [['label_file: x'], ['!services.s.label_file: lies outside the compose']],
    [['credential_spec: {file: x}'], ['!services.s.credential_spec: lies outside the compose']],
    [['provider: {type: x}'], ['!services.s.provider: lies outside the compose']],
    [['develop: {watch: []}'], ['!services.s.develop: lies outside the compose']],
    [['labels: {a: [b, {c: "x$Y"}]}'], ['!services.s.labels: a value put in from outside']],
    [['labels: {a: "x$$Y", b: 1, c: ~, d: true}'], []],
    [['labels: ["a=b", "$Z"]'], ['!services.s.labels: a value put in from outside']],
    [['environment: {A: "$B"}'], ['!services.s.environment.A: a value from outside']],
    [['environment: {API_KEY: "$B"}'], ['services.s.environment.API_KEY: a value from outside']],
    [
      ['environment: [A]', 'command: echo $$A'],
      ['!services.s.environment.A: a value from outside that the command reads'],
    ],
    [
      ['environment: [TOKEN]', 'command: "echo $${TOKEN}"'],
      ['!services.s.environment.TOKEN: a value from outside that the command reads'],
    ],
    [
      ['environment: [TOKEN]', 'entrypoint: [sh, "$$TOKEN"]'],
      ['!services.s.environment.TOKEN: a value from outside that the command reads'],
    ],
    [['environment: [TOKEN]', 'command: echo $$TOKENS TOKEN'], ['services.s.environment.TOKEN: a value from outside']],
    [
      ['environment: ["A-TOKEN"]', 'command: echo $$A.TOKEN'],
      ['!services.s.environment.A-TOKEN: a value from outside that the command reads'],
    ],
    [['environment: {A: b}', 'command: echo $$A'], []],
    [['volumes: [v:/x]'], ['services.s.volumes: v at /x, kept between runs']],
    [['volumes: [/x]'], ['services.s.volumes: a volume at /x, kept between runs']],
    [['volumes: ["/h:/x"]'], ['!services.s.volumes: /h at /x']],
    [['volumes: ["./h:/x", "~/h:/x"]'], ['!services.s.volumes: ./h at /x', '!services.s.volumes: ~/h at /x']],
    [
      ['volumes: ["/var/run/dstack.sock:/x", "/var/run/tappd.sock:/y", "/run/dstack.sock:/z", "/run/tappd.sock:/w"]'],
      [],
    ],
    [
      ['volumes: [{type: npipe, source: /run/dstack.sock, target: /x}]'],
      ['!services.s.volumes: /run/dstack.sock at /x'],
    ],
    [['volumes: [{type: bind, source: /h, target: /x}]'], ['!services.s.volumes: /h at /x']],
    [['volumes: [{source: h, target: /x}]'], ['!services.s.volumes: h at /x']],
    [['volumes: [{type: volume, src: v, dst: /x}]'], ['services.s.volumes: v at /x, kept between runs']],
    [['volumes: [{type: volume, destination: /x}]'], ['services.s.volumes: a volume at /x, kept between runs']],
    [['volumes: [{type: tmpfs, target: /x}]', 'tmpfs: [/y, /z]'], []],
    [[`volumes: [{type: image, source: "${IMAGE}", target: /x}]`], []],
    [['volumes: [{type: image, source: i, target: /x}]'], ['!services.s.volumes: i at /x']],
    [[`volumes: [{type: image, source: "${IMAGE}0", target: /x}]`], [`!services.s.volumes: ${IMAGE}0 at /x`]],
  ])('in a service with %j', async (lines, ends) => {
    expect(await openEnds(lines)).toEqual(ends)
  })

  it.each<[string[], string[]]>([
    [['include: [a.yml]'], ['!include: other files']],
    [['configs: {c: {content: x}}', 'secrets: {s: {content: y}}'], []],
    [['configs: {c: {content: "x$$y"}}'], []],
    [['configs: {c: {file: x}}'], ['!configs.c: content from outside']],
    [['configs: {c: ~}'], ['!configs.c: content from outside']],
    [['secrets: {c: {content: "x$y"}}'], ['!secrets.c: content from outside']],
    [['secrets: {c: {content: 7}}'], ['!secrets.c: content from outside']],
  ])('at its top with %j', async (top, ends) => {
    expect(await openEnds([], top)).toEqual(ends)
  })

  it.each(['driver: x', 'driver_opts: {a: b}', 'external: true'])('in a volume with %s', async (definition) => {
    const of = (name: string) => openEnds([`volumes: ["${name}:/x"]`], [`volumes: {v: {${definition}}, w: {name: z}}`])
    expect(await of('v')).toEqual(['!services.s.volumes: v at /x'])
    expect(await of('w')).toEqual(['services.s.volumes: w at /x, kept between runs'])
  })

  it('in names that the deployer sets, and scripts that read what the operator wrote', async () => {
    const scripts = { pre_launch_script: 'cat /x/user_config', init_script: 'ls /tapp', bash_script: 'ls /tapped' }
    expect(await openEnds([], [], { allowed_envs: ['A', 'db_password'], ...scripts })).toEqual([
      '!allowed_envs: the value of A is set by the deployer',
      'allowed_envs: the value of db_password is set by the deployer',
      "!pre_launch_script: reads the operator's configuration",
      "!init_script: reads the operator's configuration",
    ])
    expect(await openEnds([], [], { bash_script: '. user-config' })).toEqual([
      "!bash_script: reads the operator's configuration",
    ])
  })

  it.each<[string, boolean]>([
    ...['TOKEN', 'hf_token', 'PASSWORD', 'X_PASSWD', 'SECRET', 'A_API_KEY', 'ACCESS_KEY', 'X_ACCESS_KEY_ID'].map(
      (name): [string, boolean] => [name, true],
    ),
    ...['CREDENTIAL', 'X_CREDENTIALS'].map((name): [string, boolean] => [name, true]),
    ...['TOKENS', 'MYTOKEN', 'TOKEN_FILE', 'KEY', '', 'API_KEY_URL'].map((name): [string, boolean] => [name, false]),
    ...['COMPOSE_SECRET', 'docker_token', 'LD_TOKEN', 'BASH_SECRET', 'PATH_TOKEN'].map((name): [string, boolean] => [
      name,
      false,
    ]),
    ['LDAP_PASSWORD', true],
    ['PATHS_TOKEN', true],
  ])('%s is the name of a secret: %s', (name, found) => {
    expect(isSecretName(name)).toBe(found)
  })
})

describe('a service', () => {
  it('is read in every form that compose allows', async () => {
    const [service] = (
      await read([
        'image: docker.io/library/i:1',
        'entrypoint: [a, "b $$c", 7]',
        'command: d "e f" $$g',
        'environment: {A: "x$$y", B: 1, C: true, D: ~, E: "$F"}',
        'volumes: ["$WHERE:/x", "v:/y:ro"]',
        'tmpfs: /t',
        'privileged: yes',
        'network_mode: host',
        'deploy: {replicas: 2}',
      ])
    ).services
    expect(service).toEqual({
      ...{ name: 's', image: 'docker.io/library/i:1', repository: 'i', tag: '1', digest: null },
      ...{ entrypoint: ['a', 'b $c', '7'], command: ['d', 'e f', '$g'] },
      environment: [
        { key: 'A', value: 'x$y' },
        { key: 'B', value: '1' },
        { key: 'C', value: 'true' },
        { key: 'D', value: null },
        { key: 'E', value: null },
      ],
      mounts: [
        { kind: 'host', source: '$WHERE', target: '/x' },
        { kind: 'volume', source: 'v', target: '/y' },
        { kind: 'tmpfs', source: '', target: '/t' },
      ],
      ...{ privileged: true, network: 'host', runsAlways: true },
    })
  })

  it.each<[string[], object]>([
    [
      [],
      { image: null, entrypoint: null, command: null, environment: [], mounts: [], privileged: false, network: null },
    ],
    [
      ['environment: [A=b=c, D, "E=", "F=$G"]'],
      {
        environment: [
          { key: 'A', value: 'b=c' },
          { key: 'D', value: null },
          { key: 'E', value: '' },
          { key: 'F', value: null },
        ],
      },
    ],
    [['privileged: "on"'], { privileged: true }],
    [['privileged: "TRUE"'], { privileged: true }],
    [['privileged: "not true"'], { privileged: false }],
    [['privileged: "truely"'], { privileged: false }],
    [['privileged: false'], { privileged: false }],
    [['profiles: [x]'], { runsAlways: false }],
    [['deploy: {replicas: 0}'], { runsAlways: false }],
    [['scale: 0'], { runsAlways: false }],
    [['scale: 1'], { runsAlways: true }],
    [['deploy: {mode: x}'], { runsAlways: true }],
    [['deploy: {replicas: "$N"}'], { runsAlways: false }],
    [['command: []'], { command: [] }],
    [['command: ""'], { command: [] }],
  ])('with %j', async (lines, found) => {
    expect((await read(lines.length === 0 ? ['labels: {}'] : lines)).services[0]).toMatchObject(found)
  })

  it('says of the enclave what it says', async () => {
    const flags = ({ name, kms, localKeyProvider, publicLogs, scripts, allowedEnvs }: ComposeFacts) => ({
      ...{ name, kms, localKeyProvider, publicLogs, scripts, allowedEnvs },
    })
    expect(flags(await read(['image: i']))).toEqual({
      ...{ name: null, kms: false, localKeyProvider: false, publicLogs: false, scripts: [], allowedEnvs: [] },
    })
    const all = { kms_enabled: true, local_key_provider_enabled: true, public_logs: true, name: 'n', bash_script: 'b' }
    expect(flags(await read(['image: i'], [], all))).toEqual({
      ...{ name: 'n', kms: true, localKeyProvider: true, publicLogs: true, allowedEnvs: [] },
      scripts: [{ field: 'bash_script', text: 'b' }],
    })
    const words = { kms_enabled: 'true', local_key_provider_enabled: 1, public_logs: 'yes' }
    expect(flags(await read(['image: i'], [], words))).toMatchObject({
      ...{ kms: false, localKeyProvider: false, publicLogs: false },
    })
  })
})

describe('a compose is refused by name', () => {
  const many = (count: number) =>
    appCompose(['services:', ...Array.from({ length: count }, (_, n) => `  s${n}: {image: i}`)].join('\n'))
  const brackets = (count: number) => appCompose(`services: {s: {x: ${'['.repeat(count)}${']'.repeat(count)}}}`)
  it.each<[string, string]>([
    [' '.repeat(1024 * 1024 + 1), 'app_compose: expected at most 1048576 characters'],
    [' '.repeat(1024 * 1024), 'app_compose: expected JSON'],
    ['[]', 'app_compose: expected a mapping'],
    ['{}', 'docker_compose_file: expected a docker compose'],
    ['{"docker_compose_file":[]}', 'docker_compose_file: expected a text'],
    [appCompose('x: 1'), 'services: expected 1 to 256 services'],
    [many(257), 'services: expected 1 to 256 services'],
    [appCompose('services: [a]'), 'services: expected a mapping'],
    [appCompose('services: {a: b}'), 'services.a: expected a mapping'],
    [appCompose('services: {a: {}}\nvolumes: []'), 'volumes: expected a mapping'],
    [appCompose('services: {a: {}}', { allowed_envs: 'A' }), 'allowed_envs: expected a list'],
    [appCompose('services: {a: {}}', { allowed_envs: [[]] }), 'allowed_envs: expected a text'],
    [appCompose('services: {a: {}}', { name: {} }), 'name: expected a text'],
    [appCompose('services: {a: {}}', { init_script: {} }), 'init_script: expected a text'],
    [appCompose('services: {a: {image: []}}'), 'services.a.image: expected a text'],
    [appCompose('services: {a: {deploy: []}}'), 'services.a.deploy: expected a mapping'],
    [appCompose('services: {a: {entrypoint: [[]]}}'), 'services.a.entrypoint.0: expected a text'],
    [appCompose('services: {a: {command: {}}}'), 'services.a.command: expected a text'],
    [appCompose('services: {a: {environment: x}}'), 'services.a.environment: expected a mapping'],
    [appCompose('services: {a: {environment: {B: []}}}'), 'services.a.environment.B: expected a text'],
    [appCompose('services: {a: {environment: [x, {}]}}'), 'services.a.environment.1: expected a text'],
    [appCompose('services: {a: {volumes: x}}'), 'services.a.volumes: expected a list'],
    [appCompose('services: {a: {volumes: [7]}}'), 'services.a.volumes.0: expected a mapping'],
    [appCompose('services: {a: {volumes: [{type: []}]}}'), 'services.a.volumes.0.type: expected a text'],
    [appCompose('services: {a: {volumes: [{source: []}]}}'), 'services.a.volumes.0.source: expected a text'],
    [appCompose('services: {a: {volumes: [{target: []}]}}'), 'services.a.volumes.0.target: expected a text'],
    [appCompose('services: {a: {volumes: [{type: bind}]}}'), 'services.a.volumes.0.target: expected a path'],
    [appCompose('services: {a: {tmpfs: {}}}'), 'tmpfs: expected a list'],
    [appCompose('services: {a: {tmpfs: [[]]}}'), 'tmpfs: expected a text'],
    [appCompose('services: {a: {privileged: []}}'), 'services.a.privileged: expected a text'],
    [appCompose('services: {a: {network_mode: []}}'), 'services.a.network_mode: expected a text'],
    [appCompose('services: {a: {volumes: ["v:/x"]}}\nvolumes: {v: x}'), 'volumes.v: expected a mapping'],
    [appCompose('services: {a: {}}\nconfigs: []'), 'configs: expected a mapping'],
    [appCompose('services: {a: {}}\nsecrets: {b: c}'), 'secrets.b: expected a mapping'],
    [appCompose('- a'), 'docker_compose_file: expected a mapping'],
    [appCompose('a: b: c'), 'docker_compose_file: expected YAML without errors, found BLOCK_AS_IMPLICIT_KEY'],
    [appCompose('a: *b'), 'docker_compose_file: expected one YAML document with few aliases and levels'],
    [appCompose('{a: 1, a: 2}'), 'docker_compose_file: expected the key "a" once'],
    [
      appCompose(`${'k'.repeat(50)}: 1\n${'k'.repeat(50)}: 2`),
      `docker_compose_file: expected the key "${'k'.repeat(40)}" once`,
    ],
    [appCompose('? {b: c}\n: d'), 'docker_compose_file: expected keys that are texts'],
    [brackets(256), 'docker_compose_file: expected at most 256 open brackets'],
    [appCompose(`#${' '.repeat(128 * 1024)}`), 'docker_compose_file: expected at most 131072 characters'],
  ])('%#: %.60s', async (text, message) => {
    await expect(readCompose(text)).rejects.toThrow(expect.objectContaining({ name: 'ComposeError', message }))
  })

  it('and not within its limits', async () => {
    expect((await readCompose(many(256))).services).toHaveLength(256)
    expect((await readCompose(brackets(250))).services).toHaveLength(1)
    const flat = `services: {s: {x: [${Array(300).fill('[]').join(',')}], y: [${Array(300).fill('{}').join(',')}]}}`
    expect((await readCompose(appCompose(flat))).services).toHaveLength(1)
    const padding = 128 * 1024 - 'services: {s: {}}\n#'.length
    expect((await readCompose(appCompose(`services: {s: {}}\n#${' '.repeat(padding)}`))).services).toHaveLength(1)
    const aliases = `x: &x {image: i}\nservices:\n${Array.from({ length: 99 }, (_, n) => `  s${n}: *x`).join('\n')}`
    expect((await readCompose(appCompose(aliases))).services).toHaveLength(99)
  })
})

describe('words of a command', () => {
  it.each<[string, string[]]>([
    [`"a\\"b" 'c\\d' "e\\f"`, ['a"b', 'c\\d', 'e\\f']],
    ['"$x" "\\$x" "\\`"', ['$x', '$x', '`']],
    ['a\\\nb c', ['ab', 'c']],
    ['a\\', ['a']],
    ['\\ ', [' ']],
    ['\'\' ""', ['', '']],
    [`a'b'"c"d`, ['abcd']],
    ['  a \t b\nc  ', ['a', 'b', 'c']],
    ['a;b&c|d(e)', ['a;b&c|d(e)']],
    [`'a`, ['a']],
  ])('%j', (text, words) => {
    expect(splitWords(text)).toEqual(words)
  })

  it('stand apart from operators where these are asked for', () => {
    expect(splitWords('a;b&&c |d (e)\nf', true)).toEqual([
      ...['a', '\n', 'b', '\n', '\n', 'c', '\n', 'd', '\n', 'e', '\n', '\n', 'f'],
    ])
    expect(splitWords(`a';'b`, true)).toEqual(['a;b'])
  })

  it.each<[string[], string[][]]>([
    [['exec', 'env', 'A=1', 'nohup', 'time', 'tini', '--', 'a', 'exec'], [['a', 'exec']]],
    [['A=1'], [[]]],
    [['1A=1', 'a'], [['1A=1', 'a']]],
    [['executor', 'a'], [['executor', 'a']]],
    [['noexec', 'a'], [['noexec', 'a']]],
    [['A=1\n2', 'a'], [['a']]],
    [
      ['/bin/bash', '-xec', 'a; b', 'c'],
      [['a'], ['b']],
    ],
    [['zsh', '-c'], [['zsh', '-c']]],
    [['sh', '-cx', 'a'], [['sh', '-cx', 'a']]],
    [['sh', '--norc', 'a'], [['sh', '--norc', 'a']]],
    [['fish', '-c', 'a; b'], [['fish', '-c', 'a; b']]],
    [['sh', '-c', ';a;'], [['a']]],
    [['sh', '-c', `sh -c "sh -c 'sh -c a'"`], [['sh', '-c', 'a']]],
  ])('%j run %j', (words, commands) => {
    expect(listCommands(words)).toEqual(commands)
  })

  it('are literal without what a shell puts in, and named by their last part', () => {
    expect(['a', '$a', 'a`b`', ''].map(isLiteral)).toEqual([true, false, false, true])
    expect(['a', '/b/c', 'd/', ''].map(baseName)).toEqual(['a', 'c', '', ''])
  })
})
