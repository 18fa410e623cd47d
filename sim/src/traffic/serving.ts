import { tellLevel } from '../truth/accounts.js'
import type { JournaledMap } from '../truth/journal.js'
import { tellPayerAcknowledgement } from '../truth/ledger.js'
import { tellStake } from '../truth/providers.js'
import { tellTexts } from '../truth/rawLogs.js'
import { endService, MOST, tellAcknowledgement, tellService } from '../truth/services.js'
import { tellSettlement } from '../truth/settlements.js'
import { tellRevocation } from '../truth/tokens.js'
import { LEDGER, SERVING } from './abi.js'
import { type Execution, Revert } from './execution.js'
import { encodeRawLog } from './rawText.js'
import type { Rules } from './rules.js'
import type { Item, Service } from './terms.js'

interface ServiceState extends Service {
  acknowledged: boolean
}

interface AccountState {
  /** Whether the payer takes the service's key. */
  acknowledged: boolean
  balance: bigint
  pendingRefund: bigint
  nonce: bigint
}

/** What a provider stakes with its service, in neuron. */
export const STAKE = 100n * 10n ** 18n

/** InferenceServing, as far as its logs and facts go: the official contract's rules, and what each log means. */
export class ServingContract {
  private readonly services: JournaledMap<ServiceState>
  private readonly accounts: JournaledMap<AccountState>
  /** Nonces outlive the account that is deleted. */
  private readonly nonces: JournaledMap<bigint>
  /** Of session tokens; they outlive the account too. */
  private readonly generations: JournaledMap<bigint>

  constructor(
    private readonly rules: Rules,
    readonly address: string,
    /** False for a proxy that was replaced. */
    private readonly isInUse: boolean,
  ) {
    this.services = rules.map()
    this.accounts = rules.map()
    this.nonces = rules.map()
    this.generations = rules.map()
  }

  service(provider: string): ServiceState | undefined {
    return this.services.get(provider)
  }

  providers(): string[] {
    return this.services.keys()
  }

  account(user: string, provider: string): AccountState | undefined {
    return this.accounts.get(`${user} ${provider}`)
  }

  listAccounts(): { user: string; provider: string }[] {
    return this.accounts.keys().map((key) => {
      const [user = '', provider = ''] = key.split(' ')
      return { user, provider }
    })
  }

  addOrUpdateService(run: Execution, provider: string, next: Service): void {
    const former = this.services.get(provider)
    const changed = (name: keyof Service) => former?.[name] !== next[name]
    const resets =
      former === undefined ||
      changed('serviceType') ||
      changed('model') ||
      changed('verifiability') ||
      changed('signer') ||
      changed('additionalInfo')
    this.services.set(provider, { ...next, acknowledged: resets ? false : former.acknowledged })
    const calldata = this.rules.calldataOf(run)
    const { serviceType, url, model, verifiability, inputPrice, outputPrice } = next
    const args = [provider, serviceType, url, inputPrice, outputPrice, 1n, model, verifiability]
    const log = encodeRawLog(this.address, SERVING, 'ServiceUpdated', args)
    if (former === undefined) this.moveStake(run, provider, 'staked')
    const names = [serviceType, model, verifiability].map((text): [string, number] => [text, MOST.name])
    run.log(log, (truth, place) => {
      tellTexts(truth, place, log, [...names, [url, MOST.url]])
      tellService(truth, place, { contract: this.address, provider, service: next, calldata, isInUse: this.isInUse })
    })
  }

  removeService(run: Execution, provider: string): void {
    if (!this.services.get(provider)) throw new Revert()
    this.services.delete(provider)
    run.emit(this.address, SERVING, 'ServiceRemoved', [provider], (truth, place) =>
      endService(truth, place, { contract: this.address, provider, isInUse: this.isInUse }),
    )
    this.moveStake(run, provider, 'returned')
  }

