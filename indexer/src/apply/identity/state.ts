import type {
  Agent,
  AgentCard,
  AgentMetadata,
  AgentOwnership,
  AgentSeal,
  AgentWallet,
  Feedback,
  FeedbackResponse,
  Inft,
  InftAuthorization,
  InftData,
  OperatorGrant,
  PayerLink,
  TrustedAttestor,
  ValidationRequest,
  ValidationResponse,
} from '@touchstone/store/model'
import { createGroupSet, createIntervalSet, createRowSet, type GroupSet, type IntervalSet, type RowSet } from '../rows'

/** What a batch needs of the rows about agents before it. */
export interface IdentityRows {
  agents: Agent[]
  /** From here on rows whose interval is open, unless said otherwise. */
  ownerships: AgentOwnership[]
  wallets: AgentWallet[]
  cards: AgentCard[]
  links: PayerLink[]
  metadata: AgentMetadata[]
  grants: OperatorGrant[]
  /** Whole rows. */
  feedback: Feedback[]
  /** Whole rows. */
  validationRequests: ValidationRequest[]
  /** Whole rows. */
  infts: Inft[]
  inftData: InftData[]
  authorizations: InftAuthorization[]
  /** Whole rows. */
  seals: AgentSeal[]
  attestors: TrustedAttestor[]
}

export const NO_IDENTITY_ROWS: IdentityRows = {
  agents: [],
  ownerships: [],
  wallets: [],
  cards: [],
  links: [],
  metadata: [],
  grants: [],
  feedback: [],
  validationRequests: [],
  infts: [],
  inftData: [],
  authorizations: [],
  seals: [],
  attestors: [],
}

/** The working copy of a batch, of what the registries and AgenticID say. */
export interface IdentityState {
  agents: RowSet<Agent>
  /** These three by agent. */
  ownerships: IntervalSet<AgentOwnership>
  wallets: IntervalSet<AgentWallet>
  cards: IntervalSet<AgentCard>
  /** By agent; members are payers of each type. */
  links: GroupSet<PayerLink>
  /** By agent and key. */
  metadata: IntervalSet<AgentMetadata>
  /** By `grantKey`. */
  grants: IntervalSet<OperatorGrant>
  feedback: RowSet<Feedback>
  feedbackResponses: RowSet<FeedbackResponse>
  validationRequests: RowSet<ValidationRequest>
  validationResponses: RowSet<ValidationResponse>
  infts: RowSet<Inft>
  /** By token; members are positions. */
  inftData: GroupSet<InftData>
  /** By `authorizationKey`; members are users and delegates. */
  authorizations: GroupSet<InftAuthorization>
  seals: RowSet<AgentSeal>
  /** By contract and attestor. */
  attestors: IntervalSet<TrustedAttestor>
  /** Agents whose default wallet is still to come in the same transaction: Registered was seen. By agent. */
  registering: Map<string, { registrant: string; txHash: string }>
}

export function createIdentityState(previous: IdentityRows): IdentityState {
  return {
    agents: createRowSet(previous.agents),
    ownerships: createIntervalSet(previous.ownerships, (row) => row.agent.id),
    wallets: createIntervalSet(previous.wallets, (row) => row.agent.id),
    cards: createIntervalSet(previous.cards, (row) => row.agent.id),
    links: createGroupSet(previous.links, (row) => row.agent.id, linkMember),
    metadata: createIntervalSet(previous.metadata, (row) => metadataKey(row.agent.id, row.key)),
    grants: createIntervalSet(previous.grants, grantKeyOf),
    feedback: createRowSet(previous.feedback),
    feedbackResponses: createRowSet([]),
    validationRequests: createRowSet(previous.validationRequests),
    validationResponses: createRowSet([]),
    infts: createRowSet(previous.infts),
    inftData: createGroupSet(
      previous.inftData,
      (row) => row.inft.id,
      (row) => `${row.position}`,
    ),
    authorizations: createGroupSet(previous.authorizations, authorizationKeyOf, (row) => row.user),
    seals: createRowSet(previous.seals),
    attestors: createIntervalSet(previous.attestors, (row) => attestorKey(row.contract, row.attestor)),
    registering: new Map(),
  }
}

export function linkMember({ type, payer }: { type: string; payer: string }): string {
  return `${type} ${payer}`
}

export function metadataKey(agentId: string, key: string): string {
  return `${agentId} ${key}`
}

/** Of an approval of one token, of which there is one at a time: the agent. Of all tokens: registry, owner, operator. */
export function grantKey(grant: { agent: string } | { registry: string; owner: string; operator: string }): string {
  return 'agent' in grant ? grant.agent : `${grant.registry} ${grant.owner} ${grant.operator}`
}

function grantKeyOf({ agent, registry, owner, operator }: OperatorGrant): string {
  return grantKey(agent ? { agent: agent.id } : { registry, owner, operator })
}

/** Users are authorised for a token, delegates stand in for a user at a contract. */
export function authorizationKey(of: { inft: string } | { contract: string; user: string }): string {
  return 'inft' in of ? of.inft : `${of.contract} ${of.user}`
}

function authorizationKeyOf({ inft, contract, grantedBy }: InftAuthorization): string {
  return authorizationKey(inft ? { inft: inft.id } : { contract, user: grantedBy })
}

export function attestorKey(contract: string, attestor: string): string {
  return `${contract} ${attestor}`
}
