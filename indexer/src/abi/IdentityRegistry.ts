import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    Registered: event("0xca52e62c367d81bb2e328eb795f7c7ba24afb478408a26c0e201d155c449bc4a", "Registered(uint256,string,address)", {"agentId": indexed(p.uint256), "agentURI": p.string, "owner": indexed(p.address)}),
    MetadataSet: event("0x2c149ed548c6d2993cd73efe187df6eccabe4538091b33adbd25fafdb8a1468b", "MetadataSet(uint256,string,string,bytes)", {"agentId": indexed(p.uint256), "indexedMetadataKey": indexed(p.string), "metadataKey": p.string, "metadataValue": p.bytes}),
    URIUpdated: event("0x3a2c7fffc2cba7582c690e3b82c453ea02a308326a98a3ad7576c606336409fb", "URIUpdated(uint256,string,address)", {"agentId": indexed(p.uint256), "newURI": p.string, "updatedBy": indexed(p.address)}),
    Transfer: event("0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef", "Transfer(address,address,uint256)", {"from": indexed(p.address), "to": indexed(p.address), "tokenId": indexed(p.uint256)}),
    Approval: event("0x8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925", "Approval(address,address,uint256)", {"owner": indexed(p.address), "approved": indexed(p.address), "tokenId": indexed(p.uint256)}),
    ApprovalForAll: event("0x17307eab39ab6107e8899845ad3d59bd9653f200f220920489ca2b5937696c31", "ApprovalForAll(address,address,bool)", {"owner": indexed(p.address), "operator": indexed(p.address), "approved": p.bool}),
    MetadataUpdate: event("0xf8e1a15aba9398e019f0b49df1a4fde98ee17ae345cb5f6b5e2c27f5033e8ce7", "MetadataUpdate(uint256)", {"tokenId": p.uint256}),
    BatchMetadataUpdate: event("0x6bd5c950a8d8df17f772f5af37cb3655737899cbf903264b9795592da439661c", "BatchMetadataUpdate(uint256,uint256)", {"fromTokenId": p.uint256, "toTokenId": p.uint256}),
}

export const functions = {
    register: fun("0xf2c298be", "register(string)", {"agentURI": p.string}, p.uint256),
    setAgentWallet: fun("0x2d1ef5ae", "setAgentWallet(uint256,address,uint256,bytes)", {"agentId": p.uint256, "newWallet": p.address, "deadline": p.uint256, "signature": p.bytes}, ),
}

export class Contract extends ContractBase {
}

/// Event types
export type RegisteredEventArgs = EParams<typeof events.Registered>
export type MetadataSetEventArgs = EParams<typeof events.MetadataSet>
export type URIUpdatedEventArgs = EParams<typeof events.URIUpdated>
export type TransferEventArgs = EParams<typeof events.Transfer>
export type ApprovalEventArgs = EParams<typeof events.Approval>
export type ApprovalForAllEventArgs = EParams<typeof events.ApprovalForAll>
export type MetadataUpdateEventArgs = EParams<typeof events.MetadataUpdate>
export type BatchMetadataUpdateEventArgs = EParams<typeof events.BatchMetadataUpdate>

/// Function types
export type RegisterParams = FunctionArguments<typeof functions.register>
export type RegisterReturn = FunctionReturn<typeof functions.register>

export type SetAgentWalletParams = FunctionArguments<typeof functions.setAgentWallet>
export type SetAgentWalletReturn = FunctionReturn<typeof functions.setAgentWallet>

