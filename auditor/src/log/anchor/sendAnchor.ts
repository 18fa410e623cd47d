import { buildLogTags, type Hex } from '@touchstone/verify'
import type { Queryable } from '../../database.js'
import { type AnchorChain, AnchorProblem } from './anchorChain.js'
import type { AnchorKey } from './anchorKey.js'
import { insertAttempt } from './anchorRows.js'
import { buildSubmitCall, MARKET, PRICE_PER_SECTOR } from './submitCall.js'

/** What transactions are made with. */
export interface SendContext {
  db: Queryable
  key: AnchorKey
  /** Id of the key that signs checkpoints: part of the tags. */
  logKeyId: string
  chainId: number
  flow: Hex
}

/** What an anchor may cost, fee and gas: 0.1 0G. A node's word about prices must not empty the account. */
const MAX_COST = 10n ** 17n
/** Nodes of 0G refuse tips below 2 Gneuron and suggest less. */
const MIN_GAS_PRICE = 5n * 10n ** 9n

/**
 * Signs a submission of the checkpoint's note, keeps it, and sends it: in this order, so that whoever is killed in between
 * is taken up by the next.
 * @param outbids the attempt whose nonce is used again, at a price that nodes take in its stead.
 * @throws AnchorProblem where it is too dear, the account has too little, or the contract or the node refuses it.
 */
export async function sendAnchor(
  context: SendContext,
  chain: AnchorChain,
  { size, note }: { size: number; note: string },
  outbids?: { tx: Hex; nonce: number; gasPrice: bigint },
): Promise<void> {
  const { db, key, flow, chainId } = context
  const { root, sectors, data } = buildSubmitCall(
    Buffer.from(note, 'utf8'),
    buildLogTags(context.logKeyId),
    key.address,
  )
  const market: Hex = `0x${(await chain.view(flow, MARKET)).toString(16).padStart(40, '0')}`
  const value = sectors * (await chain.view(market, PRICE_PER_SECTOR))
  // Before the estimate, which would only say that it failed.
  await requireBalance(key.address, chain, value)
  const estimate = await chain.estimate({ from: key.address, to: flow, value, data })
  // Other submissions in the same block make the flow's tree higher and this one dearer.
  const gas = estimate * 2n
  const gasPrice = await choosePrice(chain, outbids?.gasPrice)
  await requireBalance(key.address, chain, value + gas * gasPrice)
  const nonce = outbids?.nonce ?? (await chain.nonce(key.address))
  const { raw, hash } = key.sign({ chainId, nonce, gasPrice, gas, to: flow, value, data })
  const attempt = { tx: hash, size, root, sender: key.address, nonce, gasPrice, raw, replaces: outbids?.tx ?? null }
  if (await insertAttempt(db, attempt)) await chain.send(raw)
}

async function choosePrice(chain: AnchorChain, outbid: bigint | undefined): Promise<bigint> {
  const suggested = ((await chain.gasPrice()) * 5n) / 4n
  // Nodes take another transaction of a nonce for a tenth more.
  const least = outbid === undefined ? MIN_GAS_PRICE : (outbid * 5n) / 4n
  return suggested > least ? suggested : least
}

async function requireBalance(address: Hex, chain: AnchorChain, cost: bigint): Promise<void> {
  if (cost > MAX_COST)
    throw new AnchorProblem('price', `an anchor would cost ${toText(cost)} 0G, more than ${toText(MAX_COST)} 0G`)
  const balance = await chain.balance(address)
  if (balance < cost)
    throw new AnchorProblem(
      'balance',
      `account ${address} has ${toText(balance)} 0G, an anchor costs ${toText(cost)} 0G: send it some`,
    )
}

/** Neuron in 0G, to the billionth. */
function toText(neuron: bigint): string {
  return (Number(neuron / 10n ** 9n) / 1e9).toFixed(9).replace(/\.?0+$/, '')
}
