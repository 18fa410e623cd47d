import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    ValidationRequest: event("0x530436c3634a98e1e626b0898be2f1e9980cc1bd2a78c07a0aba52d0a48a5059", "ValidationRequest(address,uint256,string,bytes32)", {"validatorAddress": indexed(p.address), "agentId": indexed(p.uint256), "requestURI": p.string, "requestHash": indexed(p.bytes32)}),
    ValidationResponse: event("0xafddf629e874ccc3963b6a888c477bd464a6c8525024fc88759ea3b2326349ae", "ValidationResponse(address,uint256,bytes32,uint8,string,bytes32,string)", {"validatorAddress": indexed(p.address), "agentId": indexed(p.uint256), "requestHash": indexed(p.bytes32), "response": p.uint8, "responseURI": p.string, "responseHash": p.bytes32, "tag": p.string}),
}

export class Contract extends ContractBase {
}

/// Event types
export type ValidationRequestEventArgs = EParams<typeof events.ValidationRequest>
export type ValidationResponseEventArgs = EParams<typeof events.ValidationResponse>
