/** The YAML of a docker compose, bounded: no aliases that multiply, no key that stands twice or is a structure. */
import { ComposeError } from './composeError.js'
import { asFields, type Fields } from './fields.js'

const FIELD = 'docker_compose_file'
/** Seconds of parsing lie in a mebibyte of brackets; a compose has a few thousand characters. */
const MAX_LENGTH = 128 * 1024
const MAX_ALIASES = 100
const MAX_OPEN = 256

/** The top mapping of a compose file. @throws ComposeError for whatever is not exactly one such document. */
export async function parseYaml(text: string): Promise<Fields> {
  if (text.length > MAX_LENGTH) throw new ComposeError(FIELD, `at most ${MAX_LENGTH} characters`)
  refuseNesting(text)
  const { isScalar, parseDocument, visit } = await import('yaml')
  // `silent` would also keep a second document to itself, which compose merges over the first.
  try {
    // The library compares every key with every other one to find doubles, which a large file makes endless.
    const document = parseDocument(text, { merge: true, uniqueKeys: false, logLevel: 'error', prettyErrors: false })
    const [error] = document.errors
    if (error !== undefined) throw new ComposeError(FIELD, `YAML without errors, found ${error.code}`)
    visit(document, {
      Map: (_at, map) => {
        refuseDoubles(map.items.map(({ key }) => (isScalar(key) ? String(key.value) : undefined)))
      },
    })
    return asFields(document.toJS({ maxAliasCount: MAX_ALIASES }), FIELD)
  } catch (cause) {
    if (cause instanceof ComposeError) throw cause
    throw new ComposeError(FIELD, 'one YAML document with few aliases and levels')
  }
}

function refuseDoubles(keys: readonly (string | undefined)[]): void {
  const seen = new Set<string>()
  for (const key of keys) {
    if (key === undefined) throw new ComposeError(FIELD, 'keys that are texts')
    if (seen.has(key)) throw new ComposeError(FIELD, `the key "${key.slice(0, 40)}" once`)
    seen.add(key)
  }
}

function refuseNesting(text: string): void {
  let open = 0
  for (const char of text) {
    if (char === '[' || char === '{') open += 1
    else if (char === ']' || char === '}') open -= 1
    if (open > MAX_OPEN) throw new ComposeError(FIELD, `at most ${MAX_OPEN} open brackets`)
  }
}
