import { join } from 'node:path'
import { Contract, type Wallet } from 'ethers'
import type { FastifyInstance } from 'fastify'
import { walletOf } from '../chain/keys.js'
import type { ServedReport } from '../enclave/report.js'
import { repeat } from '../repeat.js'
import type { World } from '../world.js'
import { Ledger } from './ledger.js'
import { type Bill, Outbox } from './outbox.js'
import { publish } from './publish.js'
import { createProviderServer } from './server.js'
import { Settled } from './settled.js'
import { isAccepted, MAX_ITEMS, nonceAt, previewRefused, settle, signItem, toSettlementId } from './settlement.js'
import { signerOf } from './signing.js'
import type { ProviderStory } from './story.js'

/** The first bill comes soon, so that a newcomer sees every story. Later they come seldom: the chain grows by each. */
const FIRST_MS = 5_000
const PAUSE_MS = 20_000
const LATER_MS = 60_000
const EARLY = 15

/** A dispersal takes seconds of processor time, once here and once at each auditor. */
const DA_MS = 120_000

function pauseMs(done: number, { trailsOn }: ProviderStory): number {
  if (done === 0) return FIRST_MS
  if (trailsOn === 'da') return DA_MS
  return done < EARLY ? PAUSE_MS : LATER_MS
}

interface AccountView {
  nonce: bigint
  balance: bigint
  generation: bigint
  revokedBitmap: bigint
}

/** One provider at work: serves, bills and publishes. Of its state only what is due to be published is on disk. */
export class Provider {
  readonly wallet: Wallet
  private readonly ledger = new Ledger()
  private readonly outbox: Outbox
  private readonly server: FastifyInstance
  private readonly inference: Contract
  /** What was billed of late. */
  readonly settled = new Settled()
  private billing: Promise<void> | undefined

  constructor(
    private readonly world: World,
    readonly story: ProviderStory,
    report: ServedReport | undefined,
  ) {
    this.wallet = walletOf(`provider/${story.name}`, world.chain)
    this.outbox = new Outbox(join(world.folder, 'providers', story.name))
    this.inference = world.contracts.inference.connect(this.wallet) as Contract
    this.server = createProviderServer({
      ...{ story, provider: this.wallet.address, ledger: this.ledger, report },
      findAccount: (user) => this.findAccount(user),
    })
  }

  async listen(port: number): Promise<void> {
    await this.server.listen({ host: '127.0.0.1', port })
  }

  /** Bills what was served and publishes what was billed, until the world stops. */
  startBilling(): void {
    const work = async () => {
      await this.settleAll()
      await this.publishAll()
    }
    this.billing = repeat(`Billing of ${this.story.name}`, (done) => pauseMs(done, this.story), work, this.world)
  }

  async stop(): Promise<void> {
    await this.billing
    await this.server.close()
  }

  private async settleAll(): Promise<void> {
    const bills = [...this.ledger.take()].map(([user, rows]) => ({ user, rows, nonce: nonceAt(Date.now()) }))
    for (let at = 0; at < bills.length; at += MAX_ITEMS) await this.settleBatch(bills.slice(at, at + MAX_ITEMS))
  }

  // A bill whose sending failed stays in the outbox: whether the chain took it is seen from its nonce, next time.
  private async settleBatch(bills: readonly Bill[]): Promise<void> {
    const contract = this.world.deployment.inferenceServing.address
    const signer = signerOf(this.story)
    const sheet = bills.map((bill) => ({ bill, item: signItem(bill, this.wallet.address, contract, signer) }))
    for (const bill of bills) this.outbox.put(bill)
    const refused = await previewRefused(
      this.inference,
      sheet.map(({ item }) => item),
    )
    const due = sheet.filter(({ bill }) => !refused.has(bill.user.toLowerCase()))
    for (const { bill } of sheet) if (refused.has(bill.user.toLowerCase())) this.giveBack(bill)
    if (due.length === 0) return
    const { hash, statuses } = await settle(
      this.inference,
      due.map(({ item }) => item),
    )
    this.world.log.debug({ provider: this.story.name, statuses }, 'settled')
    for (const [at, { bill }] of due.entries())
      if (isAccepted(statuses[at])) this.settled.add(bill, toSettlementId(hash, at))
      else this.giveBack(bill)
  }

  private giveBack(bill: Bill): void {
    this.outbox.remove(bill)
    this.ledger.putBack(bill.user, bill.rows)
  }

  private async publishAll(): Promise<void> {
    for (const bill of this.outbox.list()) {
      if (this.world.stopping.aborted) return
      const account = await this.findAccount(bill.user)
      // Below its nonce the bill was never accepted: the process ended before it was sent, or the chain went back.
      const isSettled = account !== undefined && account.nonce >= bill.nonce
      if (isSettled && this.story.publishes !== 'nothing')
        this.settled.publish(bill, await publish(this.world, this.story, this.wallet, bill))
      this.outbox.remove(bill)
    }
  }

  private async findAccount(user: string): Promise<AccountView | undefined> {
    const { inference } = this.world.contracts
    if (!(await inference.getFunction('accountExists').staticCall(user, this.wallet.address))) return undefined
    const account = (await inference.getFunction('getAccount').staticCall(user, this.wallet.address)) as AccountView
    const { nonce, balance, generation, revokedBitmap } = account
    return { nonce, balance, generation, revokedBitmap }
  }
}
