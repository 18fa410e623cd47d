/**
 * What a compose leaves open. These decide what runs, so that no release can be known by a compose that has one:
 * - an image that is built, put in from outside or not pinned by digest;
 * - a value put in from outside anywhere but in the environment, and there too unless its name is that of a secret;
 * - a name in `allowed_envs` that is not that of a secret (`COMPOSE_FILE` alone would replace everything);
 * - a shell that reads a variable whose value comes from outside;
 * - files from outside: `env_file`, `extends`, `include`, configs and secrets that are not inline;
 * - a path of the host, but for the sockets of the guest agent: `/dstack/user_config` and `/tapp` are filled by the
 *   operator, the container engine's socket starts anything, and persistent paths were written before this compose;
 * - a volume with a driver of its own or from elsewhere;
 * - a script outside the containers that reads the operator's configuration.
 * Plain named volumes and secrets are listed and do not decide: the first is judged with the enclave's history.
 */
import type { ComposeService, Mount, Unmeasured } from './facts.js'
import { asFields, type Fields, isInterpolated, pick } from './fields.js'

const SECRET = /(^|_)(TOKEN|PASSWORD|PASSWD|SECRET|API_KEY|ACCESS_KEY|ACCESS_KEY_ID|CREDENTIALS?)$/
const STEERING = /^(COMPOSE|DOCKER|LD|BASH|PATH)(_|$)/
const AGENT_SOCKETS = new Set(['/var/run/dstack.sock', '/var/run/tappd.sock', '/run/dstack.sock', '/run/tappd.sock'])
const OPERATOR_PATHS = /user[_-]config|\/tapp\b/
/** Fields whose content lies in another file or is made elsewhere. */
const ELSEWHERE = ['build', 'env_file', 'extends', 'label_file', 'credential_spec', 'provider', 'develop']

/** Whether a value under this name is a secret: it is not measured, and no program takes its behaviour from it. */
export function isSecretName(name: string): boolean {
  return SECRET.test(name.toUpperCase()) && !STEERING.test(name.toUpperCase())
}

/** What the top of the app compose and its scripts leave open. */
export function listOutside(
  allowedEnvs: readonly string[],
  scripts: readonly { field: string; text: string }[],
): Unmeasured[] {
  const names = allowedEnvs.map((name) => ({
    where: 'allowed_envs',
    what: `the value of ${name} is set by the deployer`,
    decides: !isSecretName(name),
  }))
  const reading = scripts
    .filter(({ text }) => OPERATOR_PATHS.test(text))
    .map(({ field }) => ({ where: field, what: "reads the operator's configuration", decides: true }))
  return [...names, ...reading]
}

/** What the top level of the docker compose leaves open. */
export function listTop(top: Fields): Unmeasured[] {
  const found: Unmeasured[] = []
  if (pick(top, 'include') !== undefined) found.push({ where: 'include', what: 'other files', decides: true })
  for (const kind of ['configs', 'secrets'])
    for (const [name, value] of Object.entries(asFields(pick(top, kind), kind))) {
      const definition = asFields(value, `${kind}.${name}`)
      const content = pick(definition, 'content')
      const isInline = typeof content === 'string' && !isInterpolated(content)
      if (!isInline) found.push({ where: `${kind}.${name}`, what: 'content from outside', decides: true })
    }
  return found
}

/** What one service leaves open. */
export function listOfService(service: ComposeService, fields: Fields): Unmeasured[] {
  const at = `services.${service.name}`
  const elsewhere = ELSEWHERE.filter((key) => pick(fields, key) !== undefined)
  return [
    ...(service.digest === null
      ? [{ where: `${at}.image`, what: `${service.image ?? 'no image'} is not pinned by digest`, decides: true }]
      : []),
    ...elsewhere.map((key) => ({ where: `${at}.${key}`, what: 'lies outside the compose', decides: true })),
    ...Object.keys(fields)
      .filter((key) => key !== 'environment' && hasInterpolation(fields[key]))
      .map((key) => ({ where: `${at}.${key}`, what: 'a value put in from outside', decides: true })),
    ...listVariables(service, at),
    ...service.mounts.flatMap((mount) => listMount(mount, `${at}.volumes`)),
  ]
}

function listVariables({ environment, command, entrypoint }: ComposeService, at: string): Unmeasured[] {
  const words = [...(entrypoint ?? []), ...(command ?? [])].join(' ')
  return environment
    .filter(({ value }) => value === null)
    .map(({ key }) => {
      const isRead = new RegExp(`\\$\\{?${key.replace(/[^A-Za-z0-9_]/g, '.')}\\b`).test(words)
      return {
        where: `${at}.environment.${key}`,
        what: isRead ? 'a value from outside that the command reads' : 'a value from outside',
        decides: isRead || !isSecretName(key),
      }
    })
}

function listMount({ kind, source, target }: Mount, where: string): Unmeasured[] {
  const what = `${source === '' ? 'a volume' : source} at ${target}`
  if (kind === 'tmpfs') return []
  if (kind === 'image') return /@sha256:[0-9a-f]{64}$/.test(source) ? [] : [{ where, what, decides: true }]
  if (kind === 'volume') return [{ where, what: `${what}, kept between runs`, decides: false }]
  if (kind === 'host' && AGENT_SOCKETS.has(source)) return []
  return [{ where, what, decides: true }]
}

function hasInterpolation(value: unknown): boolean {
  if (typeof value === 'string') return isInterpolated(value)
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some(hasInterpolation)
}
