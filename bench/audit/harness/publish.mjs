/** Settlements and anchors of bills, as transactions of the provider. */
import * as artifacts from '../../../devnet/dist/chain/artifacts.js'
import { anchorTags } from '../../../recorder/dist/index.js'

/** The contract takes no more items at once. */
const MOST_ITEMS = 50
const ANCHORS_A_CALL = 25
const CALLS_A_BLOCK = 8
/** Neuron for a sector, as devnet/src/chain/deploy.ts sets it. */
const PRICE_PER_SECTOR = 30_733_644_962n
const SUCCESS = 0n

/** Puts all bills on chain: settled first, a block for each call of 50, then anchored. */
export async function publishAll(world, bills) {
  for (const part of chunk(bills, MOST_ITEMS)) {
    const receipts = await world.chain.mineAll([settleCall(world, part)])
    requireAccepted(receipts, part.length)
  }
  for (const part of chunk(chunk(bills, ANCHORS_A_CALL), CALLS_A_BLOCK))
    await world.chain.mineAll(part.map((one) => anchorCall(world, one)))
}

/** The transaction that settles bills. */
export function settleCall({ chain, role }, bills) {
  const { abi } = artifacts.inferenceServing()
  const data = abi.encodeFunctionData('settleFeesWithTEE', [bills.map(({ item }) => item)])
  return { role, to: chain.deployment.inferenceServing.address, data }
}

/** The transaction that anchors the trails of bills. */
export function anchorCall({ chain, provider, role }, bills) {
  const { abi } = artifacts.fixedPriceFlow()
  const submissions = bills.map(({ user, size, nodes }) => ({
    data: { length: size, tags: anchorTags({ payer: user, provider }), nodes },
    submitter: provider,
  }))
  const sectors = bills.flatMap(({ nodes }) => nodes).reduce((sum, { height }) => sum + 2n ** BigInt(height), 0n)
  const data = abi.encodeFunctionData('batchSubmit', [submissions])
  return { role, to: chain.deployment.flow.address, data, value: sectors * PRICE_PER_SECTOR }
}

/** @throws Error where the contract refused an item: nothing could be measured on it. */
export function requireAccepted(receipts, expected) {
  const { abi } = artifacts.inferenceServing()
  const statuses = receipts.flatMap(({ logs }) =>
    logs.flatMap((log) => {
      const parsed = abi.parseLog(log)
      return parsed?.name === 'TEESettlementResult' ? [parsed.args.status] : []
    }),
  )
  if (statuses.length !== expected || statuses.some((status) => status !== SUCCESS))
    throw new Error(`The contract took not all of ${expected} items: statuses ${statuses.join(' ')}.`)
}

function chunk(list, size) {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size))
}
