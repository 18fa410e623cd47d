import type { Hex } from '@touchstone/verify'
import { Wallet } from 'ethers'
import { keyOf } from '../chain/keys.js'
import { type Cast, type Draft, OG, type Pair } from './pair.js'

const FEE = 3n * 10n ** 15n
const EACH = 2n * OG
const SUCCESS = 0
const PARTIAL = 1
const PROVIDER_MISMATCH = 2
const NO_TEE_SIGNER = 3
const INVALID_NONCE = 4
const INVALID_SIGNATURE = 5

/** Nonces of one story: the broker's are seconds and seven zeros; here they only have to grow. */
let lastNonce = 17_690_000_000_000_000n
const nextNonce = () => (lastNonce += 10_000_000n)

/** Opens shop: services of a provider, of a forwarder and of a stranger whose key nobody acknowledges, and funded payers. */
export async function openShop(pair: Pair, cast: Cast, forwarder: Hex): Promise<void> {
  const { provider, stranger, users } = cast
  const at = (wallet: Wallet) => wallet.address.toLowerCase() as Hex
  await pair.offer(provider, true)
  await pair.offer(provider, true, forwarder)
  await pair.offer(stranger, false)
  for (const [n, user] of users.entries())
    await pair.fund(user, [at(provider), forwarder, at(stranger)], EACH, n < users.length - 1)
}

/** Every result that the contract knows in one direct call, then two settle calls inside one forwarded transaction. */
export async function settleEverything(pair: Pair, cast: Cast, forwarder: Hex): Promise<void> {
  const [atlas, birch, cedar, dune] = cast.users as [Wallet, Wallet, Wallet, Wallet]
  const forger = new Wallet(keyOf('tee/forger'))
  const stale = nextNonce()
  const drafts: Draft[] = [
    { user: atlas, fee: FEE, nonce: nextNonce(), status: SUCCESS },
    { user: atlas, fee: FEE, nonce: stale, status: INVALID_NONCE },
    { user: cedar, fee: FEE, nonce: nextNonce(), status: INVALID_SIGNATURE, forger },
    { user: cedar, fee: FEE, nonce: nextNonce(), status: PROVIDER_MISMATCH, named: forwarder },
    { user: cedar, fee: FEE, nonce: nextNonce(), status: SUCCESS },
  ]
  await pair.settle(cast.provider, drafts)
  const unsigned =
    pair.rules.generation === 'C' ? { caller: cast.provider, user: dune } : { caller: cast.stranger, user: atlas }
  await pair.settle(unsigned.caller, [
    { user: unsigned.user, fee: FEE, nonce: nextNonce(), status: NO_TEE_SIGNER, unsigned: true },
  ])
  await pair.settleForwarded(cast.provider, forwarder, [
    [
      { user: atlas, fee: FEE, nonce: nextNonce(), status: SUCCESS },
      { user: birch, fee: FEE, nonce: nextNonce(), status: SUCCESS },
    ],
    [{ user: birch, fee: FEE, nonce: nextNonce(), status: SUCCESS }],
  ])
}

/** A payer whose balance does not cover the bill: the contract takes what there is. */
export async function settlePartly(pair: Pair, cast: Cast): Promise<void> {
  const birch = cast.users[1] as Wallet
  const fee = EACH + FEE
  await pair.settle(cast.provider, [{ user: birch, fee, nonce: nextNonce(), status: PARTIAL, unsettled: FEE }])
}

/** One bill, so that each implementation has one. */
export async function settleOne(pair: Pair, cast: Cast): Promise<void> {
  await pair.settle(cast.provider, [{ user: cast.users[2] as Wallet, fee: FEE, nonce: nextNonce(), status: SUCCESS }])
}
