import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    AccountDeleted: event("0x342d961f860d5b1c27877a790eff2b213c020d1955a4903d6a9bf3ed590b7cd7", "AccountDeleted(address,address,uint256)", {"user": indexed(p.address), "provider": indexed(p.address), "refundedAmount": p.uint256}),
    AllTokensRevoked: event("0x989726e0ba0fa7747d8a6618329b929bfcc4f3ac46de5930a368310944f75547", "AllTokensRevoked(address,address,uint256)", {"user": indexed(p.address), "provider": indexed(p.address), "newGeneration": p.uint256}),
    BalanceUpdated: event("0x526824944047da5b81071fb6349412005c5da81380b336103fbe5dd34556c776", "BalanceUpdated(address,address,uint256,uint256)", {"user": indexed(p.address), "provider": indexed(p.address), "amount": p.uint256, "pendingRefund": p.uint256}),
    BatchBalanceUpdated: event("0xd384db5eeac71810277e2e83c4ea8a5de5c7e8c62ed87dc2855b73e005932adc", "BatchBalanceUpdated(address[],uint256[],uint256[])", {"users": p.array(p.address), "balances": p.array(p.uint256), "pendingRefunds": p.array(p.uint256)}),
    ContractInitialized: event("0x9e1c480deaf2caaa9170098a3275b53d208beaeb277601363025975cf8274eb6", "ContractInitialized(address,uint256,address)", {"owner": indexed(p.address), "lockTime": p.uint256, "ledgerAddress": p.address}),
    Initialized: event("0x7f26b83ff96e1f2b6a682f133852f6798a09c465da95921460cefb3847402498", "Initialized(uint8)", {"version": p.uint8}),
    LockTimeUpdated: event("0x5707a70527b6cbb892bfe5d8739a8f0643d3212d9b1139bc31c742e731c65270", "LockTimeUpdated(uint256,uint256)", {"oldLockTime": p.uint256, "newLockTime": p.uint256}),
    OwnershipTransferred: event("0x8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0", "OwnershipTransferred(address,address)", {"previousOwner": indexed(p.address), "newOwner": indexed(p.address)}),
    ProviderStakeReturned: event("0x17f7db034d4b59fadec3e44a684cb4396ca10fd036c4e4f718bf06e993715882", "ProviderStakeReturned(address,uint256)", {"provider": indexed(p.address), "amount": p.uint256}),
    ProviderStaked: event("0xcd6dbb0e62eeb71e114bae8b2e2547921dd19209bebf32b595be3e7d247dbbb4", "ProviderStaked(address,uint256)", {"provider": indexed(p.address), "amount": p.uint256}),
    ProviderTEESignerAcknowledged: event("0x4909107c46469d21135443e891c6ecae55b5baa31b338d50f391935308b08f89", "ProviderTEESignerAcknowledged(address,address,bool)", {"provider": indexed(p.address), "teeSignerAddress": indexed(p.address), "acknowledged": p.bool}),
    RefundRequested: event("0x54377dfdebf06f6df53fbda737d2dcd7e141f95bbfb0c1223437e856b9de3ac3", "RefundRequested(address,address,uint256,uint256)", {"user": indexed(p.address), "provider": indexed(p.address), "index": indexed(p.uint256), "timestamp": p.uint256}),
    ServiceRemoved: event("0x29d546abb6e94f4f04d5bdccb6682316f597d43776078f47e273f000e77b2a91", "ServiceRemoved(address)", {"service": indexed(p.address)}),
    ServiceUpdated: event("0x30ecc203691b2d18e17ee75d47caf34a3fb9f86e855f7e0414d3cec26d0c424b", "ServiceUpdated(address,string,string,uint256,uint256,uint256,string,string)", {"service": indexed(p.address), "serviceType": p.string, "url": p.string, "inputPrice": p.uint256, "outputPrice": p.uint256, "updatedAt": p.uint256, "model": p.string, "verifiability": p.string}),
    TEESettlementResult: event("0x1f69e5b87fd0ce34b3760ba6e5d8aa95a36e316c3ba44e1e65a9d0eb9e96d0bf", "TEESettlementResult(address,uint8,uint256)", {"user": indexed(p.address), "status": p.uint8, "unsettledAmount": p.uint256}),
    TokenRevoked: event("0xcf558f061a5a4e28657b8e5c662b95b8258d880896e7a859299457be036ed4a4", "TokenRevoked(address,address,uint8)", {"user": indexed(p.address), "provider": indexed(p.address), "tokenId": p.uint8}),
    TokensRevoked: event("0x70147140547b3e1660123a6725577c5574b4d40747abe6ff7c458f449e18b84f", "TokensRevoked(address,address,uint8[])", {"user": indexed(p.address), "provider": indexed(p.address), "tokenIds": p.array(p.uint8)}),
}

