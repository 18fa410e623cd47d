import { hashOf } from '../chain/header.js'
import { getBlock } from '../fetch/blockCalls.js'
import type { RpcPool } from '../rpc/pool.js'
import { RpcError } from '../rpc/rpcError.js'
import { blockOfKey } from './keys.js'
import type { Database } from './store.js'

/**
 * Compares the first and the last kept block with the chain at hand.
 * @returns why what is kept is not of this chain; undefined where it is, or where no RPC can tell.
 */
export async function findForeignBlock(database: Database, pool: RpcPool): Promise<string | undefined> {
  const ends = [false, true].map((reverse) => database.iterator({ gte: 'h/', lt: 'h0', limit: 1, reverse }).all())
  const kept = (await Promise.all(ends)).flat()
  const blocks = await pool.run(
    kept.map(([key]) => getBlock(blockOfKey(key), false)),
    { attempts: 2 },
  )
  for (const [n, [key, header]] of kept.entries()) {
    const block = blocks[n]
    if (block === undefined || block instanceof RpcError || block.hash === hashOf(header)) continue
    return `block ${blockOfKey(key)} is ${block.hash} and was ${hashOf(header)}`
  }
  return undefined
}
