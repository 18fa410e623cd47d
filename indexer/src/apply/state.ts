import type { NetworkContract } from '@touchstone/networks'
import type {
  Account,
  AccountChange,
  Agent,
  AgentCard,
  AgentOwnership,
  AgentWallet,
  Anchor,
  Contract,
  ContractImplementation,
  LedgerMovement,
  PayerAcknowledgement,
  PayerLink,
  Provider,
  RawLog,
  ServiceRevision,
  Settlement,
  SignerAcknowledgement,
  StakeChange,
  TokenRevocation,
} from '@touchstone/store/model'
import type { Capability } from '../digest/digestRows'
import { createIntervalSet, createRowSet, type IntervalSet, type RowSet } from './rows'

/** What a batch needs of the rows before it: only the subjects that its events name. Relations carry at least the id. */
export interface PreviousRows {
  contracts: Contract[]
  /** In force. */
  implementations: ContractImplementation[]
  providers: Provider[]
  /** Revision in force of each provider. */
  services: ServiceRevision[]
  /** The last row of each provider. */
  acknowledgements: SignerAcknowledgement[]
  accounts: Account[]
  agents: Agent[]
  /** Rows whose interval is open. */
  ownerships: AgentOwnership[]
  wallets: AgentWallet[]
  cards: AgentCard[]
  links: PayerLink[]
}

/** The working copy of a batch: `PreviousRows` with the batch's own rows over them. */
export interface FactState {
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
  anchors: RowSet<Anchor>
  rawLogs: RowSet<RawLog>
  agents: RowSet<Agent>
  /** These four by agent; links by agent and type. */
  ownerships: IntervalSet<AgentOwnership>
  wallets: IntervalSet<AgentWallet>
  cards: IntervalSet<AgentCard>
  links: IntervalSet<PayerLink>
  /** Agents whose default wallet is still to come in the same transaction: Registered was seen. By agent. */
  registering: Map<string, { registrant: string; txHash: string }>
}

/** What does not change while the process runs. */
export interface FactContext {
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
    anchors: createRowSet([]),
    rawLogs: createRowSet([]),
    agents: createRowSet(previous.agents),
    ownerships: createIntervalSet(previous.ownerships, (row) => row.agent.id),
    wallets: createIntervalSet(previous.wallets, (row) => row.agent.id),
    cards: createIntervalSet(previous.cards, (row) => row.agent.id),
    links: createIntervalSet(previous.links, (row) => linkKey(row.agent.id, row.type)),
    registering: new Map(),
  }
}

/** Key of what a provider has at each serving contract. */
export function atContract(contract: string, provider: string): string {
  return `${contract} ${provider}`
}

export function linkKey(agentId: string, type: string): string {
  return `${agentId} ${type}`
}