export const functions = {
    acknowledgeTEESigner: fun("0x7ff6fc1c", "acknowledgeTEESigner(address,bool)", {"provider": p.address, "acknowledged": p.bool}, ),
    addOrUpdateService: fun("0x398c8e4e", "addOrUpdateService((string,string,string,string,uint256,uint256,string,address))", {"params": p.struct({"serviceType": p.string, "url": p.string, "model": p.string, "verifiability": p.string, "inputPrice": p.uint256, "outputPrice": p.uint256, "additionalInfo": p.string, "teeSignerAddress": p.address})}, ),
    settleFeesWithTEE: fun("0x8be74119", "settleFeesWithTEE((address,address,uint256,bytes32,uint256,bytes)[])", {"settlements": p.array(p.struct({"user": p.address, "provider": p.address, "totalFee": p.uint256, "requestsHash": p.bytes32, "nonce": p.uint256, "signature": p.bytes}))}, p.array(p.uint8)),
}

export class Contract extends ContractBase {
}

/// Event types
export type AccountDeletedEventArgs = EParams<typeof events.AccountDeleted>
export type AllTokensRevokedEventArgs = EParams<typeof events.AllTokensRevoked>
export type BalanceUpdatedEventArgs = EParams<typeof events.BalanceUpdated>
export type BatchBalanceUpdatedEventArgs = EParams<typeof events.BatchBalanceUpdated>
export type ContractInitializedEventArgs = EParams<typeof events.ContractInitialized>
export type InitializedEventArgs = EParams<typeof events.Initialized>
export type LockTimeUpdatedEventArgs = EParams<typeof events.LockTimeUpdated>
export type OwnershipTransferredEventArgs = EParams<typeof events.OwnershipTransferred>
export type ProviderStakeReturnedEventArgs = EParams<typeof events.ProviderStakeReturned>
export type ProviderStakedEventArgs = EParams<typeof events.ProviderStaked>
export type ProviderTEESignerAcknowledgedEventArgs = EParams<typeof events.ProviderTEESignerAcknowledged>
export type RefundRequestedEventArgs = EParams<typeof events.RefundRequested>
export type ServiceRemovedEventArgs = EParams<typeof events.ServiceRemoved>
export type ServiceUpdatedEventArgs = EParams<typeof events.ServiceUpdated>
export type TEESettlementResultEventArgs = EParams<typeof events.TEESettlementResult>
export type TokenRevokedEventArgs = EParams<typeof events.TokenRevoked>
export type TokensRevokedEventArgs = EParams<typeof events.TokensRevoked>

/// Function types
export type AcknowledgeTEESignerParams = FunctionArguments<typeof functions.acknowledgeTEESigner>
export type AcknowledgeTEESignerReturn = FunctionReturn<typeof functions.acknowledgeTEESigner>

export type AddOrUpdateServiceParams = FunctionArguments<typeof functions.addOrUpdateService>
export type AddOrUpdateServiceReturn = FunctionReturn<typeof functions.addOrUpdateService>

export type SettleFeesWithTEEParams = FunctionArguments<typeof functions.settleFeesWithTEE>
export type SettleFeesWithTEEReturn = FunctionReturn<typeof functions.settleFeesWithTEE>

