import { readArray, readObject, toHex } from '../chain/hex.js'
import type { Call } from '../rpc/call.js'
import type { RpcPool } from '../rpc/pool.js'
import { BadAnswer, RpcError } from '../rpc/rpcError.js'
import type { ToldBlock } from './proof.js'

/** Header and receipts of blocks, each from one RPC. @throws RpcError where none tells. */
export async function askBlocks(pool: RpcPool, blocks: readonly number[]): Promise<ToldBlock[]> {
  if (!pool.has('blockReceipts')) return Promise.all(blocks.map((block) => askSingly(pool, block)))
  const calls = blocks.flatMap((block): Call<unknown>[] => [getHeader(block), getReceipts(block)])
  const answers = await pool.run(calls, { ability: 'blockReceipts' })
  for (const answer of answers) if (answer instanceof RpcError) throw answer
  return blocks.map((_, n) => ({ header: answers[2 * n], receipts: answers[2 * n + 1] as unknown[] }))
}

/** Header and receipts of one block. @throws RpcError where no RPC tells. */
export async function askBlock(pool: RpcPool, block: number): Promise<ToldBlock> {
  const [told] = await askBlocks(pool, [block])
  if (told === undefined) throw new Error(`Block ${block} was asked for and has no answer.`)
  return told
}

/** Where an RPC has no call for all receipts of a block: one for each transaction. */
async function askSingly(pool: RpcPool, block: number): Promise<ToldBlock> {
  const header = await pool.ask(getHeader(block))
  const hashes = readArray(readObject(header, 'the block').transactions, 'block.transactions')
  const receipts = await pool.run(hashes.map((hash) => getReceipt(String(hash))))
  for (const answer of receipts) if (answer instanceof RpcError) throw answer
  return { header, receipts }
}

export function getHeader(block: number): Call<unknown> {
  return {
    method: 'eth_getBlockByNumber',
    params: [toHex(block), false],
    read: (answer) => {
      if (answer === null) throw new BadAnswer('lagging', `there is no block ${block}`)
      return answer
    },
  }
}

function getReceipts(block: number): Call<unknown[]> {
  return {
    method: 'eth_getBlockReceipts',
    params: [toHex(block)],
    read: (answer) => {
      if (answer === null) throw new BadAnswer('lagging', `there is no block ${block}`)
      return readArray(answer, 'the receipts')
    },
  }
}

function getReceipt(hash: string): Call<unknown> {
  return {
    method: 'eth_getTransactionReceipt',
    params: [hash],
    read: (answer) => {
      if (answer === null) throw new BadAnswer('lagging', `there is no receipt of ${hash}`)
      return answer
    },
  }
}