  acknowledge(run: Execution, provider: string, acknowledged: boolean): void {
    const service = this.services.get(provider)
    if (!service) throw new Revert()
    this.services.set(provider, { ...service, acknowledged })
    const args = [provider, service.signer, acknowledged]
    run.emit(this.address, SERVING, 'ProviderTEESignerAcknowledged', args, (truth, place) =>
      tellAcknowledgement(truth, place, { contract: this.address, provider, signer: service.signer, acknowledged }),
    )
  }

  /** The payer's own word, which nothing logs. It can be taken back only where nothing is left to spend. */
  acknowledgeAsPayer(run: Execution, payer: string, provider: string, acknowledged: boolean): void {
    const account = this.account(payer, provider)
    if (!account || (!acknowledged && account.balance > 0n)) throw new Revert()
    this.setAccount(payer, provider, { ...account, acknowledged })
    const calldata = this.rules.calldataOf(run)
    run.note((truth, place) => {
      if (!this.rules.isTold(calldata, place)) return
      tellPayerAcknowledgement(truth, place, { contract: this.address, calldata }, { payer, provider, acknowledged })
    })
  }

  /** @param tokens ids, of which one may be named more than once; `all` ends their generation. */
  revokeTokens(run: Execution, payer: string, provider: string, tokens: readonly number[] | 'all'): void {
    if (!this.account(payer, provider)) throw new Revert()
    const generation = (this.generations.get(`${payer} ${provider}`) ?? 0n) + 1n
    if (tokens === 'all') this.generations.set(`${payer} ${provider}`, generation)
    const [event, said] =
      tokens === 'all'
        ? (['AllTokensRevoked', generation] as const)
        : tokens.length === 1
          ? (['TokenRevoked', tokens[0]] as const)
          : (['TokensRevoked', tokens] as const)
    const told = { contract: this.address, payer, provider, tokens, generation: tokens === 'all' ? generation : null }
    run.emit(this.address, SERVING, event, [payer, provider, said], (truth, place) =>
      tellRevocation(truth, place, told),
    )
  }

  /** addAccount or depositFund, called by the ledger. */
  deposit(run: Execution, user: string, provider: string, amount: bigint): void {
    const before = this.account(user, provider)
    const nonce = before?.nonce ?? this.nonces.get(`${user} ${provider}`) ?? 0n
    const balance = (before?.balance ?? 0n) + amount
    this.setAccount(user, provider, { acknowledged: true, balance, pendingRefund: 0n, nonce })
    this.emitLevel(run, user, provider, 'deposit-or-refund')
  }

  /** Locks all that is not locked yet, and logs no amount. */
  requestRefundAll(run: Execution, user: string, provider: string): void {
    const account = this.account(user, provider)
    if (!account || account.balance === 0n) throw new Revert()
    this.setAccount(user, provider, { ...account, pendingRefund: account.balance })
    const level = { contract: this.address, payer: user, provider, balance: account.balance, pending: account.balance }
    run.emit(this.address, SERVING, 'RefundRequested', [user, provider, 0n, 1n], (truth, place) =>
      tellLevel(truth, place, level, 'deposit-or-refund'),
    )
  }

  /** Pays out what was locked. */
  processRefund(run: Execution, user: string, provider: string): void {
    const account = this.account(user, provider)
    if (!account || account.pendingRefund === 0n) throw new Revert()
    this.setAccount(user, provider, { ...account, balance: account.balance - account.pendingRefund, pendingRefund: 0n })
    this.emitLevel(run, user, provider, 'deposit-or-refund')
  }

  deleteAccount(run: Execution, user: string, provider: string): void {
    const account = this.account(user, provider)
    if (!account) throw new Revert()
    this.nonces.set(`${user} ${provider}`, account.nonce)
    this.accounts.delete(`${user} ${provider}`)
    const level = { contract: this.address, payer: user, provider, balance: 0n, pending: 0n }
    run.emit(this.address, SERVING, 'AccountDeleted', [user, provider, account.balance], (truth, place) =>
      tellLevel(truth, place, level, 'deposit-or-refund'),
    )
  }

