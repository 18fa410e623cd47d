import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    FundSpent: event("0x6f81b9cf4ed9328799879be7651da4420ab1bc260b34ea71f72e9659aa548e68", "FundSpent(address,address,uint256)", {"user": indexed(p.address), "service": indexed(p.address), "amount": p.uint256}),
    Initialized: event("0x7f26b83ff96e1f2b6a682f133852f6798a09c465da95921460cefb3847402498", "Initialized(uint8)", {"version": p.uint8}),
    LedgerInfoUpdated: event("0x12d213c9bc59dc8d250f0d6aba2d21e4e500a72a76621a44600697a285833fb1", "LedgerInfoUpdated(address,string)", {"user": indexed(p.address), "additionalInfo": p.string}),
    OwnershipTransferred: event("0x8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0", "OwnershipTransferred(address,address)", {"previousOwner": indexed(p.address), "newOwner": indexed(p.address)}),
    RecommendedServiceUpdated: event("0x22cc4700d5c4d3ff57ddfb4bb70d5a0e1bed5c060482e8eeeb8672d4471ad5e2", "RecommendedServiceUpdated(string,string,address)", {"serviceType": p.string, "version": p.string, "serviceAddress": p.address}),
    ServiceRegistered: event("0x4c76643f3c678c590db6e8ad9fe0bb6e75d36cb853c3bd06c487607ff35e6f71", "ServiceRegistered(address,string)", {"serviceAddress": indexed(p.address), "serviceName": p.string}),
}

export const functions = {
    addLedger: fun("0xc5e53f7e", "addLedger(string)", {"additionalInfo": p.string}, {"_0": p.uint256, "_1": p.uint256}),
    deleteLedger: fun("0x410b3815", "deleteLedger()", {}, ),
    depositFund: fun("0x8d0d8cb6", "depositFund()", {}, ),
    depositFundFor: fun("0xf585f3ea", "depositFundFor(address)", {"recipient": p.address}, ),
    refund: fun("0x278ecde1", "refund(uint256)", {"amount": p.uint256}, ),
    retrieveFund: fun("0x31404a19", "retrieveFund(address[],string)", {"providers": p.array(p.address), "serviceName": p.string}, ),
    transferFund: fun("0x2ba43b82", "transferFund(address,string,uint256)", {"provider": p.address, "serviceName": p.string, "amount": p.uint256}, ),
}

export class Contract extends ContractBase {
}

/// Event types
export type FundSpentEventArgs = EParams<typeof events.FundSpent>
export type InitializedEventArgs = EParams<typeof events.Initialized>
export type LedgerInfoUpdatedEventArgs = EParams<typeof events.LedgerInfoUpdated>
export type OwnershipTransferredEventArgs = EParams<typeof events.OwnershipTransferred>
export type RecommendedServiceUpdatedEventArgs = EParams<typeof events.RecommendedServiceUpdated>
export type ServiceRegisteredEventArgs = EParams<typeof events.ServiceRegistered>

/// Function types
export type AddLedgerParams = FunctionArguments<typeof functions.addLedger>
export type AddLedgerReturn = FunctionReturn<typeof functions.addLedger>

export type DeleteLedgerParams = FunctionArguments<typeof functions.deleteLedger>
export type DeleteLedgerReturn = FunctionReturn<typeof functions.deleteLedger>

export type DepositFundParams = FunctionArguments<typeof functions.depositFund>
export type DepositFundReturn = FunctionReturn<typeof functions.depositFund>

export type DepositFundForParams = FunctionArguments<typeof functions.depositFundFor>
export type DepositFundForReturn = FunctionReturn<typeof functions.depositFundFor>

export type RefundParams = FunctionArguments<typeof functions.refund>
export type RefundReturn = FunctionReturn<typeof functions.refund>

export type RetrieveFundParams = FunctionArguments<typeof functions.retrieveFund>
export type RetrieveFundReturn = FunctionReturn<typeof functions.retrieveFund>

export type TransferFundParams = FunctionArguments<typeof functions.transferFund>
export type TransferFundReturn = FunctionReturn<typeof functions.transferFund>

