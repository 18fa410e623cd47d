/** What each field of a trail's lines must look like. A rule says what is wrong with a value, or nothing. */
import { isBase64 } from '../base64.js'
import { all, count, hex, listOf, matching, optional, type Rule, shape, text, time, when } from '../rules.js'
import { TRAIL_SPEC } from './record.js'

const MAX_ACTIONS = 1000
const MAX_IMAGES = 128

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
const statement = { text: text(8192), signature: hex(65), signingAddress: hex(20) }
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
    images: optional(listOf(body, MAX_IMAGES)),
    proof: optional(all(shape(statement), shape({ routingProof: optional(shape(statement)) }))),
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
