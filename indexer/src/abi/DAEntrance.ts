import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    DataUpload: event("0x57b8b1a6583dc6ce934dfba3d66f2a8e1591b6e171bb2e0921cc64640277087b", "DataUpload(address,bytes32,uint256,uint256,uint256)", {"sender": p.address, "dataRoot": p.bytes32, "epoch": p.uint256, "quorumId": p.uint256, "blobPrice": p.uint256}),
    ErasureCommitmentVerified: event("0x0f1b20d87bebd11dddaaab51f01cf2726880cb3f8073b636dbafa2aa8cacd256", "ErasureCommitmentVerified(bytes32,uint256,uint256)", {"dataRoot": p.bytes32, "epoch": p.uint256, "quorumId": p.uint256}),
    DAReward: event("0xc3898eb7106c1cb2f727da316a76320c0035f5692950aa7f6b65d20a5efaedc5", "DAReward(address,uint256,uint256,uint256,bytes32,uint256,uint256,uint256,uint256)", {"beneficiary": indexed(p.address), "sampleRound": indexed(p.uint256), "epoch": indexed(p.uint256), "quorumId": p.uint256, "dataRoot": p.bytes32, "quality": p.uint256, "lineIndex": p.uint256, "sublineIndex": p.uint256, "reward": p.uint256}),
}

export const functions = {
    submitVerifiedCommitRoots: fun("0xeafed6ce", "submitVerifiedCommitRoots((bytes32,uint256,uint256,(uint256,uint256),bytes,(uint256[2],uint256[2]),(uint256,uint256))[])", {"submissions": p.array(p.struct({"dataRoot": p.bytes32, "epoch": p.uint256, "quorumId": p.uint256, "erasureCommitment": p.struct({"X": p.uint256, "Y": p.uint256}), "quorumBitmap": p.bytes, "aggPkG2": p.struct({"X": p.fixedSizeArray(p.uint256, 2), "Y": p.fixedSizeArray(p.uint256, 2)}), "signature": p.struct({"X": p.uint256, "Y": p.uint256})}))}, ),
}

export class Contract extends ContractBase {
}

/// Event types
export type DataUploadEventArgs = EParams<typeof events.DataUpload>
export type ErasureCommitmentVerifiedEventArgs = EParams<typeof events.ErasureCommitmentVerified>
export type DARewardEventArgs = EParams<typeof events.DAReward>

/// Function types
export type SubmitVerifiedCommitRootsParams = FunctionArguments<typeof functions.submitVerifiedCommitRoots>
export type SubmitVerifiedCommitRootsReturn = FunctionReturn<typeof functions.submitVerifiedCommitRoots>

