// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.20;

import {IdentityRegistry} from "../IdentityRegistry.sol";

/// Registers itself and, called back before Registered, names a URI and gives the token away.
contract Reentrant {
    address private immutable heir;

    constructor(address heir_) {
        heir = heir_;
    }

    function register(IdentityRegistry registry) external {
        registry.register("data:,first");
    }

    function onERC721Received(address, address, uint256 agentId, bytes calldata) external returns (bytes4) {
        IdentityRegistry registry = IdentityRegistry(msg.sender);
        registry.setMetadata(agentId, "early", hex"01");
        registry.transferFrom(address(this), heir, agentId);
        return this.onERC721Received.selector;
    }
}
