import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    Transfer: event("0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef", "Transfer(address,address,uint256)", {"from": indexed(p.address), "to": indexed(p.address), "tokenId": indexed(p.uint256)}),
    Approval: event("0x8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925", "Approval(address,address,uint256)", {"owner": indexed(p.address), "approved": indexed(p.address), "tokenId": indexed(p.uint256)}),
    ApprovalForAll: event("0x17307eab39ab6107e8899845ad3d59bd9653f200f220920489ca2b5937696c31", "ApprovalForAll(address,address,bool)", {"owner": indexed(p.address), "operator": indexed(p.address), "approved": p.bool}),
    AgentSealSet: event("0x05b99f3f6b70e9d7e6fe7e2d0e40416b3e97a01c334338dd0d5c9e357fad6e24", "AgentSealSet(uint256,address,bytes32)", {"agentId": indexed(p.uint256), "agentSeal": indexed(p.address), "sealId": indexed(p.bytes32)}),
    ITransferred: event("0xa9060084d4049729c641a395f7fe6e401f6d00d2381f3f64ce67bd42fcec52e3", "ITransferred(address,address,uint256,(bytes32,bytes)[])", {"from": indexed(p.address), "to": indexed(p.address), "tokenId": indexed(p.uint256), "entries": p.array(p.struct({"dataHash": p.bytes32, "sealedKey": p.bytes}))}),
    Updated: event("0x1146987ce33c13f8887ebdea048300bb96211d4b7b0fc3fc0bf7a327421a53d2", "Updated(uint256,(string,bytes32)[],(string,bytes32)[],bytes[])", {"tokenId": indexed(p.uint256), "oldData": p.array(p.struct({"dataDescription": p.string, "dataHash": p.bytes32})), "newData": p.array(p.struct({"dataDescription": p.string, "dataHash": p.bytes32})), "sealedKeys": p.array(p.bytes)}),
    EntryUpdated: event("0xff67fe57fbdb8b6bb574716fda8ee6ad22cf26756d0ed8fea3df94ef98b6c0a1", "EntryUpdated(uint256,uint256,(string,bytes32),(string,bytes32),bytes)", {"tokenId": indexed(p.uint256), "index": indexed(p.uint256), "oldEntry": p.struct({"dataDescription": p.string, "dataHash": p.bytes32}), "newEntry": p.struct({"dataDescription": p.string, "dataHash": p.bytes32}), "sealedKey": p.bytes}),
    AuthorizationGranted: event("0xc061fcf24d24fd46b4e00a4c037abf86a78217b49fe056bae0c506589c3b51a5", "AuthorizationGranted(address,address,uint256)", {"from": indexed(p.address), "to": indexed(p.address), "tokenId": indexed(p.uint256)}),
    AuthorizationRevoked: event("0xd1662978c81e15f621e7a38524048493c6e86d91a24a29619d164bef0a8d0a98", "AuthorizationRevoked(address,address,uint256)", {"from": indexed(p.address), "to": indexed(p.address), "tokenId": indexed(p.uint256)}),
    AuthorizationCleared: event("0xb290b5d7cb909b95d14eb7a89b369ddbee0146c4d2de1828c6b10e97dcb2bb72", "AuthorizationCleared(address,uint256)", {"from": indexed(p.address), "tokenId": indexed(p.uint256)}),
    Cloned: event("0xb828ae4259482798c3aef1de148496d9bc1f7d360ad5592c61b3ee740f016901", "Cloned(uint256,uint256,address,address,(bytes32,bytes)[])", {"tokenId": indexed(p.uint256), "newTokenId": indexed(p.uint256), "from": p.address, "to": p.address, "entries": p.array(p.struct({"dataHash": p.bytes32, "sealedKey": p.bytes}))}),
    DelegateUpdated: event("0x305bf06329ff886b42ab3ed2979092b17d3a7fc67e7de42ee393a24c8e39fee7", "DelegateUpdated(address,address)", {"user": indexed(p.address), "assistant": indexed(p.address)}),
    TrustedAttestorAdded: event("0x8955651498c52231379fe0f0cffafeca7376c2977bd458f8ab0813d1bcca28b9", "TrustedAttestorAdded(address)", {"attestor": indexed(p.address)}),
    TrustedAttestorRemoved: event("0xa5c2a56b4ee10ac41d17934f62eae245511e5828bf51f77c719f39eb2f943714", "TrustedAttestorRemoved(address)", {"attestor": indexed(p.address)}),
}

export class Contract extends ContractBase {
}

/// Event types
export type TransferEventArgs = EParams<typeof events.Transfer>
export type ApprovalEventArgs = EParams<typeof events.Approval>
export type ApprovalForAllEventArgs = EParams<typeof events.ApprovalForAll>
export type AgentSealSetEventArgs = EParams<typeof events.AgentSealSet>
export type ITransferredEventArgs = EParams<typeof events.ITransferred>
export type UpdatedEventArgs = EParams<typeof events.Updated>
export type EntryUpdatedEventArgs = EParams<typeof events.EntryUpdated>
export type AuthorizationGrantedEventArgs = EParams<typeof events.AuthorizationGranted>
export type AuthorizationRevokedEventArgs = EParams<typeof events.AuthorizationRevoked>
export type AuthorizationClearedEventArgs = EParams<typeof events.AuthorizationCleared>
export type ClonedEventArgs = EParams<typeof events.Cloned>
export type DelegateUpdatedEventArgs = EParams<typeof events.DelegateUpdated>
export type TrustedAttestorAddedEventArgs = EParams<typeof events.TrustedAttestorAdded>
export type TrustedAttestorRemovedEventArgs = EParams<typeof events.TrustedAttestorRemoved>
