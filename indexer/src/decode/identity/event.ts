import type { ChainLog } from '../chain'

/** The calldata of a `setAgentWallet` call that belongs to a log. */
export interface WalletConsent {
  /** Seconds. */
  deadline: bigint
  /** Hex, cut to 1 KiB: a key's own has 65 bytes. */
  signature: string
}

/** Events about what may be missing: they name rows that other logs make, and are kept raw where there are none. */
interface Dependent {
  log: ChainLog
}

/** One entry of a token's data. */
export interface InftEntry {
  position: number
  /** Null where the log does not carry it. */
  description: string | null
  dataHash: string
}

/** What the registries of ERC-8004 say. `agentId` counts within an identity registry. */
type RegistryEvent =
  | { kind: 'agent-transfer'; agentId: bigint; from: string; to: string }
  | { kind: 'agent-registered'; agentId: bigint; registrant: string; uri: string }
  | {
      kind: 'agent-wallet'
      agentId: bigint
      wallet: string | null
      /** Of a setAgentWallet whose calldata could be paired with this log beyond doubt. */
      consent: WalletConsent | null
    }
  | { kind: 'agent-metadata'; agentId: bigint; key: string; value: string; valueSize: number }
  | { kind: 'agent-uri'; agentId: bigint; uri: string }
  /** Approval of one token; null ends it. */
  | { kind: 'agent-approval'; agentId: bigint; owner: string; operator: string | null }
  /** ApprovalForAll. */
  | { kind: 'operator'; owner: string; operator: string; approved: boolean }
  | ({
      kind: 'feedback'
      agentId: bigint
      client: string
      index: bigint
      value: bigint
      valueDecimals: number
      tag1: string
      tag2: string
      endpoint: string
      uri: string
      hash: string
    } & Dependent)
  | ({ kind: 'feedback-revoked'; agentId: bigint; client: string; index: bigint } & Dependent)
  | ({
      kind: 'feedback-response'
      agentId: bigint
      client: string
      index: bigint
      responder: string
      uri: string
      hash: string
    } & Dependent)
  | ({ kind: 'validation-request'; agentId: bigint; validator: string; requestHash: string; uri: string } & Dependent)
  | ({
      kind: 'validation-response'
      agentId: bigint
      validator: string
      requestHash: string
      response: number
      uri: string
      hash: string
      tag: string
    } & Dependent)

/** What an AgenticID contract says. `tokenId` is also the number of the agent that it holds. */
type AgenticIdEvent =
  | { kind: 'inft-transfer'; tokenId: bigint; from: string; to: string }
  /** `whole`: these are all entries of the token. */
  | ({ kind: 'inft-data'; tokenId: bigint; entries: InftEntry[]; whole: boolean } & Dependent)
  | ({ kind: 'inft-authorization'; tokenId: bigint; owner: string; user: string; granted: boolean } & Dependent)
  | { kind: 'inft-authorizations-cleared'; tokenId: bigint }
  | { kind: 'inft-delegate'; user: string; delegate: string | null }
  | { kind: 'agent-seal'; tokenId: bigint; seal: string; sealId: string }
  | { kind: 'attestor'; attestor: string; trusted: boolean }

export type IdentityEventBody = RegistryEvent | AgenticIdEvent
