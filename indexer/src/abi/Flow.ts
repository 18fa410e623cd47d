import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    Submit: event("0x167ce04d2aa1981994d3a31695da0d785373335b1078cec239a1a3a2c7675555", "Submit(address,bytes32,uint256,uint256,uint256,(uint256,bytes,(bytes32,uint256)[]))", {"sender": indexed(p.address), "identity": indexed(p.bytes32), "submissionIndex": p.uint256, "startPos": p.uint256, "length": p.uint256, "submission": p.struct({"length": p.uint256, "tags": p.bytes, "nodes": p.array(p.struct({"root": p.bytes32, "height": p.uint256}))})}),
}

export class Contract extends ContractBase {
}

/// Event types
export type SubmitEventArgs = EParams<typeof events.Submit>
