/** What each field of a trail's lines must look like. A rule says what is wrong with a value, or nothing. */
import { isBase64 } from '../base64.js'
import { TRAIL_SPEC } from './record.js'

/** Returns what is wrong with the value at `path`, undefined where nothing is. */
export type Rule = (value: unknown, path: string) => string | undefined

const MAX_TIME = 8_640_000_000_000_000
const MAX_ACTIONS = 1000

/** Rule for the first line. */
export const header: Rule = all(
  shape({
    spec: when((value) => value === TRAIL_SPEC, `"${TRAIL_SPEC}"`),
    chainId: when((value) => Number.isSafeInteger(value) && (value as number) > 0, 'a positive whole number'),
    contract: hex(20),
    provider: hex(20),
    payer: hex(20),
    publisher: hex(20),
    via: when((value) => value === 'direct' || value === 'router', '"direct" or "router"'),
    from: time(),
    to: time(),
  }),
  (value, path) => {
    const { from, to } = value as { from: number; to: number }
    return from <= to ? undefined : `${path}: expected from <= to`
  },
)

const digest = shape({ sha256: matching(/^[0-9a-f]{64}$/, '64 lower-case hex digits') })
const body = all(
  digest,
  shape({ bytes: optional(when((value) => typeof value === 'string' && isBase64(value), 'padded base64')) }),
)
const hashedFields = ['requestHash', 'userAddress', 'fee', 'inputFee', 'outputFee'] as const

/** Rule for every other line. The hashed fields are only bounded here: what they must say is the opening's question. */
export const record: Rule = all(
  shape({
    requestHash: optional(text(100)),
    userAddress: optional(text(100)),
    fee: optional(text(100)),
    inputFee: optional(text(100)),
    outputFee: optional(text(100)),
    settlement: matching(/^(?:0|[1-9][0-9]{0,77})$/, 'a decimal of at most 78 digits without leading zeros'),
    createdAt: time(),
    model: text(256),
    usage: optional(shape({ promptTokens: count(), completionTokens: count() })),
    request: body,
    response: body,
    proof: optional(shape({ text: text(8192), signature: hex(65), signingAddress: hex(20) })),
    resKey: optional(text(256)),
    system: optional(digest),
    tools: optional(digest),
    actions: optional(listOf(shape({ chainId: count(), txHash: hex(32) }), MAX_ACTIONS)),
  }),
  (value, path) => {
    const present = hashedFields.filter((field) => (value as Record<string, unknown>)[field] !== undefined)
    if (present.length === 0 || present.length === hashedFields.length) return undefined
    return `${path}: expected all of ${hashedFields.join(', ')} or none, got only ${present.join(', ')}`
  },
)

function all(...rules: Rule[]): Rule {
  return (value, path) => {
    for (const rule of rules) {
      const wrong = rule(value, path)
      if (wrong !== undefined) return wrong
    }
    return undefined
  }
}

// Fields that the table does not name are allowed: they are part of the bytes and of the root, and mean nothing here.
function shape(fields: Record<string, Rule>): Rule {
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return `${path}: expected an object`
    for (const [name, rule] of Object.entries(fields)) {
      const own = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
      const wrong = rule(own, `${path}.${name}`)
      if (wrong !== undefined) return wrong
    }
    return undefined
  }
}

function optional(rule: Rule): Rule {
  return (value, path) => (value === undefined ? undefined : rule(value, path))
}

function listOf(rule: Rule, most: number): Rule {
  return (value, path) => {
    if (!Array.isArray(value) || value.length > most) return `${path}: expected a list of at most ${most}`
    return all(
      ...value.map(
        (entry, at): Rule =>
          () =>
            rule(entry, `${path}[${at}]`),
      ),
    )(value, path)
  }
}

function when(holds: (value: unknown) => boolean, expected: string): Rule {
  return (value, path) => (holds(value) ? undefined : `${path}: expected ${expected}`)
}

function matching(pattern: RegExp, expected: string): Rule {
  return when((value) => typeof value === 'string' && pattern.test(value), expected)
}

function hex(bytes: number): Rule {
  return matching(new RegExp(`^0x[0-9a-f]{${2 * bytes}}$`), `0x and ${2 * bytes} lower-case hex digits`)
}

function text(most: number): Rule {
  return when((value) => typeof value === 'string' && value.length <= most, `text of at most ${most} characters`)
}

function count(): Rule {
  return when((value) => Number.isSafeInteger(value) && (value as number) >= 0, 'a whole number from 0')
}

function time(): Rule {
  return when(
    (value) => Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= MAX_TIME,
    'milliseconds since 1970',
  )
}
