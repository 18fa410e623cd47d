import { AbiCoder, type Interface, keccak256, ParamType } from 'ethers'
import type { LogDraft } from '../chain/draft.js'

/**
 * Encodes texts that no encoder would let through: a text here is bytes as they go on chain, one a character, UTF-8 or
 * not. On the wire a string is encoded as bytes are.
 */
function rawParam(type: ParamType): ParamType {
  return ParamType.from(type.format('sighash').replaceAll('string', 'bytes'))
}

function rawValue(type: ParamType, value: unknown): unknown {
  if (type.type === 'string') return Buffer.from(String(value), 'latin1')
  if (type.components && Array.isArray(value))
    return type.components.map((component, at) => rawValue(component, value[at]))
  return value
}

function encode(types: readonly ParamType[], values: readonly unknown[]): string {
  return AbiCoder.defaultAbiCoder().encode(
    types.map(rawParam),
    types.map((type, at) => rawValue(type, values[at])),
  )
}

/** An indexed text is on chain as its hash alone. */
function encodeTopic(type: ParamType, value: unknown): string {
  return type.type === 'string' ? keccak256(Buffer.from(String(value), 'latin1')) : encode([type], [value])
}

/** A log whose texts are raw bytes. */
export function encodeRawLog(address: string, abi: Interface, event: string, args: readonly unknown[]): LogDraft {
  const fragment = abi.getEvent(event)
  if (!fragment) throw new RangeError(`There is no event ${event}.`)
  const placed = fragment.inputs.map((type, at) => ({ type, value: args[at] }))
  const topics = placed.filter(({ type }) => type.indexed).map(({ type, value }) => encodeTopic(type, value))
  const plain = placed.filter(({ type }) => !type.indexed)
  const data = encode(
    plain.map(({ type }) => type),
    plain.map(({ value }) => value),
  )
  return { address, topics: [fragment.topicHash, ...topics], data }
}

/** Calldata whose texts are raw bytes. */
export function encodeRawCall(abi: Interface, name: string, args: readonly unknown[]): string {
  const fragment = abi.getFunction(name)
  if (!fragment) throw new RangeError(`There is no function ${name}.`)
  return fragment.selector + encode(fragment.inputs, args).slice(2)
}
