import { type Hex, type SettlementItem, settlementDigest } from '@touchstone/verify'
import { Interface, id, type JsonRpcProvider, type TransactionReceipt, type Wallet } from 'ethers'
import * as artifacts from '../chain/artifacts.js'
import { send } from './place.js'
import { type Generation, RULES, type Rules } from './rules.js'
import type { TrueSettlement, Truth } from './truth.js'

export const OG = 10n ** 18n
const LOCK_SECONDS = 86_400n
const lower = (address: string) => address.toLowerCase() as Hex
const FORWARD = artifacts.ownContract('Forwarder').abi
const BEACON = new Interface(['function upgradeTo(address implementation)'])

/**
 * What an index can know of an implementation: the beacon's log and its generation; its generation alone, from the
 * network's file; or that something runs that no file names.
 */
export type Told = 'by-log' | 'by-file' | 'unnamed'

/** Who takes part, the same on every pair. */
export interface Cast {
  owner: Wallet
  provider: Wallet
  /** Offers a service whose key nobody acknowledges. */
  stranger: Wallet
  users: Wallet[]
  /** The key in the enclave. */
  signer: Wallet
}

/** One item of a batch, and what the contract will answer. */
export interface Draft {
  user: Wallet
  fee: bigint
  nonce: bigint
  status: number
  /** Of a refused item all, of a partial one the rest. */
  unsettled?: bigint
  /** Signs in place of the enclave's key. */
  forger?: Wallet
  /** Named in place of the caller. */
  named?: Hex
  /** No key was named for this payer (generation C) or acknowledged (later). */
  unsigned?: boolean
}

/** A ledger and an InferenceServing that belong together, at their own addresses, and what happens at them. */
export class Pair {
  rules: Rules = RULES.D
  private implementation: Hex = '0x'
  private told: Told = 'by-log'

  constructor(
    private readonly chain: JsonRpcProvider,
    private readonly cast: Cast,
    readonly at: { inference: Hex; ledger: Hex; inferenceBeacon: Hex; ledgerBeacon: Hex },
    private readonly truth: Truth,
  ) {}

  /** Switches the code behind the proxy, by its beacon. */
  async switchTo(implementation: Hex, generation: Generation, told: Told): Promise<void> {
    const data = BEACON.encodeFunctionData('upgradeTo', [implementation])
    const { blockNumber } = await send(this.cast.owner, { to: this.at.inferenceBeacon, data }, 'An upgrade')
    this.rules = RULES[generation]
    this.told = told
    // Without a beacon on record, the file's word for the implementation is the proxy itself.
    this.implementation = told === 'by-file' ? this.at.inference : lower(implementation)
    if (told === 'by-file') return
    this.truth.switches.push({
      ...{ contract: this.at.inference, implementation: this.implementation, block: blockNumber },
      generation: told === 'by-log' ? generation : undefined,
    })
  }

  async switchLedger(implementation: Hex): Promise<void> {
    const data = BEACON.encodeFunctionData('upgradeTo', [implementation])
    await send(this.cast.owner, { to: this.at.ledgerBeacon, data }, 'An upgrade of the ledger')
  }

  async initialize(): Promise<void> {
    const { owner } = this.cast
    const { inference, ledger } = this.at
    await this.call(owner, 'ledger', 'initialize', this.rules.ledgerInit(owner.address, inference))
    await this.call(owner, 'serving', 'initialize', [LOCK_SECONDS, ledger, owner.address])
    if (this.rules.generation !== 'C')
      await this.call(owner, 'ledger', 'registerService', ['inference', 'v1.0', inference, 'Inference serving'])
  }

  /** Registers a service of `provider`, or of a forwarder that it owns; acknowledged by the owner where told to. */
  async offer(provider: Wallet, acknowledged: boolean, forwarder?: Hex): Promise<void> {
    const params = [this.rules.serviceParams(this.cast.signer.address)]
    const stake = this.rules.generation === 'C' ? 0n : await this.stake()
    if (forwarder === undefined) await this.call(provider, 'serving', 'addOrUpdateService', params, stake)
    else
      await this.forward(
        provider,
        forwarder,
        [this.rules.serving.encodeFunctionData('addOrUpdateService', params)],
        stake,
      )
    if (acknowledged && this.rules.generation !== 'C')
      await this.call(this.cast.owner, 'serving', 'acknowledgeTEESignerByOwner', [forwarder ?? provider.address])
  }

