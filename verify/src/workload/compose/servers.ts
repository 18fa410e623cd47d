/** Which program of a service serves which model: the arguments of vLLM, SGLang, TGI and llama.cpp. */
import type { ComposeService, ModelServer } from './facts.js'
import { baseName, isLiteral, listCommands } from './words.js'

/** Found among the words of a command, or as the last part of an image's name. */
const PROGRAMS: readonly (readonly [string, RegExp])[] = [
  ['vllm', /^(vllm|vllm\.entrypoints\.[a-z_.]+|api_server(\.py)?)$/],
  ['sglang', /^sglang\.(launch_server|srt\.[a-z_.]+)$/],
  ['tgi', /^text-generation-(launcher|server)$/],
  ['llama.cpp', /^llama-server$/],
]
const IMAGES: readonly (readonly [string, RegExp])[] = [
  ['vllm', /^vllm(-openai)?(-[a-z0-9]+)?$/],
  ['sglang', /^sglang$/],
  ['tgi', /^text-generation-inference$/],
  ['llama.cpp', /^llama\.cpp$/],
]
/** Programs whose name begins like a server's and that only stand in front of one. */
const IN_FRONT = /proxy|router|gateway|ingress|exporter/

/** Every spelling of an argument that the servers take, by what it sets. */
const OPTIONS: Readonly<Record<string, Setting>> = {
  '--model': 'model',
  '--model-path': 'model',
  '--model-id': 'model',
  '--hf-repo': 'model',
  '-hf': 'model',
  '-hfr': 'model',
  '-m': 'model',
  '--served-model-name': 'name',
  '--alias': 'name',
  '-a': 'name',
  '--revision': 'revision',
  '--quantization': 'quantization',
  '--quantize': 'quantization',
  '-q': 'quantization',
  '--dtype': 'dtype',
  '--load-format': 'load-format',
}
type Setting = 'model' | 'name' | 'revision' | 'quantization' | 'dtype' | 'load-format'

const ALTERING = new Set([
  ...['--config', '--hf-overrides', '--rope-scaling', '--lora-modules', '--lora-paths', '--lora', '--lora-scaled'],
  ...['--model-loader-extra-config', '--json-model-override-args', '--torchao-config', '--control-vector'],
  ...['--hf-file', '-hff', '--model-url', '-mu', '--override-kv', '--models-dir', '--hf-config-path', '--model-class'],
])
const ALTERING_VARIABLES =
  /^(HF_ENDPOINT|HF_HUB_ENDPOINT|.*USE_MODELSCOPE|VLLM_PLUGINS|LD_PRELOAD|PYTHONPATH|LLAMA_ARG_.*)$/
const PLAIN_FORMATS = new Set(['auto', 'safetensors', 'pt'])

/** The model servers of a service; none where no program is known to serve models. */
export function listServers(service: ComposeService): ModelServer[] {
  const commands = listCommands([...(service.entrypoint ?? []), ...(service.command ?? [])])
  return (commands.length === 0 ? [[]] : commands).flatMap((command) => {
    const program = findProgram(service, command)
    return program === undefined ? [] : [readServer(service, program)]
  })
}

interface Program {
  engine: string
  /** The words behind the program's name. */
  words: readonly string[]
}

function findProgram(service: ComposeService, command: readonly string[]): Program | undefined {
  const image = baseName(service.repository ?? '')
  if (IN_FRONT.test(image)) return undefined
  for (const [engine, form] of PROGRAMS) {
    const at = command.slice(0, 4).findIndex((word) => form.test(baseName(word)))
    if (at >= 0) return { engine, words: command.slice(at + 1) }
  }
  const [first] = command
  // Without an entrypoint of the compose, arguments go to the image's own program.
  const isArguments = first === undefined || first.startsWith('-') || isRepository(first)
  if (service.entrypoint !== null || !isArguments) return undefined
  const engine = IMAGES.find(([, form]) => form.test(image))?.[0]
  return engine === undefined ? undefined : { engine, words: command }
}

/** Whether a text has the form of a repository of weights, `owner/name`. */
export function isRepository(text: string): boolean {
  return /^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/.test(text)
}

function readServer(service: ComposeService, { engine, words }: Program): ModelServer {
  const { values, alterations } = readArguments(words)
  const ofTgi = (key: string) =>
    engine === 'tgi' ? service.environment.filter((entry) => entry.key === key).map(({ value }) => value ?? '$') : []
  const models = [...(values.get('model') ?? []), ...findPositional(words), ...ofTgi('MODEL_ID')]
  const revisions = [...(values.get('revision') ?? []), ...ofTgi('REVISION')]
  const quantizations = [...(values.get('quantization') ?? []), ...ofTgi('QUANTIZE')]
  const [model = null] = models
  const names = values.get('name') ?? []
  if (models.length > 1) alterations.push('the model is named more than once')
  if (revisions.length > 1) alterations.push('the revision is named more than once')
  for (const format of values.get('load-format') ?? [])
    if (!PLAIN_FORMATS.has(format)) alterations.push(`--load-format ${format}`)
  for (const { key } of service.environment) if (ALTERING_VARIABLES.test(key)) alterations.push(key)
  if (model !== null && service.mounts.some(({ target }) => target.endsWith(`/${model}`)))
    alterations.push("a mount at the model's path")
  return {
    service: service.name,
    engine,
    model: model !== null && isLiteral(model) ? model : null,
    servedNames: names.length > 0 ? names : models.slice(0, 1),
    namesItself: names.length > 0,
    revision: revisions[0] ?? null,
    quantization: quantizations[0] ?? null,
    dtype: values.get('dtype')?.[0] ?? null,
    alterations,
    runsAlways: service.runsAlways,
  }
}

interface Arguments {
  values: Map<Setting, string[]>
  alterations: string[]
}

// A served name takes every word up to the next option; the others take one.
function readArguments(command: readonly string[]): Arguments {
  const values = new Map<Setting, string[]>()
  const alterations: string[] = []
  let open: Setting | undefined
  for (const word of command) {
    if (!isLiteral(word)) alterations.push(`a word that is not literal: ${word.slice(0, 40)}`)
    if (!word.startsWith('-')) {
      if (open !== undefined) values.set(open, [...(values.get(open) ?? []), word])
      if (open !== 'name') open = undefined
      continue
    }
    const equals = word.indexOf('=')
    const option = (equals < 0 ? word : word.slice(0, equals)).replaceAll('_', '-')
    open = Object.hasOwn(OPTIONS, option) ? OPTIONS[option] : undefined
    if (ALTERING.has(option)) alterations.push(option)
    else if (open === undefined && isAbbreviation(option)) alterations.push(`the shortened ${option}`)
    if (equals < 0 || open === undefined) continue
    values.set(open, [...(values.get(open) ?? []), word.slice(equals + 1)])
    open = undefined
  }
  return { values, alterations }
}

// The servers' argument parsers take any unambiguous beginning of an option for the option.
function isAbbreviation(option: string): boolean {
  if (!option.startsWith('--') || option.length < 4) return false
  return [...Object.keys(OPTIONS), ...ALTERING].some((name) => name.startsWith(option) && name !== option)
}

function findPositional(words: readonly string[]): string[] {
  const [candidate] = words[0] === 'serve' ? words.slice(1) : words
  if (candidate === undefined || candidate.startsWith('-')) return []
  return words[0] === 'serve' || isRepository(candidate) ? [candidate] : []
}
