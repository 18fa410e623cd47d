export {
  createStorageRootHasher,
  identityFromNodes,
  paddedChunkCount,
  rootFromNodes,
  type StorageNode,
  type StorageRoot,
  type StorageRootHasher,
  storageRoot,
} from './content/storageRoot.js'
export { type Keccak, keccak256 } from './keccak.js'
export { requestsHash, requestsPreimage } from './opening/requestsHash.js'
export {
  eip712SettlementDigest,
  type SettlementDomain,
  type SignedSettlement,
  settlementDomainSeparator,
} from './signature/digest.js'
export type * from './subject.js'
export {
  type HashedFields,
  MAX_LINE_BYTES,
  MAX_TRAIL_BYTES,
  TRAIL_SPEC,
  type TrailBody,
  type TrailHeader,
  type TrailProof,
  type TrailRecord,
} from './trail/record.js'
export { buildTags, parseTags, type TrailTags } from './trail/tags.js'
export * from './verdict.js'
