import type { Generation, Hex, ServiceInForce, SettlementItem, SettlementSubject } from '@touchstone/verify'
import { prepared, type Queryable, toBigInt } from '../database.js'
import { FINAL_HEIGHT } from './height.js'

/** Revisions of a service that a judgement looks at: the newest before the settlement. */
const MAX_REVISIONS = 200

/** A settlement with what its shares are counted by. */
export interface SettlementFacts {
  subject: SettlementSubject
  /** What moved, neuron. */
  settledAmount: bigint
}

interface SettlementRow {
  id: string
  payer: string
  provider: string
  named_provider: string | null
  status: number
  total_fee: string | null
  unsettled_amount: string
  settled_amount: string
  requests_hash: string | null
  nonce: string | null
  signature: string | null
  fund_spent: string | null
  balance_before: string | null
  balance_after: string | null
  previous_nonce: string | null
  signer: string | null
  signer_acknowledged: boolean
  contract: string
  generation: string
  /** Position among the transaction's results of its own contract. */
  ordinal: number
  block_number: number
  block_hash: string
  block_time: Date
  tx_hash: string
  log_index: number
}

/** One finalised settlement with its service's history; undefined where the chain has it no more, or not yet for good. */
export async function findSettlement(db: Queryable, chainId: number, id: string): Promise<SettlementFacts | undefined> {
  const { rows } = await db.query<SettlementRow>(
    prepared(
      `select id, payer, provider, named_provider, status, total_fee, unsettled_amount, settled_amount, requests_hash, nonce,
       signature, fund_spent, balance_before, balance_after, previous_nonce, signer, signer_acknowledged, contract, generation,
       block_number, block_hash, block_time, tx_hash, log_index,
       (select count(*)::int from settlement o where o.tx_hash = s.tx_hash and o.contract = s.contract and o.n < s.n) as ordinal
     from settlement s where id = $1 and block_number <= ${FINAL_HEIGHT}`,
      [id],
    ),
  )
  const row = rows[0]
  if (!row) return undefined
  const services = await listServices(db, row)
  return {
    subject: toSubject(row, chainId, services),
    settledAmount: BigInt(row.settled_amount),
  }
}

function toSubject(row: SettlementRow, chainId: number, services: ServiceInForce[]): SettlementSubject {
  return {
    id: row.id,
    chainId,
    generation: toGeneration(row.generation),
    ordinal: row.ordinal,
    contract: row.contract as Hex,
    txHash: row.tx_hash as Hex,
    blockNumber: row.block_number,
    blockHash: row.block_hash as Hex,
    blockTime: row.block_time.getTime(),
    status: row.status,
    unsettledAmount: BigInt(row.unsettled_amount),
    caller: row.provider as Hex,
    payer: row.payer as Hex,
    item: findItem(row),
    fundSpent: toBigInt(row.fund_spent),
    balanceBefore: toBigInt(row.balance_before),
    balanceAfter: toBigInt(row.balance_after),
    previousNonce: toBigInt(row.previous_nonce),
    signer: row.signer as Hex | null,
    signerAcknowledged: row.signer_acknowledged,
    services,
  }
}

/** Bills of code that the network's file does not name are kept and not judged: by whose rules it settled is not known. */
function toGeneration(generation: string): Generation {
  return generation === 'C' || generation === 'D' || generation === 'E' ? generation : 'B'
}

/** The item as calldata carries it, null where any part of it could not be read. */
function findItem(row: SettlementRow): SettlementItem | null {
  const { named_provider, total_fee, requests_hash, nonce, signature } = row
  if (total_fee === null || requests_hash === null || nonce === null || signature === null) return null
  return {
    user: row.payer as Hex,
    provider: (named_provider ?? row.provider) as Hex,
    totalFee: BigInt(total_fee),
    requestsHash: requests_hash as Hex,
    nonce: BigInt(nonce),
    signature: signature as Hex,
  }
}

interface ServiceRow {
  from_time: Date
  to_time: Date | null
  ended: boolean
  model: string
  tee_signer: string | null
  target_tee_address: string | null
  input_price: string
  output_price: string
  pricing: string
  derived_mode: string
  verifiability: string
}

/**
 * Revisions up to the settlement at its own contract, oldest first. An end that lies behind the settlement is left open: it was not known
 * then, and must not change what was judged.
 */
async function listServices(db: Queryable, at: SettlementRow): Promise<ServiceInForce[]> {
  const { rows } = await db.query<ServiceRow>(
    prepared(
      `select from_time, to_time, model, tee_signer, target_tee_address, input_price, output_price, pricing,
       derived_mode, verifiability,
       (to_block, to_log_index) < ($2, $3) as ended
     from service_revision
     where provider_id = $1 and contract = $4 and (from_block, from_log_index) < ($2, $3)
     order by from_block desc, from_log_index desc limit ${MAX_REVISIONS}`,
      [at.provider, at.block_number, at.log_index, at.contract],
    ),
  )
  return rows.reverse().map(toService)
}

const NO_KEY: Hex = `0x${'0'.repeat(40)}`

function toService(row: ServiceRow): ServiceInForce {
  // Without calldata a revision's key is not known; the verifier then accuses nobody of an unknown key.
  const pricing = row.tee_signer === null ? 'unreadable: no calldata' : row.pricing
  return {
    since: row.from_time.getTime(),
    until: row.ended && row.to_time ? row.to_time.getTime() : null,
    model: row.model,
    teeSigner: (row.tee_signer as Hex | null) ?? NO_KEY,
    targetTeeAddress: row.target_tee_address as Hex | null,
    inputPrice: BigInt(row.input_price),
    outputPrice: BigInt(row.output_price),
    pricing: pricing === 'plain' ? 'plain' : { modified: pricing },
    derivedMode: row.derived_mode,
    verifiability: row.verifiability,
  }
}
