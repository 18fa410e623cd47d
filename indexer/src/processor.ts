import { EvmBatchProcessor, type EvmBatchProcessorFields } from '@subsquid/evm-processor'
import type { ContractKind, Network } from '@touchstone/networks'
import { events as beacon } from './abi/Beacon'
import { events as daEntrance } from './abi/DAEntrance'
import { events as daSigners } from './abi/DASigners'
import { events as fineTuning } from './abi/FineTuningServing'
import { events as flow } from './abi/Flow'
import { UNLOGGED_FUNCTIONS } from './decode/compute/unlogged'
import { EARLIER_UPLOAD } from './decode/da/entrance'
import type { Capability } from './digest/digestRows'
import { ConfigError } from './start/config-error'

const FIELDS = {
  block: { timestamp: true },
  transaction: { from: true, to: true, hash: true, input: true, value: true },
  log: { address: true, topics: true, data: true },
} as const

/** A head that nobody pushes is asked for this often: a local chain makes blocks every quarter second. */
const LOCAL_POLL_MS = 250
const REMOTE_POLL_MS = 1000
/** The gateway answers a query once it has what matches, which may be many requests to a slow RPC. */
const GATEWAY_TIMEOUT_MS = 120_000
/** Without it a dead WebSocket hangs in silence. */
const NEW_HEAD_TIMEOUT_MS = 30_000

interface Question {
  /** Null for every log of the contract: a later generation may say what nobody knows yet, and that is kept too. */
  events: { topic: string }[] | null
}

/** What is asked of each kind of contract. */
const QUESTIONS: Partial<Record<ContractKind, Question>> = {
  inferenceServing: { events: null },
  ledgerManager: { events: null },
  // Of the topics that it shares with the inference contracts only the removal of a service is its own.
  fineTuningServing: { events: Object.values(fineTuning) },
  flow: { events: [flow.Submit] },
  // NewSampleRound says when a round began, which no row holds: a reward names its round.
  daEntrance: { events: [...Object.values(daEntrance), { topic: EARLIER_UPLOAD }] },
  daSigners: { events: Object.values(daSigners) },
  identityRegistry: { events: null },
  reputationRegistry: { events: null },
  validationRegistry: { events: null },
  agenticId: { events: null },
}

/**
 * The question put to the chain: which logs of which contracts, with their transactions. Final blocks come from the
 * gateway where one is given, the others always from the RPC. With `to` the process ends once that block is final.
 */
export function buildProcessor(
  network: Network,
  rpcUrl: string,
  { gatewayUrl, to, capability }: { gatewayUrl?: string | undefined; to?: number | undefined; capability: Capability },
) {
  const processor = new EvmBatchProcessor()
    .setRpcEndpoint({ url: rpcUrl, capacity: 10, requestTimeout: 30_000 })
    .setRpcDataIngestionSettings({
      preferTraceApi: true,
      newHeadTimeout: NEW_HEAD_TIMEOUT_MS,
      headPollInterval: isLoopback(rpcUrl) ? LOCAL_POLL_MS : REMOTE_POLL_MS,
    })
    .setFinalityConfirmation(network.finality)
    .setBlockRange({ from: firstBlock(network), ...(to !== undefined && { to }) })
    .setFields(FIELDS)
  if (gatewayUrl !== undefined) processor.setGateway({ url: gatewayUrl, requestTimeout: GATEWAY_TIMEOUT_MS })
  for (const contract of network.contracts) {
    const question = QUESTIONS[contract.kind]
    if (question) ask(processor, contract, question.events)
    if (capability === 'frames+calls') askCalls(processor, contract)
    const emitter = contract.beacon ?? (contract.upgradeable ? contract.address : undefined)
    if (emitter) ask(processor, { address: emitter, startBlock: contract.startBlock }, [beacon.Upgraded])
  }
  return processor
}

export type Processor = ReturnType<typeof buildProcessor>
export type ProcessorFields = EvmBatchProcessorFields<Processor>

/**
 * First block that can hold a log of ours.
 * @throws ConfigError where the network names no contract at all.
 */
function firstBlock(network: Network): number {
  const starts = network.contracts.map((contract) => contract.startBlock)
  if (starts.length === 0)
    throw new ConfigError(`Network ${network.name} names no contract to index: add one under contracts in its file.`)
  return Math.min(...starts)
}

/** Whether a URL points at this machine. */
function isLoopback(url: string): boolean {
  return /^\[?(localhost|127\.|::1)/.test(new URL(url).hostname)
}

/** Always with an address: an empty list would match nothing, a missing one would match homonyms of other contracts. */
function ask(
  processor: EvmBatchProcessor<typeof FIELDS>,
  contract: { address: string; startBlock: number },
  events: { topic: string }[] | null,
) {
  processor.addLog({
    address: [contract.address],
    ...(events ? { topic0: events.map((event) => event.topic) } : {}),
    range: { from: contract.startBlock },
    transaction: true,
  })
}

/** Direct calls that log nothing, where the RPC can be searched for them: of a call within another it cannot. */
function askCalls(
  processor: EvmBatchProcessor<typeof FIELDS>,
  { kind, address, startBlock }: { kind: ContractKind; address: string; startBlock: number },
) {
  if (kind !== 'inferenceServing' && kind !== 'ledgerManager') return
  const sighash = UNLOGGED_FUNCTIONS[kind].map((one) => one.sighash)
  processor.addTransaction({ to: [address], sighash, range: { from: startBlock } })
}
