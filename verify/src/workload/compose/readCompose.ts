/** The app compose of a dstack enclave, read for what it says and for what it leaves open. */
import { ComposeError } from './composeError.js'
import type { ComposeFacts } from './facts.js'
import { asFields, asList, asText, type Fields, pick } from './fields.js'
import { listServers } from './servers.js'
import { readService } from './service.js'
import { listOfService, listOutside, listTop } from './unmeasured.js'
import { parseYaml } from './yaml.js'

const MAX_LENGTH = 1024 * 1024
const MAX_SERVICES = 256
const SCRIPTS = ['pre_launch_script', 'init_script', 'bash_script']

/**
 * Reads the measured JSON text with the docker compose inside it.
 * @throws ComposeError for text over 1 MiB, JSON or YAML that cannot be read, and fields of another type.
 */
export async function readCompose(text: string): Promise<ComposeFacts> {
  if (text.length > MAX_LENGTH) throw new ComposeError('app_compose', `at most ${MAX_LENGTH} characters`)
  const app = parseJson(text)
  const file = asText(pick(app, 'docker_compose_file'), 'docker_compose_file')
  if (file === null) throw new ComposeError('docker_compose_file', 'a docker compose')
  const top = await parseYaml(file)
  const definitions = Object.entries(asFields(pick(top, 'services'), 'services'))
  if (definitions.length === 0 || definitions.length > MAX_SERVICES)
    throw new ComposeError('services', `1 to ${MAX_SERVICES} services`)
  const volumes = asFields(pick(top, 'volumes'), 'volumes')
  const services = definitions.map(([name, value]) => {
    const fields = asFields(value, `services.${name}`)
    return { fields, service: readService(name, fields, volumes) }
  })
  const allowedEnvs = asList(pick(app, 'allowed_envs'), 'allowed_envs').map(
    (name) => asText(name, 'allowed_envs') ?? '',
  )
  const scripts = SCRIPTS.flatMap((field) => {
    const script = asText(pick(app, field), field)
    return script === null ? [] : [{ field, text: script }]
  })
  return {
    name: asText(pick(app, 'name'), 'name'),
    allowedEnvs,
    kms: pick(app, 'kms_enabled') === true,
    localKeyProvider: pick(app, 'local_key_provider_enabled') === true,
    publicLogs: pick(app, 'public_logs') === true,
    scripts,
    services: services.map(({ service }) => service),
    servers: services.flatMap(({ service }) => listServers(service)),
    unmeasured: [
      ...listOutside(allowedEnvs, scripts),
      ...listTop(top),
      ...services.flatMap(({ service, fields }) => listOfService(service, fields)),
    ],
  }
}

function parseJson(text: string): Fields {
  try {
    return asFields(JSON.parse(text), 'app_compose')
  } catch (cause) {
    if (cause instanceof ComposeError) throw cause
    throw new ComposeError('app_compose', 'JSON')
  }
}
