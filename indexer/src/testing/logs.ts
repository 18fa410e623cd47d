import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { ContractKind, Network, NetworkContract } from '@touchstone/networks'
import { Interface, keccak256, toUtf8Bytes } from 'ethers'
import type { CallFrame, ChainBlock, ChainLog, ChainTransaction } from '../decode/chain'
import { toContext, toWatched } from '../watched'

/** The ABI files that the decoders were generated from, read by ethers: a second implementation to compare with. */
const abi = (name: string) =>
  new Interface(readFileSync(path.resolve(__dirname, `../../abi/${name}.json`), 'utf8') as string)

export const ABI = {
  serving: abi('InferenceServing'),
  serving2025: abi('InferenceServing2025'),
  ledger: abi('LedgerManager'),
  ledger2025: abi('LedgerManager2025'),
  flow: abi('Flow'),
  standardFlow: abi('Flow'),
  fineTuning: abi('FineTuningServing'),
  entrance: abi('DAEntrance'),
  signers: abi('DASigners'),
  registry: abi('IdentityRegistry'),
  oldRegistry: abi('IdentityRegistry'),
  reputation: abi('ReputationRegistry'),
  validation: abi('ValidationRegistry'),
  agenticId: abi('AgenticId'),
  beacon: abi('Beacon'),
}

export const address = (n: number) => `0x${n.toString(16).padStart(40, '0')}`

export const CONTRACTS = {
  serving: address(0xc001),
  /** The same proxy with the events of its first year. */
  serving2025: address(0xc001),
  ledger: address(0xc002),
  ledger2025: address(0xc002),
  flow: address(0xc003),
  registry: address(0xc004),
  beacon: address(0xc005),
  standardFlow: address(0xc006),
  fineTuning: address(0xc007),
  entrance: address(0xc008),
  signers: address(0x1000),
  /** Of the first version: its shapes are not read. */
  oldRegistry: address(0xc009),
  reputation: address(0xc00a),
  validation: address(0xc00b),
  agenticId: address(0xc00c),
}

/** Pays for many. */
export const ROUTER = address(0xc00d)

const NETWORK: Pick<Network, 'chainId' | 'contracts' | 'accounts'> = {
  chainId: 31_999,
  contracts: [
    contract('inferenceServing', CONTRACTS.serving, CONTRACTS.beacon),
    contract('ledgerManager', CONTRACTS.ledger, CONTRACTS.beacon),
    contract('flow', CONTRACTS.flow),
    { ...contract('flow', CONTRACTS.standardFlow), label: 'flow-standard' },
    contract('fineTuningServing', CONTRACTS.fineTuning),
    contract('daEntrance', CONTRACTS.entrance),
    contract('daSigners', CONTRACTS.signers),
    contract('identityRegistry', CONTRACTS.registry),
    { ...contract('identityRegistry', CONTRACTS.oldRegistry), label: 'identity-2025', version: '1.0.0' },
    contract('reputationRegistry', CONTRACTS.reputation),
    contract('validationRegistry', CONTRACTS.validation),
    contract('agenticId', CONTRACTS.agenticId),
  ],
  accounts: [{ address: ROUTER as NetworkContract['address'], kind: 'router', label: 'Router', source: 'the test' }],
}

export const WATCHED = toWatched(NETWORK)
export const CONTEXT = toContext(NETWORK)

function contract(kind: ContractKind, at: string, beacon?: string): NetworkContract {
  const place = { address: at as NetworkContract['address'], startBlock: 1 }
  return {
    kind,
    label: kind.toLowerCase(),
    ...place,
    ...(beacon ? { beacon: beacon as NetworkContract['address'] } : {}),
  }
}

export type LogDraft = Omit<ChainLog, 'logIndex'>

/** A log of one of the contracts, encoded by ethers. */
export function encodeLog(contract: keyof typeof ABI, event: string, args: unknown[]): LogDraft {
  const { topics, data } = ABI[contract].encodeEventLog(event, args)
  return { address: CONTRACTS[contract], topics, data }
}

export interface TxDraft {
  from: string
  to?: string
  input?: string
  value?: bigint
  frames?: CallFrame[] | null
  logs: LogDraft[]
}

/** A block of these transactions; hashes follow from height and `fork`, log indexes run through the block. */
export function buildBlock(height: number, drafts: TxDraft[], fork = ''): ChainBlock {
  let logIndex = 0
  const transactions = drafts.map(
    (draft, n): ChainTransaction => ({
      hash: keccak256(toUtf8Bytes(`tx ${height} ${n} ${fork}`)),
      from: draft.from,
      to: draft.to ?? null,
      input: draft.input ?? '0x',
      value: draft.value ?? 0n,
      frames: draft.frames ?? null,
      logs: draft.logs.map((log) => ({ ...log, logIndex: logIndex++ })),
    }),
  )
  const hash = keccak256(toUtf8Bytes(`block ${height} ${fork}`))
  return { height, hash, timestamp: 1_700_000_000_000 + height * 1000, transactions }
}
