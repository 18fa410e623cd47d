/** Reads the fields of JSON-RPC objects of Ethereum nodes as RLP items. Every error names the field. */
import { fromHex } from '../hex.js'
import { type RlpItem, uintBytes } from './rlp.js'

/** An answer of a node does not have the shape that the execution API specifies. */
export class RpcShapeError extends Error {
  override name = 'RpcShapeError'
}

/** A JSON object with the path that errors name it by. */
export interface RpcObject {
  path: string
  fields: Readonly<Record<string, unknown>>
}

const MAX_SHOWN = 40

/** @throws RpcShapeError where the value is no object. */
export function toRpcObject(value: unknown, path: string): RpcObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RpcShapeError(`${path} is not an object`)
  return { path, fields: value as Record<string, unknown> }
}

/** Whether the object has the field at all; null counts as missing. */
export function hasField({ fields }: RpcObject, name: string): boolean {
  return fields[name] !== undefined && fields[name] !== null
}

/** Bytes of a hex string of any length, or of exactly `size` bytes. @throws RpcShapeError */
export function toBytes(object: RpcObject, name: string, size?: number): Uint8Array {
  const value = object.fields[name]
  if (typeof value !== 'string' || !/^0x(?:[0-9a-fA-F]{2})*$/.test(value)) throw wrong(object, name, 'hex bytes')
  const bytes = fromHex(value as `0x${string}`)
  if (size !== undefined && bytes.length !== size) throw wrong(object, name, `${size} bytes`)
  return bytes
}

/** A quantity as RLP carries numbers: without leading zeros. @throws RpcShapeError beyond 256 bits. */
export function toUint(object: RpcObject, name: string): Uint8Array {
  const value = object.fields[name]
  if (typeof value !== 'string' || !/^0x[0-9a-fA-F]{1,64}$/.test(value)) throw wrong(object, name, 'a quantity')
  return uintBytes(BigInt(value))
}

/** An array whose entries `read` turns into items. @throws RpcShapeError */
export function toItems(
  object: RpcObject,
  name: string,
  read: (value: unknown, path: string) => RlpItem,
): readonly RlpItem[] {
  const value = object.fields[name]
  if (!Array.isArray(value)) throw wrong(object, name, 'an array')
  return value.map((entry, at) => read(entry, `${object.path}.${name}.${at}`))
}

/** An entry of an array that is a hex string of `size` bytes. @throws RpcShapeError */
export function toWord(value: unknown, path: string, size = 32): Uint8Array {
  return toBytes({ path, fields: { value } }, 'value', size)
}

/** The type of a transaction or receipt; nodes leave it out for legacy ones. @throws RpcShapeError for an unknown one. */
export function toType(object: RpcObject, most: number): number {
  if (!hasField(object, 'type')) return 0
  const { type } = object.fields
  if (typeof type !== 'string' || !/^0x[0-9a-fA-F]{1,2}$/.test(type)) throw wrong(object, 'type', 'a type of one byte')
  const number = Number(type)
  if (number > most) throw new RpcShapeError(`${object.path} has the unknown type ${type}`)
  return number
}

function wrong({ path, fields }: RpcObject, name: string, expected: string): RpcShapeError {
  const found = JSON.stringify(fields[name])?.slice(0, MAX_SHOWN) ?? 'nothing'
  return new RpcShapeError(`${path}.${name} is ${found} instead of ${expected}`)
}
