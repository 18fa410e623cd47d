const { Serving } = require('generated')
const { decodeFunctionData } = require('viem')
const abi = require('../settle.json')

// The ordinal of a result within its transaction, and the calldata read once.
let current = { hash: '', n: 0, items: [] }

Serving.TEESettlementResult.handler(async ({ event, context }) => {
  const { hash, from, input } = event.transaction
  if (current.hash !== hash) current = { hash, n: 0, items: decodeFunctionData({ abi, data: input }).args[0] }
  const n = current.n++
  const item = current.items[n]
  if (!item) throw new Error(`${hash} has no item ${n}`)
  context.Settlement.set({
    id: `${hash}-${n}`,
    payer: event.params.user.toLowerCase(),
    provider: from.toLowerCase(),
    status: Number(event.params.status),
    totalFee: item.totalFee,
    unsettled: event.params.unsettledAmount,
    requestsHash: item.requestsHash,
    nonce: item.nonce,
    blockNumber: event.block.number,
  })
})

Serving.BalanceUpdated.handler(async ({ event, context }) => {
  const { user, provider, amount } = event.params
  context.Account.set({ id: `${user.toLowerCase()}-${provider.toLowerCase()}`, balance: amount })
})
