import { hashOf } from '../chain/header.js'
import { getBlock } from '../fetch/blockCalls.js'
import type { RpcPool } from '../rpc/pool.js'
import { blockOfKey } from './keys.js'
import type { Database } from './store.js'

/**
 * Compares the first and the last kept block with the chain at hand.
 * @returns why what is kept is not of this chain; undefined where it is, or where no RPC can tell.
 */
export async function findForeignBlock(database: Database, pool: RpcPool): Promise<string | undefined> {
  for (const reverse of [false, true]) {
    const [kept] = await database.iterator({ gte: 'h/', lt: 'h0', limit: 1, reverse }).all()
    if (!kept) return undefined
    const [key, header] = kept
    const number = blockOfKey(key)
    const block = await pool.ask(getBlock(number, false), { attempts: 2 }).catch(() => undefined)
    if (block && block.hash !== hashOf(header)) return `block ${number} is ${block.hash} and was ${hashOf(header)}`
  }
  return undefined
}