  settle(run: Execution, caller: string, items: readonly Item[]): void {
    if (items.length === 0) throw new Revert()
    const calldata = this.rules.calldataOf(run)
    for (const item of items) {
      const status = this.judge(caller, item)
      const before = this.account(item.user, caller)
      const settled = status === 0 && before ? min(item.totalFee, before.balance) : 0n
      const outcome = status === 0 && settled < item.totalFee ? 1 : status
      const unsettled = outcome === 0 ? 0n : item.totalFee - settled
      const spent = this.pay(run, caller, item, status, settled)
      const after = settled > 0n ? (this.account(item.user, caller)?.balance ?? null) : null
      const told = { contract: this.address, caller, item, status: outcome, unsettled, settled, spent, after }
      run.emit(this.address, SERVING, 'TEESettlementResult', [item.user, outcome, unsettled], (truth, place) => {
        // Where something moved, the logs name who was paid.
        const isNamed = calldata !== 'unavailable' || after !== null
        const known = isNamed ? caller : run.guessCaller(this.address)
        tellSettlement(truth, place, {
          ...told,
          caller: known,
          calldata,
          before: after === null ? null : (before?.balance ?? null),
        })
      })
    }
  }

  /** The contract's checks in its own order; 0 where it takes the item. */
  private judge(caller: string, item: Item): number {
    const account = this.account(item.user, caller)
    const service = this.services.get(caller)
    if (item.provider !== caller) return 2
    if (!account) return 5
    if (!service) return 2
    if (!service.acknowledged || !account.acknowledged) return 3
    if (item.nonce <= account.nonce) return 4
    return item.isGenuine ? 0 : 5
  }

  /** @returns what FundSpent said, null where the ledger of the time logs nothing or nothing moved. */
  private pay(run: Execution, caller: string, item: Item, status: number, settled: bigint): bigint | null {
    const before = this.account(item.user, caller)
    if (status !== 0 || !before) return null
    const balance = before.balance - settled
    this.setAccount(item.user, caller, {
      ...before,
      balance,
      pendingRefund: min(before.pendingRefund, balance),
      nonce: item.nonce,
    })
    if (settled === 0n) return null
    const isSpent = this.rules.ledgerLogsSpending()
    const input = LEDGER.encodeFunctionData('spendFund', [item.user, settled])
    const ledger = this.rules.ledger.address
    run.call(ledger, input, () => {
      if (isSpent) run.emit(ledger, LEDGER, 'FundSpent', [item.user, this.address, settled])
    })
    this.emitLevel(run, item.user, caller, 'settlement')
    return isSpent ? settled : null
  }

  private moveStake(run: Execution, provider: string, kind: 'staked' | 'returned'): void {
    const event = kind === 'staked' ? 'ProviderStaked' : 'ProviderStakeReturned'
    run.emit(this.address, SERVING, event, [provider, STAKE], (truth, place) =>
      tellStake(truth, place, { contract: this.address, provider, kind, amount: STAKE }),
    )
  }

  private emitLevel(run: Execution, user: string, provider: string, cause: 'settlement' | 'deposit-or-refund'): void {
    const { balance = 0n, pendingRefund: pending = 0n } = this.account(user, provider) ?? {}
    const level = { contract: this.address, payer: user, provider, balance, pending }
    const args = [user, provider, balance, pending]
    run.emit(this.address, SERVING, 'BalanceUpdated', args, (truth, place) => tellLevel(truth, place, level, cause))
    if (cause === 'settlement') run.noteMover(this.address, provider)
  }

  private setAccount(user: string, provider: string, state: AccountState): void {
    this.accounts.set(`${user} ${provider}`, state)
  }
}

function min(one: bigint, other: bigint): bigint {
  return one < other ? one : other
}
