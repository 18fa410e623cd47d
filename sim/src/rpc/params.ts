import type { Block, ChainView } from '../chain/view.js'
import { RpcError } from './rpcError.js'

/** Height that a tag or quantity names. @throws RpcError where it is neither. */
export function readHeight(view: ChainView, tag: unknown): number {
  if (tag === 'latest' || tag === 'pending') return view.head
  if (tag === 'finalized' || tag === 'safe') return view.finalized
  if (tag === 'earliest') return 0
  if (typeof tag === 'string' && /^0x[0-9a-fA-F]{1,13}$/.test(tag)) return Number(tag)
  throw new RpcError(-32602, 'invalid argument: block number or tag expected')
}

/** @throws RpcError where it is not 32 bytes of hex. */
export function readHash(value: unknown): string {
  if (typeof value === 'string' && /^0x[0-9a-fA-F]{64}$/.test(value)) return value.toLowerCase()
  throw new RpcError(-32602, 'invalid argument: a hash of 32 bytes expected')
}

/** The block that a tag, a quantity, a hash or an object with `blockHash` or `blockNumber` names. @throws RpcError */
export function readBlock(view: ChainView, value: unknown): Block | undefined {
  if (typeof value === 'object' && value !== null) {
    const { blockHash, blockNumber } = value as { blockHash?: unknown; blockNumber?: unknown }
    return blockHash === undefined ? view.block(readHeight(view, blockNumber)) : view.blockByHash(readHash(blockHash))
  }
  if (typeof value === 'string' && value.length === 66) return view.blockByHash(readHash(value))
  return view.block(readHeight(view, value))
}
