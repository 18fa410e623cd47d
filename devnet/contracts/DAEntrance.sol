// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.20;

import {BN254} from "./BN254.sol";
import {DASigners} from "./DASigners.sol";

/// The entrance of 0G DA with the interface, the events and the rules of 0g-da-contract for what is dispersed and what a
/// quorum signed. Not upgradeable; without sampling and rewards.
contract DAEntrance {
    struct CommitRootSubmission {
        bytes32 dataRoot;
        uint256 epoch;
        uint256 quorumId;
        BN254.G1Point erasureCommitment;
        bytes quorumBitmap;
        BN254.G2Point aggPkG2;
        BN254.G1Point signature;
    }

    event DataUpload(address sender, bytes32 dataRoot, uint256 epoch, uint256 quorumId, uint256 blobPrice);
    event ErasureCommitmentVerified(bytes32 dataRoot, uint256 epoch, uint256 quorumId);

    DASigners private immutable signers;
    uint256 public constant blobPrice = 0;
    uint256 public constant epochWindowSize = 300;
    uint256 public constant samplePeriod = 30;
    uint256 public currentEpoch;
    uint256 private quorumIndex;
    mapping(bytes32 => BN254.G1Point) private commitments;

    constructor(DASigners daSigners) {
        signers = daSigners;
    }

    function sync() public {
        signers.makeEpoch();
        currentEpoch = signers.epochNumber();
    }

    /// Nothing about the data is checked: whoever names a root may have no bytes of it.
    function submitOriginalData(bytes32[] calldata dataRoots) external payable {
        sync();
        require(msg.value >= dataRoots.length * blobPrice, "Not enough da blob fee");
        uint256 count = signers.quorumCount(currentEpoch);
        require(count > 0, "DAEntrance: No DA Signers");
        quorumIndex = (quorumIndex + 1) % count;
        for (uint256 i = 0; i < dataRoots.length; i++)
            emit DataUpload(msg.sender, dataRoots[i], currentEpoch, quorumIndex, blobPrice);
    }

    /// Anybody may submit. What is known already is passed over without a log.
    function submitVerifiedCommitRoots(CommitRootSubmission[] calldata submissions) external {
        for (uint256 i = 0; i < submissions.length; i++) {
            CommitRootSubmission calldata one = submissions[i];
            if (commitmentExists(one.dataRoot, one.epoch, one.quorumId)) continue;
            requireSigned(one);
            commitments[keyOf(one.dataRoot, one.epoch, one.quorumId)] = one.erasureCommitment;
            emit ErasureCommitmentVerified(one.dataRoot, one.epoch, one.quorumId);
        }
    }

    function verifiedErasureCommitment(
        bytes32 dataRoot,
        uint256 epoch,
        uint256 quorumId
    ) public view returns (BN254.G1Point memory) {
        return commitments[keyOf(dataRoot, epoch, quorumId)];
    }

    function commitmentExists(bytes32 dataRoot, uint256 epoch, uint256 quorumId) public view returns (bool) {
        BN254.G1Point memory point = verifiedErasureCommitment(dataRoot, epoch, quorumId);
        return point.X != 0 || point.Y != 0;
    }

    function requireSigned(CommitRootSubmission calldata one) private view {
        (BN254.G1Point memory aggPkG1, uint256 total, uint256 hit) = signers.getAggPkG1(
            one.epoch,
            one.quorumId,
            one.quorumBitmap
        );
        BN254.G1Point memory commitment = one.erasureCommitment;
        BN254.G1Point memory hash = BN254.hashToG1(
            keccak256(abi.encodePacked(one.dataRoot, one.epoch, one.quorumId, commitment.X, commitment.Y))
        );
        require(isSignature(one.signature, aggPkG1, one.aggPkG2, hash), "DAEntrance: signature invalid");
        require(2 * total <= 3 * hit, "DAEntrance: not enough slices");
    }

    /// One pairing for two statements: the keys agree, and the signature is by them.
    function isSignature(
        BN254.G1Point memory signature,
        BN254.G1Point memory pkG1,
        BN254.G2Point memory pkG2,
        BN254.G1Point memory hash
    ) private view returns (bool) {
        uint256 gamma = uint256(
            keccak256(
                abi.encodePacked(
                    signature.X, signature.Y, pkG1.X, pkG1.Y, pkG2.X[0], pkG2.X[1], pkG2.Y[0], pkG2.Y[1], hash.X, hash.Y
                )
            )
        ) % BN254.R;
        return
            BN254.cancel(
                BN254.add(signature, BN254.mul(pkG1, gamma)),
                BN254.negatedGenerator2(),
                BN254.add(hash, BN254.mul(BN254.generator(), gamma)),
                pkG2
            );
    }

    function keyOf(bytes32 dataRoot, uint256 epoch, uint256 quorumId) private pure returns (bytes32) {
        return keccak256(abi.encodePacked(dataRoot, epoch, quorumId));
    }
}
