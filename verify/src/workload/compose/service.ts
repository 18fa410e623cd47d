/** One service of a compose, its parts in one form whichever way they were written. */
import { ComposeError } from './composeError.js'
import type { ComposeService, Mount } from './facts.js'
import { asFields, asList, asText, type Fields, isInterpolated, pick, withoutEscapes } from './fields.js'
import { splitWords } from './words.js'

/** The service `name`. @throws ComposeError for a field of another type than compose allows. */
export function readService(name: string, fields: Fields, volumes: Fields): ComposeService {
  const at = `services.${name}`
  const image = asText(pick(fields, 'image'), `${at}.image`)
  const replicas = pick(asFields(pick(fields, 'deploy'), `${at}.deploy`), 'replicas') ?? pick(fields, 'scale')
  return {
    name,
    image,
    ...splitImage(image),
    entrypoint: readWords(pick(fields, 'entrypoint'), `${at}.entrypoint`),
    command: readWords(pick(fields, 'command'), `${at}.command`),
    environment: readEnvironment(pick(fields, 'environment'), `${at}.environment`),
    mounts: [...readMounts(pick(fields, 'volumes'), `${at}.volumes`, volumes), ...readTmpfs(pick(fields, 'tmpfs'))],
    privileged: /^(true|yes|on)$/i.test(asText(pick(fields, 'privileged'), `${at}.privileged`) ?? ''),
    network: asText(pick(fields, 'network_mode'), `${at}.network_mode`),
    runsAlways: pick(fields, 'profiles') === undefined && (replicas === undefined || Number(replicas) > 0),
  }
}

interface ImageParts {
  repository: string | null
  tag: string | null
  digest: string | null
}

/** Takes an image reference apart. A repository on Docker's own registry loses its default prefixes. */
export function splitImage(image: string | null): ImageParts {
  const parts = /^([a-z0-9.\-_/:]+?)(?::([A-Za-z0-9_][A-Za-z0-9._-]*))?(?:@(sha256:[0-9a-f]{64}))?$/.exec(image ?? '')
  if (parts === null) return { repository: null, tag: null, digest: null }
  const repository = (parts[1] ?? '').replace(/^(index\.)?docker\.io\//, '').replace(/^library\//, '')
  return { repository, tag: parts[2] ?? null, digest: parts[3] ?? null }
}

function readWords(value: unknown, field: string): string[] | null {
  if (value === undefined || value === null) return null
  if (Array.isArray(value)) return value.map((word, at) => withoutEscapes(asText(word, `${field}.${at}`) ?? ''))
  return splitWords(withoutEscapes(asText(value, field) ?? ''))
}

function readEnvironment(value: unknown, field: string): { key: string; value: string | null }[] {
  if (!Array.isArray(value)) {
    const fields = asFields(value, field)
    return Object.keys(fields).map((key) => measured(key, asText(fields[key], `${field}.${key}`)))
  }
  return value.map((entry, at) => {
    const text = asText(entry, `${field}.${at}`) ?? ''
    const equals = text.indexOf('=')
    return equals < 0 ? { key: text, value: null } : measured(text.slice(0, equals), text.slice(equals + 1))
  })
}

function measured(key: string, value: string | null) {
  return { key, value: value === null || isInterpolated(value) ? null : withoutEscapes(value) }
}

function readMounts(value: unknown, field: string, volumes: Fields): Mount[] {
  return asList(value, field).map((entry, at) => {
    const where = `${field}.${at}`
    if (typeof entry === 'string') return readShortMount(entry, volumes)
    const fields = asFields(entry, where)
    const type = asText(pick(fields, 'type'), `${where}.type`) ?? ''
    const source = asText(pick(fields, 'source') ?? pick(fields, 'src'), `${where}.source`) ?? ''
    const written = pick(fields, 'target') ?? pick(fields, 'destination') ?? pick(fields, 'dst')
    const target = asText(written, `${where}.target`)
    if (target === null) throw new ComposeError(`${where}.target`, 'a path')
    return { kind: kindOf(type, source, volumes), source, target }
  })
}

function readShortMount(entry: string, volumes: Fields): Mount {
  const [first = '', second] = entry.split(':')
  if (second === undefined) return { kind: 'volume', source: '', target: first }
  const isPath = /^[./~\\]/.test(first) || isInterpolated(first)
  return { kind: kindOf(isPath ? 'bind' : 'volume', first, volumes), source: first, target: second }
}

// A named volume with driver options can be any path of the host under another name.
function kindOf(type: string, source: string, volumes: Fields): Mount['kind'] {
  if (type === 'bind') return 'host'
  if (type === 'tmpfs' || type === 'image') return type
  if (type !== 'volume') return 'other'
  if (source === '') return 'volume'
  const definition = asFields(pick(volumes, source), `volumes.${source}`)
  return ['driver', 'driver_opts', 'external'].some((key) => pick(definition, key) !== undefined) ? 'other' : 'volume'
}

function readTmpfs(value: unknown): Mount[] {
  const paths = typeof value === 'string' ? [value] : asList(value, 'tmpfs')
  return paths.map((path) => ({ kind: 'tmpfs', source: '', target: asText(path, 'tmpfs') ?? '' }))
}
