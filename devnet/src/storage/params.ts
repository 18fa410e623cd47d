import type { Hex } from '@touchstone/verify'
import { RpcError } from './rpcServer.js'

/** A storage node's positional parameters, refused in the words of 0G's node. */
export function readRoot(value: unknown): Hex {
  if (typeof value === 'string' && /^0x[0-9a-fA-F]{64}$/.test(value)) return value.toLowerCase() as Hex
  throw new RpcError(-32602, 'Invalid params', 'expected 0x and 64 hex digits')
}

export function readIndex(value: unknown, name: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw new RpcError(-32602, 'Invalid params', `expected ${name} as a whole number`)
}

/** A segment as `zgs_uploadSegment` takes it. Its proof is not needed: the whole file is hashed when it is complete. */
export interface UploadedSegment {
  root: Hex
  data: Uint8Array
  index: number
  fileSize: number
}

export function readSegment(value: unknown): UploadedSegment {
  if (typeof value !== 'object' || value === null) throw new RpcError(-32602, 'Invalid params', 'expected a segment')
  const { root, data, index, fileSize } = value as Record<string, unknown>
  if (typeof data !== 'string') throw new RpcError(-32602, 'Invalid params: data', 'expected base64')
  return {
    root: readRoot(root),
    data: Buffer.from(data, 'base64'),
    index: readIndex(index, 'index'),
    fileSize: readIndex(fileSize, 'fileSize'),
  }
}

export function readSegments(value: unknown): UploadedSegment[] {
  if (!Array.isArray(value)) throw new RpcError(-32602, 'Invalid params', 'expected a list of segments')
  return value.map(readSegment)
}
