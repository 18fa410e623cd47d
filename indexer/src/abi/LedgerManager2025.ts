import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const functions = {
    addLedger: fun("0x72adc0d9", "addLedger(uint256[2],string)", {"inferenceSigner": p.fixedSizeArray(p.uint256, 2), "additionalInfo": p.string}, ),
}

export class Contract extends ContractBase {
}

/// Function types
export type AddLedgerParams = FunctionArguments<typeof functions.addLedger>
export type AddLedgerReturn = FunctionReturn<typeof functions.addLedger>

