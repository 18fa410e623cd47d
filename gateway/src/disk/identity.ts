import { hashOf } from '../chain/header.js'
import type { Record } from '../chain/record.js'
import { getBlock } from '../fetch/blockCalls.js'
import type { RpcPool } from '../rpc/pool.js'
import { RpcError } from '../rpc/rpcError.js'
import { ALL_BLOCKS, blockOfKey, headerKey } from './keys.js'
import type { Database } from './store.js'

/**
 * Compares the first and the last kept block with the chain at hand.
 * @returns why what is kept is not of this chain; undefined where it is, or where no RPC can tell.
 */
export async function findForeignBlock(database: Database, pool: RpcPool): Promise<string | undefined> {
  const ends = await Promise.all([false, true].map((reverse) => endOf(database, reverse)))
  const kept = ends.filter((end) => end !== undefined)
  const blocks = await pool.run(
    kept.map(([block]) => getBlock(block, false)),
    { attempts: 2 },
  )
  for (const [n, [number, header]] of kept.entries()) {
    const block = blocks[n]
    if (block === undefined || block instanceof RpcError || block.hash === hashOf(header)) continue
    return `block ${number} is ${block.hash} and was ${hashOf(header)}`
  }
  return undefined
}

/** Height and header of the first or the last kept block. */
async function endOf(database: Database, reverse: boolean): Promise<[number, Record] | undefined> {
  const [key] = await database.keys({ ...ALL_BLOCKS, limit: 1, reverse }).all()
  if (key === undefined) return undefined
  const header = await database.get(headerKey(blockOfKey(key)))
  return header && [blockOfKey(key), header.toString('latin1')]
}
