import { readFileSync } from 'node:fs'
import { buildSchema, getNamedType, isObjectType } from 'graphql'
import { describe, expect, it } from 'vitest'

const SDL = readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8')

/** Fields of plain text by why nobody outside can choose their text. Whatever somebody can choose is an UntrustedText. */
const PLAIN: Readonly<Record<string, string>> = {
  'An address or hash of fixed length, as the chain or its ABI has it.': `
    Account.payer Account.provider Agent.mintTxHash Agent.owner Agent.registry Agent.resolvedOwner Agent.wallet
    AgentCard.txHash AgentMetadata.txHash Anchor.author Anchor.claimedSender Anchor.flow Anchor.payer Anchor.provider
    Anchor.root Anchor.txHash Client.payer ContractImplementation.contract ContractImplementation.implementation
    ContractImplementation.txHash DaCommitment.author DaCommitment.dataRoot DaCommitment.entrance DaCommitment.txHash
    DaUpload.author DaUpload.dataRoot DaUpload.entrance DaUpload.sender DaUpload.txHash Feedback.client Feedback.hash
    Feedback.registry Feedback.txHash FeedbackResponse.hash FeedbackResponse.responder FeedbackResponse.txHash
    FineTuningDeliverable.contract FineTuningDeliverable.payer FineTuningDeliverable.provider
    FineTuningDeliverable.txHash FineTuningSettlement.contract FineTuningSettlement.payer
    FineTuningSettlement.provider FineTuningSettlement.txHash Inft.contract Inft.owner Inft.txHash InftData.dataHash
    InftData.txHash Interval.address Interval.txHash LiveEventNode.payer LiveEventNode.provider Meta.indexedHash
    Network.indexedHash Payer.address PayerLink.payer PayerLink.txHash Provider.address ProviderDrift.provider
    ReportAttempt.provider ReportCapture.provider ServiceRevision.provider ServiceRevision.teeSigner
    ServiceRevision.txHash Settlement.blockHash Settlement.contract Settlement.namedProvider Settlement.payer
    Settlement.provider Settlement.requestsHash Settlement.signer Settlement.txFrom Settlement.txHash
    SignerAcknowledgement.signer SignerAcknowledgement.txHash StrategyCommitment.txHash StrategyOpening.author Trail.anchorTx Trail.author TrailBill.payer
    TrailBill.provider ValidationRequest.registry ValidationRequest.requestHash ValidationRequest.txFrom
    ValidationRequest.txHash ValidationRequest.validator ValidationResponse.hash ValidationResponse.txHash
    ValidationResponse.validator Verdict.blockHash`,
  'Hex or decimal digits of bytes that somebody chose: whatever those are, no other character can come of them.': `
    DaCommitment.aggregateKey DaCommitment.commitment DaCommitment.quorumBitmap DaCommitment.signature
    FineTuningDeliverable.modelRootHash Settlement.signature`,
  'A digest, key or address that we computed, or whose form was checked where it was read.': `
    Change.from Change.root Change.to Change.txHash CollateralSet.fmspc CollateralSet.sha256 CommitmentCheck.expected
    CommitmentCheck.found EnclaveReport.sha256 FaultySource.lastRoot FetchAttempt.foundRoot
    InferenceRecord.requestSha256 InferenceRecord.responseSha256 InferenceRecord.root InferenceRecord.signingAddress
    LogCheckpoint.anchorRoot LogCheckpoint.anchorTx LogCheckpoint.root LogEntry.leafHash LogHead.root Payload.daRoot
    Payload.root Payload.sha256 ProviderDrift.fromSha256 ProviderDrift.toSha256 ReportCapture.author
    ReportCapture.binds ReportCapture.code ReportCapture.fmspc ReportCapture.sha256 ReportCapture.system
    ServiceRevision.targetTeeAddress StateDigest.digest StrategyAction.recipient StrategyAction.sender StrategyAction.txHash
    StrategyCommitment.value StrategyHash.sha256 StrategyOpening.root StrategyTransactions.wallet Trail.root
    TrailFile.root Verdict.bodySignature Verdict.inputs Verdict.keyId`,
  'One of a few words of ours, or of Intel where Intel signed it.': `
    Agent.walletHow Check.id CollateralSet.ca CollateralSet.tee CommitmentCheck.kind CommitmentCheck.outcome
    DaCommitment.calldata EvidenceRef.kind FetchAttempt.outcome FineTuningDeliverable.status Interval.how
    Interval.signature LogEntry.kind Observation.id PayerLink.strength PayerLink.type Payload.type ProviderDrift.kind Registry.kind
    Registry.version ReportAttempt.outcome ReportCapture.tee SearchHit.kind SearchHit.warnings
    ServiceRevision.derivedMode ServiceRevision.pricing Settlement.calldata SettlementAgent.strength
    SettlementAgent.type SignerAcknowledgement.cause StateDigest.capability StrategyAction.order
    StrategyAction.senderRole StrategyAction.state StrategyCommitment.about StrategyCommitment.form
    StrategyCommitment.source StrategyHash.standing StrategyOpening.authorRole StrategyTransactions.account TcbStatus.statusNow TcbStatus.statusThen
    Trail.authorRole Trail.status TrailFile.exceeded TrailFile.status Verdict.reasons`,
  'A sentence of ours, which quotes nobody beyond checked addresses and plain words.': `
    Check.title PayerLink.evidence Provider.labelFinding Question.title SearchHit.detail SearchHit.label
    Settlement.doesNotProve Settlement.sentence TcbStatus.unavailable Verdict.sentence`,
  'Words of the operator, the network’s file or its trust material, or our version.': `
    AccountLabel.kind AccountLabel.label AccountLabel.source CollateralSet.source ContractImplementation.generation
    ContractImplementation.kind ContractImplementation.label KnownModel.asOf KnownModel.licence KnownModel.sku
    KnownModel.source LogHead.origin Meta.network Meta.verifier Network.displayName Network.name Network.verifier
    NetworkContract.address NetworkContract.kind Payload.withdrawalReason Verdict.verifier`,
  'What we signed, byte for byte: one JSON document or note of ours, in which others are quoted as JSON strings.': `
    LogCheckpoint.note LogEntry.entry Verdict.body`,
  'Our own position in a list.': 'PageInfo.endCursor PageInfo.startCursor',
  'The type that marks such text.': 'UntrustedBytes.text UntrustedText.text',
}

/** Every field of an object type that is text and no ID: an ID is made of numbers, addresses and hashes. */
function listStrings(sdl: string): string[] {
  const types = Object.values(buildSchema(sdl).getTypeMap()).filter((type) => !type.name.startsWith('__'))
  return types.flatMap((type) =>
    isObjectType(type)
      ? Object.values(type.getFields())
          .filter((field) => getNamedType(field.type).name === 'String' && field.name !== 'cursor')
          .map((field) => `${type.name}.${field.name}`)
      : [],
  )
}

const listed = Object.values(PLAIN).flatMap((names) => names.trim().split(/\s+/))

describe('text of the schema', () => {
  it('is untrusted, or has a reason to be plain', () => {
    const found = listStrings(SDL)
    expect(found.filter((name) => !listed.includes(name))).toEqual([])
    // A field that was renamed or marked leaves no reason behind.
    expect(listed.filter((name) => !found.includes(name))).toEqual([])
    expect(listed).toHaveLength(new Set(listed).size)
  })

  it('is noticed where a field is new', () => {
    const found = listStrings(SDL.replace('type Payload {', 'type Payload {\n  words: [String!]\n'))
    expect(found.filter((name) => !listed.includes(name))).toEqual(['Payload.words'])
  })
})
