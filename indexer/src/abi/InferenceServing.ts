import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    AccountDeleted: event("0x342d961f860d5b1c27877a790eff2b213c020d1955a4903d6a9bf3ed590b7cd7", "AccountDeleted(address,address,uint256)", {"user": indexed(p.address), "provider": indexed(p.address), "refundedAmount": p.uint256}),
    BalanceUpdated: event("0x526824944047da5b81071fb6349412005c5da81380b336103fbe5dd34556c776", "BalanceUpdated(address,address,uint256,uint256)", {"user": indexed(p.address), "provider": indexed(p.address), "amount": p.uint256, "pendingRefund": p.uint256}),
    ProviderTEESignerAcknowledged: event("0x4909107c46469d21135443e891c6ecae55b5baa31b338d50f391935308b08f89", "ProviderTEESignerAcknowledged(address,address,bool)", {"provider": indexed(p.address), "teeSignerAddress": indexed(p.address), "acknowledged": p.bool}),
    RefundRequested: event("0x54377dfdebf06f6df53fbda737d2dcd7e141f95bbfb0c1223437e856b9de3ac3", "RefundRequested(address,address,uint256,uint256)", {"user": indexed(p.address), "provider": indexed(p.address), "index": indexed(p.uint256), "timestamp": p.uint256}),
    ServiceRemoved: event("0x29d546abb6e94f4f04d5bdccb6682316f597d43776078f47e273f000e77b2a91", "ServiceRemoved(address)", {"service": indexed(p.address)}),
    ServiceUpdated: event("0x30ecc203691b2d18e17ee75d47caf34a3fb9f86e855f7e0414d3cec26d0c424b", "ServiceUpdated(address,string,string,uint256,uint256,uint256,string,string)", {"service": indexed(p.address), "serviceType": p.string, "url": p.string, "inputPrice": p.uint256, "outputPrice": p.uint256, "updatedAt": p.uint256, "model": p.string, "verifiability": p.string}),
    TEESettlementResult: event("0x1f69e5b87fd0ce34b3760ba6e5d8aa95a36e316c3ba44e1e65a9d0eb9e96d0bf", "TEESettlementResult(address,uint8,uint256)", {"user": indexed(p.address), "status": p.uint8, "unsettledAmount": p.uint256}),
}

export const functions = {
    addOrUpdateService: fun("0x398c8e4e", "addOrUpdateService((string,string,string,string,uint256,uint256,string,address))", {"params": p.struct({"serviceType": p.string, "url": p.string, "model": p.string, "verifiability": p.string, "inputPrice": p.uint256, "outputPrice": p.uint256, "additionalInfo": p.string, "teeSignerAddress": p.address})}, ),
    settleFeesWithTEE: fun("0x8be74119", "settleFeesWithTEE((address,address,uint256,bytes32,uint256,bytes)[])", {"settlements": p.array(p.struct({"user": p.address, "provider": p.address, "totalFee": p.uint256, "requestsHash": p.bytes32, "nonce": p.uint256, "signature": p.bytes}))}, p.array(p.uint8)),
}

export class Contract extends ContractBase {
}

/// Event types
export type AccountDeletedEventArgs = EParams<typeof events.AccountDeleted>
export type BalanceUpdatedEventArgs = EParams<typeof events.BalanceUpdated>
export type ProviderTEESignerAcknowledgedEventArgs = EParams<typeof events.ProviderTEESignerAcknowledged>
export type RefundRequestedEventArgs = EParams<typeof events.RefundRequested>
export type ServiceRemovedEventArgs = EParams<typeof events.ServiceRemoved>
export type ServiceUpdatedEventArgs = EParams<typeof events.ServiceUpdated>
export type TEESettlementResultEventArgs = EParams<typeof events.TEESettlementResult>

/// Function types
export type AddOrUpdateServiceParams = FunctionArguments<typeof functions.addOrUpdateService>
export type AddOrUpdateServiceReturn = FunctionReturn<typeof functions.addOrUpdateService>

export type SettleFeesWithTEEParams = FunctionArguments<typeof functions.settleFeesWithTEE>
export type SettleFeesWithTEEReturn = FunctionReturn<typeof functions.settleFeesWithTEE>

