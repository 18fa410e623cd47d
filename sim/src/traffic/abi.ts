import { Interface } from 'ethers'

const ITEM = '(address user, address provider, uint256 totalFee, bytes32 requestsHash, uint256 nonce, bytes signature)'

/** InferenceServing, generations D and E. */
export const SERVING = new Interface([
  'event TEESettlementResult(address indexed user, uint8 status, uint256 unsettledAmount)',
  'event BalanceUpdated(address indexed user, address indexed provider, uint256 amount, uint256 pendingRefund)',
  'event RefundRequested(address indexed user, address indexed provider, uint256 indexed index, uint256 timestamp)',
  'event AccountDeleted(address indexed user, address indexed provider, uint256 refundedAmount)',
  'event ServiceUpdated(address indexed service, string serviceType, string url, uint256 inputPrice, uint256 outputPrice, uint256 updatedAt, string model, string verifiability)',
  'event ServiceRemoved(address indexed service)',
  'event ProviderTEESignerAcknowledged(address indexed provider, address indexed teeSignerAddress, bool acknowledged)',
  'event ProviderStaked(address indexed provider, uint256 amount)',
  'event ProviderStakeReturned(address indexed provider, uint256 amount)',
  'event TokenRevoked(address indexed user, address indexed provider, uint8 tokenId)',
  'event TokensRevoked(address indexed user, address indexed provider, uint8[] tokenIds)',
  'event AllTokensRevoked(address indexed user, address indexed provider, uint256 newGeneration)',
  `function settleFeesWithTEE(${ITEM}[] settlements)`,
  'function addOrUpdateService((string serviceType, string url, string model, string verifiability, uint256 inputPrice, uint256 outputPrice, string additionalInfo, address teeSignerAddress) params) payable',
  'function removeService()',
  'function acknowledgeTEESignerByOwner(address provider)',
  'function revokeTEESignerAcknowledgement(address provider)',
  'function acknowledgeTEESigner(address provider, bool acknowledged)',
  'function revokeToken(address provider, uint8 tokenId)',
  'function revokeTokens(address provider, uint8[] tokenIds)',
  'function revokeAllTokens(address provider)',
  'function addAccount(address user, address provider, string additionalInfo) payable',
  'function depositFund(address user, address provider, uint256 cancelRetrievingAmount) payable',
  'function requestRefundAll(address user, address provider)',
  'function processRefund(address user, address provider)',
  'function deleteAccount(address user, address provider)',
])

export const LEDGER = new Interface([
  'event FundSpent(address indexed user, address indexed service, uint256 amount)',
  'function addLedger(string additionalInfo) payable',
  'function depositFund() payable',
  'function depositFundFor(address recipient) payable',
  'function refund(uint256 amount)',
  'function transferFund(address provider, string serviceName, uint256 amount)',
  'function retrieveFund(address[] providers, string serviceName)',
  'function deleteLedger()',
  'function spendFund(address user, uint256 amount)',
])

export const BEACON = new Interface([
  'event Upgraded(address indexed implementation)',
  'function upgradeTo(address implementation)',
])

export const FLOW = new Interface([
  'event Submit(address indexed sender, bytes32 indexed identity, uint256 submissionIndex, uint256 startPos, uint256 length, (uint256 length, bytes tags, (bytes32 root, uint256 height)[] nodes) submission)',
  'function submit(((uint256 length, bytes tags, (bytes32 root, uint256 height)[] nodes) data, address submitter) submission) payable',
])

/** ERC-8004, version 2.0.0. */
export const IDENTITY = new Interface([
  'event Registered(uint256 indexed agentId, string agentURI, address indexed owner)',
  'event MetadataSet(uint256 indexed agentId, string indexed indexedMetadataKey, string metadataKey, bytes metadataValue)',
  'event URIUpdated(uint256 indexed agentId, string newURI, address indexed updatedBy)',
  'event MetadataUpdate(uint256 tokenId)',
  'event Transfer(address indexed from, address indexed to, uint256 indexed tokenId)',
  'event Approval(address indexed owner, address indexed approved, uint256 indexed tokenId)',
  'event ApprovalForAll(address indexed owner, address indexed operator, bool approved)',
  'function register(string agentURI)',
  'function setAgentURI(uint256 agentId, string newURI)',
  'function setMetadata(uint256 agentId, string metadataKey, bytes metadataValue)',
  'function setAgentWallet(uint256 agentId, address newWallet, uint256 deadline, bytes signature)',
  'function unsetAgentWallet(uint256 agentId)',
  'function transferFrom(address from, address to, uint256 tokenId)',
  'function approve(address to, uint256 tokenId)',
  'function setApprovalForAll(address operator, bool approved)',
])

export const REPUTATION = new Interface([
  'event NewFeedback(uint256 indexed agentId, address indexed clientAddress, uint64 feedbackIndex, int128 value, uint8 valueDecimals, string indexed indexedTag1, string tag1, string tag2, string endpoint, string feedbackURI, bytes32 feedbackHash)',
  'event FeedbackRevoked(uint256 indexed agentId, address indexed clientAddress, uint64 indexed feedbackIndex)',
  'event ResponseAppended(uint256 indexed agentId, address indexed clientAddress, uint64 feedbackIndex, address indexed responder, string responseURI, bytes32 responseHash)',
  'function giveFeedback(uint256 agentId, int128 value, uint8 valueDecimals, string tag1, string tag2, string endpoint, string feedbackURI, bytes32 feedbackHash)',
  'function revokeFeedback(uint256 agentId, uint64 feedbackIndex)',
  'function appendResponse(uint256 agentId, address clientAddress, uint64 feedbackIndex, string responseURI, bytes32 responseHash)',
])

export const VALIDATION = new Interface([
  'event ValidationRequest(address indexed validatorAddress, uint256 indexed agentId, string requestURI, bytes32 indexed requestHash)',
  'event ValidationResponse(address indexed validatorAddress, uint256 indexed agentId, bytes32 indexed requestHash, uint8 response, string responseURI, bytes32 responseHash, string tag)',
  'function validationRequest(address validatorAddress, uint256 agentId, string requestURI, bytes32 requestHash)',
  'function validationResponse(bytes32 requestHash, uint8 response, string responseURI, bytes32 responseHash, string tag)',
])

export const DA_ENTRANCE = new Interface([
  'event DataUpload(address sender, bytes32 dataRoot, uint256 epoch, uint256 quorumId, uint256 blobPrice)',
  'function submitOriginalData(bytes32[] dataRoots) payable',
])

/** A contract that makes other calls for whoever calls it. */
export const MULTICALL = new Interface([
  'function aggregate((address target, bool allowFailure, bytes callData)[] calls)',
])
