// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.20;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {ERC721URIStorage} from "@openzeppelin/contracts/token/ERC721/extensions/ERC721URIStorage.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// ERC-8004 identity registry with the interface, the events and the order of events of version 2.0.0.
/// Not upgradeable. The order matters to indexers: the receiver's callback runs between the mint's Transfer and
/// Registered, so a receiver that moves the token leaves a Registered that names a past owner.
contract IdentityRegistry is ERC721URIStorage, EIP712 {
    struct MetadataEntry {
        string metadataKey;
        bytes metadataValue;
    }

    event Registered(uint256 indexed agentId, string agentURI, address indexed owner);
    event MetadataSet(
        uint256 indexed agentId,
        string indexed indexedMetadataKey,
        string metadataKey,
        bytes metadataValue
    );
    event URIUpdated(uint256 indexed agentId, string newURI, address indexed updatedBy);

    string private constant WALLET = "agentWallet";
    bytes32 private constant WALLET_HASH = keccak256("agentWallet");
    bytes32 private constant WALLET_TYPEHASH =
        keccak256("AgentWalletSet(uint256 agentId,address newWallet,address owner,uint256 deadline)");
    uint256 private constant LONGEST_DEADLINE = 5 minutes;

    uint256 private nextId;
    mapping(uint256 => mapping(string => bytes)) private metadataOf;

    constructor() ERC721("AgentIdentity", "AGENT") EIP712("ERC8004IdentityRegistry", "1") {}

    modifier onlyAuthorized(uint256 agentId) {
        require(isAuthorizedOrOwner(msg.sender, agentId), "Not authorized");
        _;
    }

    function register() external returns (uint256 agentId) {
        agentId = mint();
        announce(agentId, "");
    }

    function register(string calldata agentURI) external returns (uint256 agentId) {
        agentId = mint();
        _setTokenURI(agentId, agentURI);
        announce(agentId, agentURI);
    }

    function register(string calldata agentURI, MetadataEntry[] calldata metadata) external returns (uint256 agentId) {
        agentId = mint();
        _setTokenURI(agentId, agentURI);
        announce(agentId, agentURI);
        for (uint256 i = 0; i < metadata.length; i++) {
            write(agentId, metadata[i].metadataKey, metadata[i].metadataValue);
        }
    }

    function setAgentURI(uint256 agentId, string calldata newURI) external onlyAuthorized(agentId) {
        _setTokenURI(agentId, newURI);
        emit URIUpdated(agentId, newURI, msg.sender);
    }

    function setMetadata(
        uint256 agentId,
        string calldata metadataKey,
        bytes calldata metadataValue
    ) external onlyAuthorized(agentId) {
        write(agentId, metadataKey, metadataValue);
    }

    function getMetadata(uint256 agentId, string calldata metadataKey) external view returns (bytes memory) {
        return metadataOf[agentId][metadataKey];
    }

    /// The signature is the new wallet's, over a message that names the present owner. It carries no nonce.
    function setAgentWallet(
        uint256 agentId,
        address newWallet,
        uint256 deadline,
        bytes calldata signature
    ) external onlyAuthorized(agentId) {
        require(newWallet != address(0), "bad wallet");
        require(block.timestamp <= deadline, "expired");
        require(deadline <= block.timestamp + LONGEST_DEADLINE, "deadline too far");
        bytes32 digest = _hashTypedDataV4(
            keccak256(abi.encode(WALLET_TYPEHASH, agentId, newWallet, ownerOf(agentId), deadline))
        );
        require(isSignedBy(newWallet, digest, signature), "invalid wallet sig");
        setWallet(agentId, abi.encodePacked(newWallet));
    }

    function unsetAgentWallet(uint256 agentId) external onlyAuthorized(agentId) {
        setWallet(agentId, "");
    }

    function getAgentWallet(uint256 agentId) external view returns (address) {
        _requireMinted(agentId);
        return address(bytes20(metadataOf[agentId][WALLET]));
    }

    function isAuthorizedOrOwner(address spender, uint256 agentId) public view returns (bool) {
        return _isApprovedOrOwner(spender, agentId);
    }

    function getVersion() external pure returns (string memory) {
        return "2.0.0";
    }

    function mint() private returns (uint256 agentId) {
        agentId = nextId++;
        metadataOf[agentId][WALLET] = abi.encodePacked(msg.sender);
        _safeMint(msg.sender, agentId);
    }

    function announce(uint256 agentId, string memory agentURI) private {
        emit Registered(agentId, agentURI, msg.sender);
        emit MetadataSet(agentId, WALLET, WALLET, abi.encodePacked(msg.sender));
    }

    function write(uint256 agentId, string calldata metadataKey, bytes calldata metadataValue) private {
        require(keccak256(bytes(metadataKey)) != WALLET_HASH, "reserved key");
        metadataOf[agentId][metadataKey] = metadataValue;
        emit MetadataSet(agentId, metadataKey, metadataKey, metadataValue);
    }

    function setWallet(uint256 agentId, bytes memory wallet) private {
        metadataOf[agentId][WALLET] = wallet;
        emit MetadataSet(agentId, WALLET, WALLET, wallet);
    }

    function isSignedBy(address wallet, bytes32 digest, bytes calldata signature) private view returns (bool) {
        (address recovered, ECDSA.RecoverError wrong) = ECDSA.tryRecover(digest, signature);
        if (wrong == ECDSA.RecoverError.NoError && recovered == wallet) return true;
        if (wallet.code.length == 0) return false;
        return IERC1271(wallet).isValidSignature(digest, signature) == IERC1271.isValidSignature.selector;
    }

    /// A transfer, but not the mint, forgets the wallet, and says so before the Transfer.
    function _beforeTokenTransfer(address from, address to, uint256 firstTokenId, uint256 batchSize) internal override {
        super._beforeTokenTransfer(from, to, firstTokenId, batchSize);
        if (from != address(0) && to != address(0)) setWallet(firstTokenId, "");
    }
}
