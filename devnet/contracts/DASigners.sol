// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.20;

import {BN254} from "./BN254.sol";

/// The signers of 0G DA with the interface and the events of the chain's precompile, as far as clients of DA call it. One
/// quorum an epoch, made of the signers registered before it, each with an equal share of the rows. Nobody stakes.
contract DASigners {
    struct SignerDetail {
        address signer;
        string socket;
        BN254.G1Point pkG1;
        BN254.G2Point pkG2;
    }

    event NewSigner(address indexed signer, BN254.G1Point pkG1, BN254.G2Point pkG2);
    event SocketUpdated(address indexed signer, string socket);

    uint256 private constant ROWS = 3072;
    uint256 private constant EPOCH_BLOCKS = 28800;

    uint256 public epochNumber;
    uint256 private epochStart;
    mapping(address => SignerDetail) private details;
    address[] private registered;
    /// Signers of an epoch: row i belongs to number i * count / ROWS.
    mapping(uint256 => address[]) private members;

    function isSigner(address account) external view returns (bool) {
        return details[account].signer != address(0);
    }

    /// The possession of the secret key is shown by a pairing of both public keys.
    function registerSigner(SignerDetail calldata detail, BN254.G1Point calldata) external {
        require(detail.signer == msg.sender, "not the signer");
        require(details[msg.sender].signer == address(0), "signer exists");
        require(
            BN254.cancel(detail.pkG1, BN254.negatedGenerator2(), BN254.generator(), detail.pkG2),
            "keys differ"
        );
        details[msg.sender] = detail;
        registered.push(msg.sender);
        emit NewSigner(msg.sender, detail.pkG1, detail.pkG2);
        emit SocketUpdated(msg.sender, detail.socket);
    }

    function updateSocket(string calldata socket) external {
        require(details[msg.sender].signer != address(0), "signer not found");
        details[msg.sender].socket = socket;
        emit SocketUpdated(msg.sender, socket);
    }

    /// Epochs move when somebody asks, as on 0G. The first one begins with the first signers.
    function makeEpoch() external {
        if (registered.length == 0) return;
        if (epochNumber > 0 && block.number < epochStart + EPOCH_BLOCKS) return;
        epochNumber += 1;
        epochStart = block.number;
        members[epochNumber] = registered;
    }

    function quorumCount(uint256 epoch) public view returns (uint256) {
        return members[epoch].length == 0 ? 0 : 1;
    }

    function getSigner(address[] calldata accounts) external view returns (SignerDetail[] memory found) {
        found = new SignerDetail[](accounts.length);
        for (uint256 i = 0; i < accounts.length; i++) {
            found[i] = details[accounts[i]];
            require(found[i].signer != address(0), "signer not found");
        }
    }

    function getQuorum(uint256 epoch, uint256 quorumId) external view returns (address[] memory rows) {
        requireQuorum(epoch, quorumId);
        rows = new address[](ROWS);
        for (uint256 row = 0; row < ROWS; row++) rows[row] = ownerOf(epoch, row);
    }

    function getQuorumRow(uint256 epoch, uint256 quorumId, uint32 row) external view returns (address) {
        requireQuorum(epoch, quorumId);
        require(row < ROWS, "row index out of bound");
        return ownerOf(epoch, row);
    }

    /// Each signer with a marked row counts once in the key, and with its later rows in the hits, as on 0G.
    function getAggPkG1(
        uint256 epoch,
        uint256 quorumId,
        bytes calldata quorumBitmap
    ) external view returns (BN254.G1Point memory aggPkG1, uint256 total, uint256 hit) {
        requireQuorum(epoch, quorumId);
        require(quorumBitmap.length == ROWS / 8, "bitmap length");
        address counted;
        for (uint256 row = 0; row < ROWS; row++) {
            address owner = ownerOf(epoch, row);
            bool isMarked = (uint8(quorumBitmap[row / 8]) >> (row % 8)) & 1 == 1;
            if (owner != counted && isMarked) {
                aggPkG1 = BN254.add(aggPkG1, details[owner].pkG1);
                counted = owner;
            }
            if (owner == counted) hit += 1;
        }
        total = ROWS;
    }

    function ownerOf(uint256 epoch, uint256 row) private view returns (address) {
        return members[epoch][(row * members[epoch].length) / ROWS];
    }

    function requireQuorum(uint256 epoch, uint256 quorumId) private view {
        require(epoch <= epochNumber, "epoch out of bound");
        require(quorumId < quorumCount(epoch), "quorum id out of bound");
    }
}
