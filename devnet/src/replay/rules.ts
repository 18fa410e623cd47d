import { Interface } from 'ethers'

export type Generation = 'C' | 'D' | 'E'

/** How one generation of the serving contracts is spoken to. Only what a replay calls; the interface of its package. */
export interface Rules {
  generation: Generation
  scheme: 'eip191' | 'eip712'
  serving: Interface
  ledger: Interface
  /** Name of the inference service in the ledger's transferFund. */
  service: string
  ledgerInit(owner: string, inference: string): unknown[]
  serviceParams(signer: string): unknown[]
  addLedger: unknown[]
}

const ITEM = '(address user, address provider, uint256 totalFee, bytes32 requestsHash, uint256 nonce, bytes signature)'
const SHARED = [
  'event TEESettlementResult(address indexed user, uint8 status, uint256 unsettledAmount)',
  'function initialize(uint256 lockTime, address ledger, address owner)',
  `function settleFeesWithTEE(${ITEM}[] settlements)`,
]
const SERVICE =
  'string serviceType, string url, string model, string verifiability, uint256 inputPrice, uint256 outputPrice, string additionalInfo'
const OFFER = ['chatbot', 'https://provider.invalid', 'qwen/qwen3-8b', 'TeeML', 10n, 20n, '{"TargetSeparated":false}']
/** Zero-knowledge keys of the generation before; unused, but still in the calls of C. */
const NO_KEY = [0n, 0n]

const rulesC: Rules = {
  generation: 'C',
  scheme: 'eip191',
  serving: new Interface([
    ...SHARED,
    `function addOrUpdateService((${SERVICE}) params)`,
    'function acknowledgeTEESigner(address provider, address teeSignerAddress)',
  ]),
  ledger: new Interface([
    'function initialize(address inference, address fineTuning, address owner)',
    'function addLedger(uint256[2] inferenceSigner, string additionalInfo) payable',
    'function transferFund(address provider, string serviceType, uint256 amount)',
  ]),
  service: 'inference',
  // It wants a second service; fine-tuning is not replayed.
  ledgerInit: (owner, inference) => [inference, '0x000000000000000000000000000000000000dEaD', owner],
  serviceParams: () => OFFER,
  addLedger: [NO_KEY, ''],
}

const rulesD: Rules = {
  generation: 'D',
  scheme: 'eip191',
  serving: new Interface([
    ...SHARED,
    `function addOrUpdateService((${SERVICE}, address teeSignerAddress) params) payable`,
    'function acknowledgeTEESignerByOwner(address provider)',
    'function MIN_PROVIDER_STAKE() view returns (uint256)',
  ]),
  ledger: new Interface([
    'function initialize(address owner)',
    'function registerService(string serviceType, string version, address serviceAddress, string description)',
    'function addLedger(string additionalInfo) payable',
    'function transferFund(address provider, string serviceName, uint256 amount)',
  ]),
  service: 'inference-v1.0',
  ledgerInit: (owner) => [owner],
  serviceParams: (signer) => [...OFFER, signer],
  addLedger: [''],
}

export const RULES: Record<Generation, Rules> = {
  C: rulesC,
  D: rulesD,
  E: { ...rulesD, generation: 'E', scheme: 'eip712' },
}
