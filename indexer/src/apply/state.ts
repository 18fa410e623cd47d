import type { NetworkContract } from '@touchstone/networks'
import type {
  Account,
  AccountChange,
  Contract,
  ContractImplementation,
  LedgerMovement,
  PayerAcknowledgement,
  Provider,
  RawLog,
  ServiceRevision,
  Settlement,
  SignerAcknowledgement,
  StakeChange,
  TokenRevocation,
} from '@touchstone/store/model'
import type { Capability } from '../digest/digestRows'
import { createDaState, type DaState, type PreviousDaRows } from './da/state'
import { createFineTuningState, type FineTuningState, type PreviousFineTuningRows } from './fineTuning/state'
import type { IdentityContext } from './identity/context'
import { createIdentityState, type IdentityRows, type IdentityState } from './identity/state'
import { type ChangedRows, type Changes, createIntervalSet, createRowSet, type IntervalSet, type RowSet } from './rows'
import { createStorageState, type PreviousStorageRows, type StorageState } from './storage/state'

/** What a batch needs of the rows before it: only the subjects that its events name. Relations carry at least the id. */
export interface PreviousRows extends IdentityRows, PreviousStorageRows, PreviousDaRows, PreviousFineTuningRows {
  contracts: Contract[]
  /** In force. */
  implementations: ContractImplementation[]
  providers: Provider[]
  /** Revision in force of each provider. */
  services: ServiceRevision[]
  /** The last row of each provider. */
  acknowledgements: SignerAcknowledgement[]
  accounts: Account[]
}

/** The working copy of a batch: `PreviousRows` with the batch's own rows over them. */
export interface FactState extends IdentityState, StorageState, DaState, FineTuningState {
  contracts: RowSet<Contract>
  /** By contract. */
  implementations: IntervalSet<ContractImplementation>
  providers: RowSet<Provider>
  /** By contract and provider. */
  services: IntervalSet<ServiceRevision>
  /** By contract and provider: the newest row is the one in force. */
  acknowledgements: IntervalSet<SignerAcknowledgement>
  accounts: RowSet<Account>
  accountChanges: RowSet<AccountChange>
  settlements: RowSet<Settlement>
  stakeChanges: RowSet<StakeChange>
  tokenRevocations: RowSet<TokenRevocation>
  payerAcknowledgements: RowSet<PayerAcknowledgement>
  ledgerMovements: RowSet<LedgerMovement>
  rawLogs: RowSet<RawLog>
}

/** What does not change while the process runs. */
export interface FactContext extends IdentityContext {
  chainId: number
  /** Distance of the kept state digests, in blocks; the default where absent. */
  digestInterval?: number | undefined
  /** What the RPC can tell of inner calls; `none` where absent. */
  capability?: Capability | undefined
  /** Every contract of the network's file, by address. */
  contracts: ReadonlyMap<string, NetworkContract>
}

export function createFactState(previous: PreviousRows): FactState {
  return {
    contracts: createRowSet(previous.contracts),
    implementations: createIntervalSet(previous.implementations, (row) => row.contract.id),
    providers: createRowSet(previous.providers),
    services: createIntervalSet(previous.services, (row) => atContract(row.contract, row.provider.id)),
    acknowledgements: createIntervalSet(previous.acknowledgements, (row) => atContract(row.contract, row.provider.id)),
    accounts: createRowSet(previous.accounts),
    accountChanges: createRowSet([]),
    settlements: createRowSet([]),
    stakeChanges: createRowSet([]),
    tokenRevocations: createRowSet([]),
    payerAcknowledgements: createRowSet([]),
    ledgerMovements: createRowSet([]),
    rawLogs: createRowSet([]),
    ...createIdentityState(previous),
    ...createStorageState(previous),
    ...createDaState(previous),
    ...createFineTuningState(previous),
  }
}

/** The rows of a state that changed, set by set. */
export type TakenRows<State> = {
  [Name in keyof State as State[Name] extends Changes<{ id: string }> ? Name : never]: State[Name] extends Changes<
    infer Row
  >
    ? ChangedRows<Row>
    : never
}

/** Takes what changed of every set. */
export function takeRows(state: FactState): TakenRows<FactState> {
  const taken = Object.entries(state).flatMap(([name, rows]) => (rows instanceof Map ? [] : [[name, rows.take()]]))
  return Object.fromEntries(taken) as TakenRows<FactState>
}

/** Key of what a provider has at each serving contract. */
export function atContract(contract: string, provider: string): string {
  return `${contract} ${provider}`
}
