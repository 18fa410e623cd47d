import { describe, expect, it } from 'vitest'
import { ask, listAll, type PageOf } from './harness/api.js'
import { CAST, type Story, waitForOutcome } from './harness/cast.js'
import { type Chain, openChain } from './harness/chain.js'
import { until } from './harness/until.js'

type Item = {
  id: string
  amount: string
  nonce: string
  provider: string
  accepted: boolean
  blockNumber: number
  txHash: string
}
type Account = { provider: string; balance: string; nonce: string | null }
type Answer = { network: { indexedHeight: number }; payer: { accounts: Account[]; settlements: PageOf<Item> } | null }

const QUERY = `query ($id: ID!, $after: String) {
  network { indexedHeight }
  payer(id: $id) {
    accounts { provider balance nonce }
    settlements(first: 50, after: $after) {
      nodes { id amount nonce provider accepted blockNumber txHash }
      pageInfo { hasNextPage endCursor }
    }
  }
}`

const STORIES = Object.keys(CAST) as Story[]
const OUTCOME: Record<Story, string> = {
  published: 'verified',
  onDa: 'verified',
  archivedCollateral: 'verified',
  relayed: 'relayed',
  mockKey: 'failed',
  silent: 'paid',
  forged: 'failed',
  overBilled: 'failed',
  unknownCode: 'partial',
  derivative: 'failed',
  garbledCollateral: 'unavailable',
  revoked: 'failed',
}

async function readPayer(payer: string, after: string | null) {
  const answer = await ask<Answer>(QUERY, { id: payer, after })
  if (!answer.payer) throw new Error(`The API knows no payer ${payer}.`)
  return { height: answer.network.indexedHeight, ...answer.payer }
}

const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n)

/** What was paid in: every rise of the account's level that is not a settlement. */
async function sumDeposits(
  chain: Chain,
  payer: string,
  provider: string,
  settled: ReadonlySet<string>,
  height: number,
) {
  let level = 0n
  let deposits = 0n
  for (const { txHash, balance } of await chain.listLevels(payer, provider, height)) {
    if (!settled.has(txHash)) deposits += balance - level
    level = balance
  }
  return deposits
}

describe('amounts', () => {
  it.each(STORIES)('%s: deposits less settlements is what the contract says, to the neuron', async (story) => {
    const { payer, provider } = await waitForOutcome(story, OUTCOME[story])
    const chain = openChain()
    // The chain goes on while we ask: an answer counts once nothing was settled between its two halves.
    await until('an answer and the contract agree on the same block', async () => {
      const { height } = await readPayer(payer, null)
      const items = await listAll(async (after) => (await readPayer(payer, after)).settlements)
      const { accounts } = await readPayer(payer, null)
      const accepted = items.filter((item) => item.accepted && item.provider === provider && item.blockNumber <= height)
      const contract = await chain.getAccount(payer, provider, height)
      const settled = new Set(accepted.map(({ txHash }) => txHash))
      const deposits = await sumDeposits(chain, payer, provider, settled, height)
      expect(deposits - sum(accepted.map(({ amount }) => BigInt(amount)))).toBe(contract.balance)
      const account = accounts.find((candidate) => candidate.provider === provider)
      expect({ balance: account?.balance, nonce: account?.nonce }).toEqual({
        balance: contract.balance.toString(),
        nonce: contract.nonce.toString(),
      })
      return true
    })
    chain.rpc.destroy()
  })

  it('ids, amounts and nonces come as strings', async () => {
    const { payer } = await waitForOutcome('published', 'verified')
    const { accounts, settlements } = await readPayer(payer, null)
    expect(settlements.nodes.length).toBeGreaterThan(0)
    for (const { id, amount, nonce } of settlements.nodes.filter(({ accepted }) => accepted))
      expect([typeof id, amount, nonce]).toEqual([
        'string',
        expect.stringMatching(/^\d+$/),
        expect.stringMatching(/^\d+$/),
      ])
    expect(accounts.map(({ balance }) => typeof balance)).toEqual(accounts.map(() => 'string'))
  })
})
