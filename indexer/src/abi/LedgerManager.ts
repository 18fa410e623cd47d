import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    FundSpent: event("0x6f81b9cf4ed9328799879be7651da4420ab1bc260b34ea71f72e9659aa548e68", "FundSpent(address,address,uint256)", {"user": indexed(p.address), "service": indexed(p.address), "amount": p.uint256}),
}

export class Contract extends ContractBase {
}

/// Event types
export type FundSpentEventArgs = EParams<typeof events.FundSpent>
