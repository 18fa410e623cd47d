import { events as agenticId } from '../../abi/AgenticId'
import { events as beacon } from '../../abi/Beacon'
import { events as identity } from '../../abi/IdentityRegistry'
import { events as reputation } from '../../abi/ReputationRegistry'
import { events as validation } from '../../abi/ValidationRegistry'
import type { ChainLog, WatchedContract } from '../chain'
import { type RawLogEvent, toRawLog } from '../raw'
import {
  decodeApproval,
  decodeApprovalForAll,
  decodeMetadata,
  decodeRegistered,
  decodeTransfer,
  decodeUri,
} from './agent'
import {
  decodeAttestor,
  decodeAuthorization,
  decodeAuthorizationCleared,
  decodeCloned,
  decodeDelegate,
  decodeEntryUpdated,
  decodeInftTransfer,
  decodeITransferred,
  decodeSeal,
  decodeUpdated,
} from './agenticId'
import type { IdentityEventBody } from './event'
import { OTHER_SHAPES } from './otherShapes'
import { decodeFeedback, decodeFeedbackResponse, decodeFeedbackRevoked } from './reputation'
import { decodeValidationRequest, decodeValidationResponse } from './validation'

type Decode = (log: ChainLog) => IdentityEventBody

/** The one version of ERC-8004 whose rules are implemented. */
const VERSION = '2.0.0'

/** What each kind of contract says, by topic. */
const SHAPES = {
  identityRegistry: new Map<string, Decode>([
    [identity.Transfer.topic, decodeTransfer],
    [identity.Registered.topic, decodeRegistered],
    [identity.MetadataSet.topic, decodeMetadata],
    [identity.URIUpdated.topic, decodeUri],
    [identity.Approval.topic, decodeApproval],
    [identity.ApprovalForAll.topic, decodeApprovalForAll],
  ]),
  reputationRegistry: new Map<string, Decode>([
    [reputation.NewFeedback.topic, decodeFeedback],
    [reputation.FeedbackRevoked.topic, decodeFeedbackRevoked],
    [reputation.ResponseAppended.topic, decodeFeedbackResponse],
  ]),
  validationRegistry: new Map<string, Decode>([
    [validation.ValidationRequest.topic, decodeValidationRequest],
    [validation.ValidationResponse.topic, decodeValidationResponse],
  ]),
  agenticId: new Map<string, Decode>([
    [agenticId.Transfer.topic, decodeInftTransfer],
    [agenticId.ApprovalForAll.topic, decodeApprovalForAll],
    [agenticId.Updated.topic, decodeUpdated],
    [agenticId.EntryUpdated.topic, decodeEntryUpdated],
    [agenticId.ITransferred.topic, decodeITransferred],
    [agenticId.Cloned.topic, decodeCloned],
    [agenticId.AuthorizationGranted.topic, (log) => decodeAuthorization(log, true)],
    [agenticId.AuthorizationRevoked.topic, (log) => decodeAuthorization(log, false)],
    [agenticId.AuthorizationCleared.topic, decodeAuthorizationCleared],
    [agenticId.DelegateUpdated.topic, decodeDelegate],
    [agenticId.AgentSealSet.topic, decodeSeal],
    [agenticId.TrustedAttestorAdded.topic, (log) => decodeAttestor(log, true)],
    [agenticId.TrustedAttestorRemoved.topic, (log) => decodeAttestor(log, false)],
  ]),
}

/** Say nothing that another log does not say, or belong to somebody else's decoder. */
const SILENT = new Set([identity.MetadataUpdate.topic, identity.BatchMetadataUpdate.topic, beacon.Upgraded.topic])

export type IdentityContract = WatchedContract & { kind: keyof typeof SHAPES }

export function isIdentityContract(contract: WatchedContract): contract is IdentityContract {
  return contract.kind in SHAPES
}

/**
 * A log of a registry of ERC-8004 or of an AgenticID contract, by its topic and by the version of the contract's event
 * shapes. What is not implemented is kept raw.
 */
export function decodeIdentityLog(
  log: ChainLog,
  contract: IdentityContract,
): IdentityEventBody | RawLogEvent | undefined {
  const topic = log.topics[0] ?? ''
  if (SILENT.has(topic)) return undefined
  const decode = SHAPES[contract.kind].get(topic)
  const other = OTHER_SHAPES.get(topic)
  const isOtherVersion = contract.kind !== 'agenticId' && (contract.version ?? VERSION) !== VERSION
  if (isOtherVersion) return toRawLog(log, 'version', other?.name ?? findName(contract.kind, topic))
  if (decode) return decode(log)
  return toRawLog(log, other?.reason ?? 'unknown-event', other?.name ?? null)
}

const NAMES = {
  identityRegistry: namesOf(identity),
  reputationRegistry: namesOf(reputation),
  validationRegistry: namesOf(validation),
  agenticId: namesOf(agenticId),
}

function findName(kind: keyof typeof NAMES, topic: string): string | null {
  return NAMES[kind].get(topic) ?? null
}

function namesOf(events: Record<string, { topic: string }>): Map<string, string> {
  return new Map(Object.entries(events).map(([name, { topic }]) => [topic, name]))
}
