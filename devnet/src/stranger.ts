import { randomUUID } from 'node:crypto'
import { anchorTags, type TrailParties, toTrailRecord, writeTrail } from '@touchstone/recorder'
import type { Hex, SettlementItem } from '@touchstone/verify'
import { Contract, id, type Wallet } from 'ethers'
import { CHAIN_ID } from './chain/connect.js'
import { walletOf } from './chain/keys.js'
import { nonceAt, settle, toSettlementId } from './provider/settlement.js'
import { repeat } from './repeat.js'
import { uploadTagged } from './upload.js'
import type { World } from './world.js'

const LOOK_MS = 3_000
const PAUSE_MS = 300_000

/** Whom the stranger names: an honest agent and its provider. */
export interface Victims {
  payer: string
  provider: string
}

/** What the stranger did so far. */
export interface StrangersDeeds {
  /** The anchored trail, and the settlement of others that it names. */
  named?: { root: string; settlement: string }
  /** The items of its last settle call, which the contract refused. */
  refused: string[]
}

/**
 * Somebody without any part in it bills an agent, which the contract refuses, and anchors a trail for a settlement
 * between others. Both are valid transactions: neither may touch what is said about the two that they name.
 */
export async function startStranger(world: World, victims: Victims, deeds: StrangersDeeds): Promise<void> {
  const wallet = walletOf('stranger', world.chain)
  const step = async () => {
    const nonce = await lastNonce(world, victims)
    // Nothing to name yet: looked at again soon.
    if (nonce === 0n) return
    deeds.refused = await billNamed(world, wallet, victims)
    if (deeds.named !== undefined) return
    const settlement = await findSettlement(world, victims, nonce)
    deeds.named = { root: await anchorWrongTrail(world, wallet, victims, nonce), settlement }
  }
  await repeat('The stranger', () => (deeds.named === undefined ? LOOK_MS : PAUSE_MS), step, world)
}

/** One item in the provider's name (status 2), one in the stranger's own, at which the agent has no account (5). */
async function billNamed(world: World, wallet: Wallet, { payer, provider }: Victims): Promise<string[]> {
  const item = (named: string): SettlementItem => ({
    user: payer.toLowerCase() as Hex,
    provider: named.toLowerCase() as Hex,
    totalFee: 10n ** 18n,
    requestsHash: id('nothing was asked') as Hex,
    nonce: nonceAt(Date.now()),
    signature: wallet.signingKey.sign(id('nothing was signed')).serialized as Hex,
  })
  const inference = world.contracts.inference.connect(wallet) as Contract
  const { hash, statuses } = await settle(inference, [item(provider), item(wallet.address)])
  world.log.debug({ statuses }, 'the stranger billed')
  return statuses.map((_, n) => toSettlementId(hash, n))
}

async function lastNonce(world: World, { payer, provider }: Victims): Promise<bigint> {
  const { inference } = world.contracts
  if (!(await inference.getFunction('accountExists').staticCall(payer, provider))) return 0n
  const account = (await inference.getFunction('getAccount').staticCall(payer, provider)) as { nonce: bigint }
  return account.nonce
}

/** Which item of which call took the account to this nonce: its newest change of balance. */
async function findSettlement({ contracts }: World, { payer, provider }: Victims, nonce: bigint): Promise<string> {
  const { inference } = contracts
  const filter = inference.filters.BalanceUpdated?.(payer, provider)
  const logs = filter === undefined ? [] : await inference.queryFilter(filter)
  for (const log of logs.reverse()) {
    const transaction = await log.getTransaction()
    const call = transaction && inference.interface.parseTransaction(transaction)
    if (call?.name !== 'settleFeesWithTEE') continue
    const items = [...(call.args[0] as { user: string; nonce: bigint }[])]
    const n = items.findIndex((item) => item.user.toLowerCase() === payer.toLowerCase() && item.nonce === nonce)
    if (n >= 0) return toSettlementId(log.transactionHash, n)
  }
  throw new Error(`No settlement has the nonce ${nonce}.`)
}

/** Names a real settlement's nonce with other fees. */
async function anchorWrongTrail(
  world: World,
  wallet: Wallet,
  { payer, provider }: Victims,
  nonce: bigint,
): Promise<string> {
  const parties: TrailParties = {
    chainId: CHAIN_ID,
    contract: world.deployment.inferenceServing.address.toLowerCase() as Hex,
    provider: provider.toLowerCase() as Hex,
    payer: payer.toLowerCase() as Hex,
    publisher: wallet.address.toLowerCase() as Hex,
    via: 'direct',
  }
  const createdAt = Number(nonce / 10_000n)
  const record = toTrailRecord(
    {
      ...{ settlement: nonce, createdAt, model: 'unknown' },
      ...{ request: Buffer.from('{"messages":[]}'), response: Buffer.from('{"choices":[]}') },
      hashed: { requestHash: randomUUID(), userAddress: payer, fee: '3', inputFee: '1', outputFee: '2' },
    },
    { request: 'bytes', response: 'bytes' },
  )
  const bytes = Buffer.concat([...writeTrail(parties, { from: createdAt, to: createdAt }, [record])])
  return uploadTagged(world, wallet, bytes, anchorTags(parties))
}
