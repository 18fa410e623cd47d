import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    NewSigner: event("0x679917c2006df1daaa987a56bf1d66e99764d5ad317892d9e83a6eb4e3f051e7", "NewSigner(address,(uint256,uint256),(uint256[2],uint256[2]))", {"signer": indexed(p.address), "pkG1": p.struct({"X": p.uint256, "Y": p.uint256}), "pkG2": p.struct({"X": p.fixedSizeArray(p.uint256, 2), "Y": p.fixedSizeArray(p.uint256, 2)})}),
    SocketUpdated: event("0x09617a966176a40f8f1410768b118506db0096484acd5811064fcc12038798de", "SocketUpdated(address,string)", {"signer": indexed(p.address), "socket": p.string}),
}

export class Contract extends ContractBase {
}

/// Event types
export type NewSignerEventArgs = EParams<typeof events.NewSigner>
export type SocketUpdatedEventArgs = EParams<typeof events.SocketUpdated>
