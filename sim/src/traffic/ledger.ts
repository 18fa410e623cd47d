import type { JournaledMap } from '../truth/journal.js'
import { type Movement, tellMovement } from '../truth/ledger.js'
import { type Execution, Revert } from './execution.js'
import type { Rules } from './rules.js'

/** Name of the inference service at the ledger. */
export const INFERENCE = 'inference-v1.0'

/**
 * LedgerManager, as far as it goes: who has a ledger account, and what each call says. None of these calls is logged. Sums
 * are not kept: a simulated payer always has what it transfers.
 */
export class LedgerContract {
  private readonly users: JournaledMap<true>

  constructor(
    private readonly rules: Pick<Rules, 'map' | 'calldataOf' | 'isTold'>,
    readonly address: string,
  ) {
    this.users = rules.map()
  }

  has(user: string): boolean {
    return this.users.get(user) === true
  }

  addLedger(run: Execution, user: string, amount: bigint): void {
    if (this.has(user)) throw new Revert()
    this.users.set(user, true)
    this.note(run, { kind: 'add-ledger', payer: user, sender: user, amount })
  }

  deposit(run: Execution, user: string, amount: bigint): void {
    if (!this.has(user)) throw new Revert()
    this.note(run, { kind: 'deposit', payer: user, sender: user, amount })
  }

  depositFor(run: Execution, sender: string, recipient: string, amount: bigint): void {
    if (!this.has(recipient)) throw new Revert()
    this.note(run, { kind: 'deposit-for', payer: recipient, sender, amount })
  }

  refund(run: Execution, user: string, amount: bigint): void {
    if (!this.has(user)) throw new Revert()
    this.note(run, { kind: 'refund', payer: user, sender: user, amount })
  }

  /** To be followed by what the service is told. */
  transfer(run: Execution, user: string, provider: string, amount: bigint): void {
    this.note(run, { kind: 'transfer', payer: user, sender: user, amount, provider, service: INFERENCE })
  }

  /** To be followed by what the service is asked for. */
  retrieve(run: Execution, user: string, providers: readonly string[]): void {
    for (const provider of providers)
      this.note(run, { kind: 'retrieve', payer: user, sender: user, provider, service: INFERENCE })
  }

  deleteLedger(run: Execution, user: string): void {
    this.users.delete(user)
    this.note(run, { kind: 'delete-ledger', payer: user, sender: user })
  }

  private note(run: Execution, said: Pick<Movement, 'kind' | 'payer' | 'sender'> & Partial<Movement>): void {
    const calldata = this.rules.calldataOf(run)
    const movement = { amount: null, provider: null, service: null, ...said }
    run.note((truth, place) => {
      if (this.rules.isTold(calldata, place)) tellMovement(truth, place, { contract: this.address, calldata }, movement)
    })
  }
}
