import { createHash } from 'node:crypto'
import type { Release } from '@touchstone/verify'
import type { Code, ProviderStory } from '../provider/story.js'

const SOURCE = 'https://devnet.touchstone.example/provider'
/** The devnet's words, like its keys: every digest is one of a name, so that everybody's devnet runs the same code. */
const digestOf = (name: string) => createHash('sha256').update(`touchstone-devnet/${name}`).digest('hex')
const imageOf = (name: string) => ({
  image: `touchstone-devnet/${name}`,
  digest: `sha256:${digestOf(`image/${name}`)}`,
})
const commitOf = (name: string) => digestOf(`commit/${name}`).slice(0, 40)

const BROKER = imageOf('broker')
const SERVER = imageOf('vllm-openai')
const ORACLE = imageOf('signer')
const RELAY_ENDPOINT = 'https://dashscope.aliyuncs.com/compatible-mode/v1'

/** The app compose of a provider's enclave: the JSON text that dstack measures. */
export function toCompose(story: ProviderStory, code: Code): string {
  return JSON.stringify({
    manifest_version: 2,
    name: `touchstone-devnet-${story.name}`,
    runner: 'docker-compose',
    docker_compose_file: toDockerCompose(story, code),
    kms_enabled: true,
    gateway_enabled: true,
    public_logs: true,
    public_sysinfo: true,
    local_key_provider_enabled: false,
    allowed_envs: [],
    no_instance_id: false,
    secure_time: true,
  })
}

/** The entry by which a verifier knows that compose; undefined for code that nobody knows. */
export function toRelease(story: ProviderStory, code: Code): Release | undefined {
  if (code === 'unknown') return undefined
  return {
    name: `touchstone-devnet-${story.name}`,
    version: '1.0.0',
    composeHash: createHash('sha256').update(toCompose(story, code)).digest('hex'),
    images: code === 'relays' ? [BROKER] : [BROKER, SERVER],
    source: SOURCE,
    commit: commitOf(code === 'relays' ? 'relay' : 'server'),
    role: code === 'relays' ? { kind: 'relays', endpoint: RELAY_ENDPOINT, operator: 'aliyun' } : { kind: 'serves' },
    from: '2025-01-01',
    until: null,
  }
}

function toDockerCompose({ model }: ProviderStory, code: Code): string {
  if (code === 'unknown') return services({ signer: service(ORACLE) })
  if (code === 'relays') return services({ broker: service(BROKER, ['--target', RELAY_ENDPOINT]) })
  const weights = code === 'serves-derivative' ? `${model}-AWQ` : model
  const revision = commitOf(`weights/${weights}`)
  const broker = service(BROKER, ['--target', 'http://model:8000'])
  return services({
    broker,
    model: service(SERVER, ['--model', weights, '--served-model-name', model, '--revision', revision]),
  })
}

function service({ image, digest }: Release['images'][number], command: readonly string[] = []): string {
  const lines = [`    image: ${image}@${digest}`, '    restart: always']
  if (command.length > 0) lines.push('    command:', ...command.map((word) => `      - "${word}"`))
  return lines.join('\n')
}

function services(named: Record<string, string>): string {
  return `services:\n${Object.entries(named)
    .map(([name, body]) => `  ${name}:\n${body}\n`)
    .join('')}`
}
