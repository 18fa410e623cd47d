import { CONTRACTS, KNOWN_CONTRACTS } from '../contracts.js'
import { tellNetworkFile, tellUpgrade } from '../truth/contracts.js'
import { Journal, JournaledMap } from '../truth/journal.js'
import { type Calldata, type Place, Truth } from '../truth/truth.js'
import { BEACON } from './abi.js'
import type { Execution } from './execution.js'
import { FlowContract } from './flow.js'
import { LedgerContract } from './ledger.js'
import { IdentityRegistry } from './registry.js'
import { ReputationRegistry } from './reputation.js'
import type { Rules } from './rules.js'
import { ServingContract } from './serving.js'
import type { SettlementScheme } from './signing.js'
import { ValidationRegistry } from './validation.js'

/**
 * What an index can read of calls: the transaction's own alone, every frame of transactions that logs led to, or those of
 * transactions that call a contract and log nothing besides.
 */
export type TraceCapability = 'none' | 'frames' | 'frames+calls'

/** The contracts of the simulated chain with their storage, and what the facts about them must be. All of it can be undone. */
export class World implements Rules {
  readonly journal = new Journal()
  readonly truth = new Truth(this.journal)
  readonly ledger = new LedgerContract(this, CONTRACTS.ledger)
  readonly serving = new ServingContract(this, CONTRACTS.serving, true)
  readonly retired = new ServingContract(this, CONTRACTS.servingRetired, false)
  readonly flows = [
    new FlowContract(this, CONTRACTS.flow, 'flow-turbo'),
    new FlowContract(this, CONTRACTS.flowStandard, 'flow-standard'),
  ]
  readonly identity = new IdentityRegistry(this, CONTRACTS.identity)
  readonly reputation = new ReputationRegistry(this, CONTRACTS.reputation, this.identity)
  readonly validation = new ValidationRegistry(this, CONTRACTS.validation, this.identity)
  /** `scheme` of the serving contract, `spending` of the ledger. */
  private readonly rules = this.map<string>()

  constructor(
    readonly chainId: number,
    private readonly capability: TraceCapability,
  ) {
    tellNetworkFile(this.truth, KNOWN_CONTRACTS)
  }

  map<Value>(): JournaledMap<Value> {
    return new JournaledMap<Value>(this.journal)
  }

  /** Where an index reads the calldata of the call in hand. */
  calldataOf(run: Execution): Calldata {
    if (run.isDirect()) return 'transaction'
    return this.capability === 'none' ? 'unavailable' : 'trace'
  }

  /** A search finds only transactions that are such a call themselves. */
  isTold(calldata: Calldata, { isMatched }: Place): boolean {
    if (isMatched) return calldata !== 'unavailable'
    return calldata === 'transaction' && this.capability === 'frames+calls'
  }

  /** Whether the ledger of the time logs FundSpent. */
  ledgerLogsSpending(): boolean {
    return this.rules.get('spending') === 'logged'
  }

  /** How items must be signed at a serving contract. */
  schemeOf(contract: string): SettlementScheme {
    return contract === CONTRACTS.serving && this.rules.get('scheme') === 'eip712' ? 'eip712' : 'eip191'
  }

  /** Puts other code behind a beacon. */
  upgrade(run: Execution, beacon: string, implementation: string, rule: { name: string; value: string }): void {
    this.rules.set(rule.name, rule.value)
    run.emit(beacon, BEACON, 'Upgraded', [implementation], (truth, place) =>
      tellUpgrade(truth, place, { beacon, implementation, contracts: KNOWN_CONTRACTS }),
    )
  }
}
