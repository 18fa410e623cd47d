/** The calldata of settle calls: selector and layout are the same in the generations B to E. */
import { keccak256 } from '#primitives'
import { fromHex, fromHexSized, toHex } from '../hex.js'
import type { Hex, SettlementItem } from '../subject.js'

const SELECTOR = toHex(
  keccak256(new TextEncoder().encode('settleFeesWithTEE((address,address,uint256,bytes32,uint256,bytes)[])')).subarray(
    0,
    4,
  ),
)
const WORD = 32
/** user, provider, totalFee, requestsHash, nonce and the place of the signature. */
const ITEM_WORDS = 6
/** The contract takes fifty. */
const MAX_ITEMS = 1_000

/** Items of a settle call; undefined where the bytes are no such call as the contract would read it. */
export function decodeSettleCall(input: Uint8Array): SettlementItem[] | undefined {
  if (toHex(input.subarray(0, 4)) !== SELECTOR) return undefined
  const body = input.subarray(4)
  const list = readOffset(body, 0, 0)
  const count = list === undefined ? undefined : readSmall(body, list)
  if (list === undefined || count === undefined || count > MAX_ITEMS) return undefined
  const items: SettlementItem[] = []
  for (let at = 0; at < count; at += 1) {
    const item = readItem(body, list + WORD, at)
    if (item === undefined) return undefined
    items.push(item)
  }
  return items
}

/** Calldata of a settle call with those items, in the layout of every ABI encoder. */
export function encodeSettleCall(items: readonly SettlementItem[]): Uint8Array {
  const tuples = items.map(encodeItem)
  let offset = WORD * items.length
  const offsets = tuples.map((tuple) => {
    const at = offset
    offset += tuple.length
    return uint(BigInt(at))
  })
  return join([fromHex(SELECTOR), uint(BigInt(WORD)), uint(BigInt(items.length)), ...offsets, ...tuples])
}

/** One item as every ABI encoder writes it: found as it stands also within the calldata of a call around it. */
export function encodeItem(item: SettlementItem): Uint8Array {
  const signature = fromHex(item.signature)
  const padded = new Uint8Array(Math.ceil(signature.length / WORD) * WORD)
  padded.set(signature)
  return join([
    address(item.user, 'user'),
    address(item.provider, 'provider'),
    uint(item.totalFee),
    fromHexSized(item.requestsHash, WORD, 'requestsHash'),
    uint(item.nonce),
    uint(BigInt(ITEM_WORDS * WORD)),
    uint(BigInt(signature.length)),
    padded,
  ])
}

/** Whether `part` stands in `whole` as it is. */
export function contains(whole: Uint8Array, part: Uint8Array): boolean {
  // Hex text is searched natively; an odd position would lie between two bytes.
  const [text, wanted] = [toHex(whole).slice(2), toHex(part).slice(2)]
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) if (at % 2 === 0) return true
  return false
}

function readItem(body: Uint8Array, base: number, index: number): SettlementItem | undefined {
  const start = readOffset(body, base, index)
  if (start === undefined) return undefined
  const user = readAddress(body, start)
  const provider = readAddress(body, start + WORD)
  const [totalFee, nonce] = [readWord(body, start + 2 * WORD), readWord(body, start + 4 * WORD)]
  const requestsHash = body.subarray(start + 3 * WORD, start + 4 * WORD)
  const place = readOffset(body, start, 5)
  const size = place === undefined ? undefined : readSmall(body, place)
  if (user === undefined || provider === undefined || place === undefined || size === undefined) return undefined
  const signature = body.subarray(place + WORD, place + WORD + size)
  if (totalFee === undefined || nonce === undefined || signature.length !== size) return undefined
  return { user, provider, totalFee, requestsHash: toHex(requestsHash), nonce, signature: toHex(signature) }
}

/** Place that the word number `index` behind `base` points to, relative to `base`. */
function readOffset(body: Uint8Array, base: number, index: number): number | undefined {
  const offset = readSmall(body, base + index * WORD)
  return offset === undefined ? undefined : base + offset
}

/** A word that is a place or length within the body. */
function readSmall(body: Uint8Array, at: number): number | undefined {
  if (at + WORD > body.length) return undefined
  let value = 0
  for (let n = at; n < at + WORD; n += 1) {
    value = value * 256 + (body[n] ?? 0)
    if (value > body.length) return undefined
  }
  return value
}

function readWord(body: Uint8Array, at: number): bigint | undefined {
  const bytes = body.subarray(at, at + WORD)
  return bytes.length === WORD ? BigInt(toHex(bytes)) : undefined
}

function readAddress(body: Uint8Array, at: number): Hex | undefined {
  const value = readWord(body, at)
  return value === undefined || value >> 160n !== 0n ? undefined : toHex(body.subarray(at + 12, at + WORD))
}

function address(value: Hex, field: string): Uint8Array {
  const word = new Uint8Array(WORD)
  word.set(fromHexSized(value, 20, field), 12)
  return word
}

function uint(value: bigint): Uint8Array {
  return fromHex(`0x${value.toString(16).padStart(2 * WORD, '0')}`)
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
