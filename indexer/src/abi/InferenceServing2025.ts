import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    TEESettlementCompleted: event("0x1e13ceddf2221b6edbebc1bb62b84cc8f302100f62ec4dc4c0b56b9914bfd980", "TEESettlementCompleted(address,uint256,uint256)", {"provider": indexed(p.address), "successCount": p.uint256, "failedCount": p.uint256}),
    TEESettlementFailed: event("0x214b7466a40718c5e72c4ebd7645a645bd520a6097d5e55e96ee687c4562ff0c", "TEESettlementFailed(address,address,string)", {"provider": indexed(p.address), "user": indexed(p.address), "reason": p.string}),
    RefundsMigrated: event("0x669bb60970f3863024eba6252b945f647b38a93e60648e56e35351b0ee80ca48", "RefundsMigrated(address,address,uint256,uint256)", {"user": indexed(p.address), "provider": indexed(p.address), "migratedCount": p.uint256, "newValidLength": p.uint256}),
}

export const functions = {
    addOrUpdateService: fun("0x94842d14", "addOrUpdateService((string,string,string,string,uint256,uint256,string))", {"params": p.struct({"serviceType": p.string, "url": p.string, "model": p.string, "verifiability": p.string, "inputPrice": p.uint256, "outputPrice": p.uint256, "additionalInfo": p.string})}, ),
    acknowledgeTEESigner: fun("0x154d75ef", "acknowledgeTEESigner(address,address)", {"provider": p.address, "teeSignerAddress": p.address}, ),
}

export class Contract extends ContractBase {
}

/// Event types
export type TEESettlementCompletedEventArgs = EParams<typeof events.TEESettlementCompleted>
export type TEESettlementFailedEventArgs = EParams<typeof events.TEESettlementFailed>
export type RefundsMigratedEventArgs = EParams<typeof events.RefundsMigrated>

/// Function types
export type AddOrUpdateServiceParams = FunctionArguments<typeof functions.addOrUpdateService>
export type AddOrUpdateServiceReturn = FunctionReturn<typeof functions.addOrUpdateService>

export type AcknowledgeTEESignerParams = FunctionArguments<typeof functions.acknowledgeTEESigner>
export type AcknowledgeTEESignerReturn = FunctionReturn<typeof functions.acknowledgeTEESigner>

