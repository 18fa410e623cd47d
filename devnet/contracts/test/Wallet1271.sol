// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.20;

import {IdentityRegistry} from "../IdentityRegistry.sol";

/// A contract wallet that accepts any signature of one byte, and cannot receive tokens.
contract Wallet1271 {
    function isValidSignature(bytes32, bytes calldata signature) external pure returns (bytes4) {
        return signature.length == 1 ? bytes4(0x1626ba7e) : bytes4(0xffffffff);
    }

    function register(IdentityRegistry registry) external {
        registry.register();
    }
}
