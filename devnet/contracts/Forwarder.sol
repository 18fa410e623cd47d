// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.20;

/// Sends calls of its owner on, several in one transaction, and keeps what it is paid. A provider that settles through a
/// contract looks like this on chain: the settle call is an inner frame, and the contract is the provider.
contract Forwarder {
    address private immutable owner = msg.sender;

    receive() external payable {}

    function forward(address[] calldata targets, uint256[] calldata values, bytes[] calldata calls) external payable {
        require(msg.sender == owner, "Not the owner");
        for (uint256 at = 0; at < targets.length; at++) {
            (bool success, ) = targets[at].call{value: values[at]}(calls[at]);
            require(success, "A call was reverted");
        }
    }
}