  /** A payer with so much at each provider; in generation C it names the key that it trusts, unless told otherwise. */
  async fund(user: Wallet, providers: readonly Hex[], each: bigint, names = true): Promise<void> {
    await this.call(user, 'ledger', 'addLedger', this.rules.addLedger, each * BigInt(providers.length) + 3n * OG)
    for (const provider of providers) {
      await this.call(user, 'ledger', 'transferFund', [provider, this.rules.service, each])
      if (this.rules.generation === 'C' && names)
        await this.call(user, 'serving', 'acknowledgeTEESigner', [provider, this.cast.signer.address])
    }
  }

  /** Settles by a direct call. */
  async settle(provider: Wallet, drafts: readonly Draft[]): Promise<void> {
    const items = await this.sign(lower(provider.address), drafts)
    const data = this.rules.serving.encodeFunctionData('settleFeesWithTEE', [items])
    const receipt = await send(provider, { to: this.at.inference, data }, 'A settlement')
    this.record(lower(provider.address), 'direct', receipt, items, drafts)
  }

  /** Settles by inner calls of one transaction, a batch each; the contract is the provider. */
  async settleForwarded(provider: Wallet, forwarder: Hex, batches: readonly (readonly Draft[])[]): Promise<void> {
    const signed = await Promise.all(batches.map((drafts) => this.sign(forwarder, drafts)))
    const calls = signed.map((items) => this.rules.serving.encodeFunctionData('settleFeesWithTEE', [items]))
    const receipt = await this.forward(provider, forwarder, calls)
    this.record(forwarder, 'forwarded', receipt, signed.flat(), batches.flat())
  }

  private async sign(caller: Hex, drafts: readonly Draft[]): Promise<SettlementItem[]> {
    const { chainId } = await this.chain.getNetwork()
    return drafts.map(({ user, fee, nonce, forger, named }) => {
      const unsigned = {
        ...{ user: lower(user.address), provider: named ?? caller, totalFee: fee, nonce },
        requestsHash: id(`${this.at.inference}/${caller}/${user.address}/${nonce}`) as Hex,
      }
      const domain = { chainId: Number(chainId), contract: this.at.inference, scheme: this.rules.scheme }
      const key = (forger ?? this.cast.signer).signingKey
      return { ...unsigned, signature: key.sign(settlementDigest({ ...domain, ...unsigned })).serialized as Hex }
    })
  }

  private record(
    provider: Hex,
    via: TrueSettlement['via'],
    receipt: TransactionReceipt,
    items: readonly SettlementItem[],
    drafts: readonly Draft[],
  ): void {
    this.assertResults(receipt, drafts)
    const txHash = receipt.hash
    for (const [n, { user, provider: namedProvider, ...item }] of items.entries()) {
      const { status, unsettled = status > 1 ? item.totalFee : 0n, unsigned } = drafts[n] as Draft
      const signer = unsigned && this.rules.generation === 'C' ? undefined : this.cast.signer.address
      this.truth.settlements.push({
        ...{
          contract: this.at.inference,
          implementation: this.implementation,
          txHash,
          n,
          via,
          provider,
          namedProvider,
        },
        ...{ payer: user, ...item, status, unsettled, signer: signer === undefined ? undefined : lower(signer) },
        generation: this.told === 'unnamed' ? undefined : this.rules.generation,
      })
    }
  }

  /** The story and the official contract have to agree, or the truth would be none. */
  private assertResults({ logs }: TransactionReceipt, drafts: readonly Draft[]): void {
    const results = logs
      .map((log) => this.rules.serving.parseLog(log))
      .flatMap((log) => (log?.name === 'TEESettlementResult' ? [Number(log.args.status)] : []))
    const told = drafts.map(({ status }) => status)
    if (results.join() !== told.join())
      throw new Error(`Generation ${this.rules.generation} answered ${results.join()}, the story says ${told.join()}.`)
  }

  private async forward(provider: Wallet, forwarder: Hex, calls: readonly string[], value = 0n) {
    const targets = calls.map(() => this.at.inference)
    const values = calls.map((_, at) => (at === 0 ? value : 0n))
    const data = FORWARD.encodeFunctionData('forward', [targets, values, calls])
    return send(provider, { to: forwarder, data, value }, 'A forwarded call')
  }

  private async stake(): Promise<bigint> {
    const data = this.rules.serving.encodeFunctionData('MIN_PROVIDER_STAKE')
    return BigInt(await this.chain.call({ to: this.at.inference, data }))
  }

  private async call(from: Wallet, which: 'serving' | 'ledger', method: string, args: unknown[], value = 0n) {
    const to = which === 'serving' ? this.at.inference : this.at.ledger
    return send(from, { to, data: this.rules[which].encodeFunctionData(method, args), value }, method)
  }
}
