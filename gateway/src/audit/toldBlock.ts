import { readArray, readObject, toHex } from '../chain/hex.js'
import type { Call } from '../rpc/call.js'
import type { RpcPool } from '../rpc/pool.js'
import { BadAnswer, RpcError } from '../rpc/rpcError.js'
import { listTransactions } from './compareBlock.js'
import type { ToldBlock } from './proof.js'

/** A block to ask for: with all of its transactions, or their hashes alone. */
export interface BlockQuestion {
  block: number
  isWhole: boolean
}

/** Header and receipts of blocks, each from one RPC. @throws RpcError where none tells. */
export async function askBlocks(pool: RpcPool, questions: readonly BlockQuestion[]): Promise<ToldBlock[]> {
  if (!pool.has('blockReceipts')) return Promise.all(questions.map((question) => askSingly(pool, question)))
  const calls = questions.flatMap(({ block, isWhole }): Call<unknown>[] => [
    getHeader(block, isWhole),
    getReceipts(block),
  ])
  const answers = await pool.run(calls, { ability: 'blockReceipts' })
  for (const answer of answers) if (answer instanceof RpcError) throw answer
  return questions.map((question, n) => toTold(question, answers[2 * n], answers[2 * n + 1] as unknown[]))
}

/** Header and receipts of one block. @throws RpcError where no RPC tells. */
export async function askBlock(pool: RpcPool, question: BlockQuestion): Promise<ToldBlock> {
  const [told] = await askBlocks(pool, [question])
  if (told === undefined) throw new Error(`Block ${question.block} was asked for and has no answer.`)
  return told
}

function toTold({ isWhole }: BlockQuestion, header: unknown, receipts: readonly unknown[]): ToldBlock {
  return { header, receipts, transactions: isWhole ? listTransactions(header) : undefined }
}

/** Where an RPC has no call for all receipts of a block: one for each transaction. */
async function askSingly(pool: RpcPool, question: BlockQuestion): Promise<ToldBlock> {
  const header = await pool.ask(getHeader(question.block, question.isWhole))
  const hashes = listTransactions(header).map((entry) =>
    question.isWhole ? readObject(entry, 'the transaction').hash : entry,
  )
  const receipts = await pool.run(hashes.map((hash) => getReceipt(String(hash))))
  for (const answer of receipts) if (answer instanceof RpcError) throw answer
  return toTold(question, header, receipts)
}

export function getHeader(block: number, isWhole: boolean): Call<unknown> {
  return {
    method: 'eth_getBlockByNumber',
    params: [toHex(block), isWhole],
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
