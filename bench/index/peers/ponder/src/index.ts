import { ponder } from 'ponder:registry'
import { account, settlement } from 'ponder:schema'
import { decodeFunctionData } from 'viem'
import { abi } from '../abi'

// The ordinal of a result within its transaction, and the calldata read once.
let current = { hash: '', n: 0, items: [] as readonly { totalFee: bigint; requestsHash: string; nonce: bigint }[] }

ponder.on('Serving:TEESettlementResult', async ({ event, context }) => {
  const { hash, from, input } = event.transaction
  if (current.hash !== hash) current = { hash, n: 0, items: decodeFunctionData({ abi, data: input }).args[0] }
  const n = current.n++
  const item = current.items[n]
  if (!item) throw new Error(`${hash} has no item ${n}`)
  await context.db.insert(settlement).values({
    id: `${hash}-${n}`,
    payer: event.args.user.toLowerCase() as `0x${string}`,
    provider: from.toLowerCase() as `0x${string}`,
    status: event.args.status,
    totalFee: String(item.totalFee),
    unsettled: String(event.args.unsettledAmount),
    requestsHash: item.requestsHash as `0x${string}`,
    nonce: String(item.nonce),
    blockNumber: Number(event.block.number),
  })
})

ponder.on('Serving:BalanceUpdated', async ({ event, context }) => {
  const { user, provider, amount } = event.args
  const id = `${user.toLowerCase()}-${provider.toLowerCase()}`
  await context.db
    .insert(account)
    .values({ id, balance: String(amount) })
    .onConflictDoUpdate({ balance: String(amount) })
})
