export { keccak256, recoverAddress, sha256 } from '#primitives'
export { loadAhead } from './ahead.js'
export { fromBase64, isBase64, toBase64 } from './base64.js'
export { inputsHash, type KnownDigests, toVerdictBody, trustHash, VERIFIER_VERSION } from './body.js'
export {
  ABOUT_ROLES,
  type AboutFile,
  type AboutRef,
  type AboutRole,
  type Claim,
  MAX_ABOUT_ENTRIES,
} from './bundle/about.js'
export {
  type Bundle,
  type BundleWithoutTrails,
  buildBundle,
  type Put,
  putManifest,
  readBundle,
  toFileRef,
  toManifest,
} from './bundle/bundle.js'
export { BundleError } from './bundle/bundleError.js'
export {
  type Collected,
  type Collection,
  type CollectionSource,
  looksLikeCollection,
  openCollection,
} from './bundle/collection.js'
export {
  type CollectionGap,
  type CollectionHead,
  type CollectionIndex,
  type CollectionItem,
  MAX_COLLECTED,
  toTotals,
} from './bundle/collectionRules.js'
export {
  dataStart,
  endOf,
  MAX_ZIP_BYTES,
  MAX_ZIP_ENTRIES,
  type PlacedEntry,
  toDirectory,
  toLocalHeader,
  type ZipEntry,
} from './bundle/container.js'
export type { FileRef, Manifest, SignedVerdict } from './bundle/manifest.js'
export { covers, logsBloom } from './chain/bloom.js'
export { encodeHeader, encodeReceipt, encodeTransaction } from './chain/encodeRpc.js'
export { type BlockHeader, readHeader } from './chain/header.js'
export { type Log, type Receipt, readReceipt } from './chain/receipt.js'
export { decodeRlp, encodeRlp, RlpError, type RlpItem, uintBytes } from './chain/rlp.js'
export { RpcShapeError } from './chain/rpcFields.js'
export { readTransaction, type Transaction } from './chain/transaction.js'
export { buildReceiptsTrie, buildTransactionsTrie, type ListTrie } from './chain/trie.js'
export { indexKey, type Refused, type TrieProof, verifyTrieProof } from './chain/trieProof.js'
export {
  proveTransaction,
  type Read,
  type ReceiptClaim,
  type ReceiptProof,
  verifyHeader,
  verifyReceipt,
} from './chain/verifyReceipt.js'
export {
  type Commitment,
  type CommitmentFinding,
  type CommitmentScheme,
  verifyCommitment,
} from './commitment/commitment.js'
export { type ConcludeSubject, type Conclusion, conclude, isRejected, REQUIRED_CHECKS } from './conclude.js'
export { ChatSignatureError, parseChatSignature } from './content/chatSignature.js'
export { looksEncrypted } from './content/content.js'
export { personalMessageDigest } from './content/personalMessage.js'
export {
  type ProofVerdict,
  type PublisherCheck,
  type ResponseProof,
  verifyResponseProof,
} from './content/responseProof.js'
export { type SealedPart, sealedHash, sealedStreamHash } from './content/sealed.js'
export { parseSignedText, type Relay, type SignedText } from './content/signedText.js'
export { type TrailFileCounts, type TrailFileVerdict, verifyTrailFile } from './content/trailFile.js'
export { findUsage, type Usage } from './content/usage.js'
export { findWrongRoot, readPointerFile } from './da/anchored.js'
export type { G1Point, G2Point } from './da/curve.js'
export { MAX_DA_PAYLOAD } from './da/geometry.js'
export { DaTransformUnavailable } from './da/kernel.js'
export { type DaPayload, type DaRow, payloadFromRows, rowFromSlice } from './da/payload.js'
export { type DaPointer, parseDaPointer } from './da/pointer.js'
export { type QuorumResult, type QuorumSignature, verifyQuorumSignature } from './da/quorum.js'
export { ENCODED_ROWS, type RecoveredRows, recoverRows } from './da/recover.js'
export type { DaRefusal } from './da/refusal.js'
export { DaPayloadTooLarge, type DaRoot, daRoot } from './da/root.js'
export { type DaClaim, type DaWitness, type DaWitnessResult, daRowRoot, verifyDaWitness } from './da/witness.js'
export { isAuthoredBy, reportStatementDigest } from './enclave/authorship.js'
export type { MeasuredCode } from './enclave/measured.js'
export { CollateralError, MAX_COLLATERAL_CHARACTERS, parseCollateral } from './enclave/quote/collateral.js'
export { collateralWindow } from './enclave/quote/collateralWindow.js'
export { type CollateralKey, identifyPlatform, type QuotePlatform } from './enclave/quote/identify.js'
export { judgeQuote, type QuoteContext } from './enclave/quote/judge.js'
export { createQuoteMemo, type QuoteMemo } from './enclave/quote/memo.js'
export { MAX_QUOTE_BYTES, parseQuote } from './enclave/quote/parse.js'
export { QuoteError } from './enclave/quote/reader.js'
export type * from './enclave/quote/types.js'
export { MAX_REPORT_BYTES, type Report, type ReportForm, readReport } from './enclave/report/report.js'
export {
  type Binding,
  type BindingContext,
  bindsSigner,
  findBoundAddress,
  gpuNonceOf,
  type ReportDataScheme,
  toChecksumAddress,
} from './enclave/report/reportData.js'
export { ReportError } from './enclave/report/reportError.js'
export { type ReportContext, type ReportFindings, verifyEnclaveReport } from './enclave/report/verifyReport.js'
export { type FileBytes, lastByteEnd, type PiecewiseFile, piecesOf, startOf, wholeOf } from './fileBytes.js'
export { KeptTooMuch } from './kept/keptBytes.js'
export { buildLogTags } from './log/anchorTags.js'
export { type Checkpoint, openCheckpoint, readCheckpoint, signCheckpoint } from './log/checkpoint.js'
export { decodeEntries, EntryBundleError, encodeEntries, MAX_ENTRY_BYTES } from './log/entries.js'
export {
  buildLogEntry,
  LOG_SPEC,
  type LogEntry,
  LogEntryError,
  type LogStatement,
  logKeyId,
  readLogEntry,
} from './log/entry.js'
export { type Beginning, type Comparison, compareCheckpoints } from './log/fork.js'
export { createGrowingRoot, type GrowingRoot, readGrowingRoot } from './log/growingRoot.js'
export { EMPTY_ROOT, HASH_BYTES, isSameHash, leafHash, nodeHash, rootOfLeaves } from './log/hash.js'
export { findKey, followEntry, isEntrySignedBy, isVerdictOf, type KeyRing } from './log/keyRing.js'
export { type ConsistencyClaim, type InclusionClaim, verifyConsistency, verifyInclusion } from './log/proof.js'
export {
  formatVerifierKey,
  isKeyName,
  isSignedEd25519,
  NoteError,
  type NoteVerifier,
  openNote,
  parseVerifierKey,
  type SignBytes,
  signNote,
} from './log/signedNote.js'
export { bundlesOf, hashesOf, joinHashes, parseTilePath, type Tile, tilePath, tilesOf } from './log/tile.js'
export {
  formatTlogProof,
  parseTlogProof,
  type TlogProof,
  TlogProofError,
  type TlogProofFinding,
  verifyTlogProof,
} from './log/tlogProof.js'
export { type ReadTile, readConsistency, readInclusion, readRoot, rememberTiles } from './log/treeReader.js'
export { hashBills } from './opening/hashBills.js'
export { requestsHash, requestsPreimage } from './opening/requestsHash.js'
export { type AuthorRole, roleOf } from './opening/role.js'
export { decodeSettleCall, encodeSettleCall } from './payment/calldata.js'
export { RESULT_NAMES } from './payment/payment.js'
export type { RecoverableSignature } from './primitives/recoverable.js'
export { CHECK_TITLES, CHECKS, type CheckId, QUESTION_TITLES } from './registry.js'
export { type Cells, doesNotProve, toCells, toSentence } from './sentence.js'
export {
  type DigestInput,
  eip712SettlementDigest,
  type SettlementDomain,
  type SignatureScheme,
  type SignedSettlement,
  settlementDigest,
  settlementDomainSeparator,
} from './signature/digest.js'
export { readSignature, recoverSigner, type SignatureForm, type SignatureRules } from './signature/recover.js'
export { paddedChunkCount } from './storage/chunkTree.js'
export { encodeSubmission } from './storage/encodeSubmission.js'
export { buildSegmentProof, hashSegments, proveSegment, type SegmentProof } from './storage/segmentProof.js'
export {
  createStorageRootHasher,
  type StorageRoot,
  type StorageRootHasher,
  storageRoot,
} from './storage/storageRoot.js'
export {
  checkSubmission,
  foldNodes,
  identityFromNodes,
  type StorageNode,
  type SubmissionForm,
} from './storage/submission.js'
export { foldSegment, type SegmentClaim, type SegmentResult, verifySegment } from './storage/verifySegment.js'
export type * from './subject.js'
export {
  buildTrail,
  buildTrailLine,
  checkTrail,
  findBodyBytes,
  readTrail,
  type TrailLine,
  type TrailRejection,
} from './trail/parse.js'
export {
  type HashedFields,
  MAX_LINE_BYTES,
  MAX_TRAIL_BYTES,
  type SignedStatement,
  TRAIL_SPEC,
  type TrailBody,
  type TrailHeader,
  type TrailProof,
  type TrailRecord,
} from './trail/record.js'
export { buildTags, parseTags, type TrailTags } from './trail/tags.js'
export type * from './trust.js'
export * from './verdict.js'
export { type Verdict, type VerifyOptions, verifySettlement } from './verify.js'
export { ComposeError } from './workload/compose/composeError.js'
export type * from './workload/compose/facts.js'
export { readCompose } from './workload/compose/readCompose.js'
export { observeListPrice } from './workload/listPrice.js'
export { findModel } from './workload/modelChecks.js'
export type { Identity } from './workload/provenance/identity.js'
export type { ProvenanceStep } from './workload/provenance/provenanceError.js'
export { type Provenance, type ProvenanceContext, verifySigstoreBundle } from './workload/provenance/verifyBundle.js'
export { type Exchange, recountTokens, type Tokenizer } from './workload/recount.js'
export { needsTokenizer } from './workload/recountBill.js'
export { openQwen3 } from './workload/vocabulary/qwen3.js'
export { VocabularyError } from './workload/vocabulary/readMerges.js'
export { checkWorkload } from './workload/workload.js'
