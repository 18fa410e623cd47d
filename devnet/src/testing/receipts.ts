import type { SettlementItem } from '@touchstone/verify'
import type { Contract } from 'ethers'

/** One item of a settlement call with what the contract said about it. */
export interface Settled {
  item: SettlementItem
  status: number
  caller: string
  /** Transaction. */
  hash: string
}

/** Every item of every direct settlement call so far, in chain order, read from calldata and logs. */
export async function listSettled(inference: Contract): Promise<Settled[]> {
  const filter = inference.filters.TEESettlementResult?.()
  if (filter === undefined) throw new Error('The contract has no TEESettlementResult event.')
  const logs = await inference.queryFilter(filter, 0)
  const settled: Settled[] = []
  for (const hash of new Set(logs.map((log) => log.transactionHash))) {
    const transaction = await inference.runner?.provider?.getTransaction(hash)
    const call = transaction && inference.interface.parseTransaction(transaction)
    if (!call) throw new Error(`${hash} is no settlement call.`)
    const own = logs.filter((log) => log.transactionHash === hash)
    const [items] = call.args as unknown as [SettlementItem[]]
    for (const [at, item] of [...items].entries()) {
      const parsed = own[at] && inference.interface.parseLog(own[at])
      settled.push({ item, status: Number(parsed?.args.status), caller: transaction.from, hash })
    }
  }
  return settled
}
