import { createHash } from 'node:crypto'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import {
  buildTrail,
  type Hex,
  keccak256,
  requestsHash,
  settlementDigest,
  type TrailHeader,
  type TrailRecord,
} from '@touchstone/verify'
import type pg from 'pg'
import { makeTestBlock } from './blocks.js'
import { TEST_CHAIN_ID, TEST_FLOW } from './storageServer.js'

export const TEST_CONTRACT: Hex = `0x${'c0'.repeat(20)}`
export const PROVIDER: Hex = `0x${'aa'.repeat(20)}`
export const PAYER: Hex = `0x${'bb'.repeat(20)}`
export const STRANGER: Hex = `0x${'dd'.repeat(20)}`

/** Secret of SIGNER. */
export const SECRET = new Uint8Array(32).fill(7)
export const SIGNER: Hex = `0x${hex(keccak256(secp256k1.getPublicKey(SECRET, false).subarray(1)).subarray(12))}`

/** Before any block; block n is n seconds later. */
export const BLOCK_TIME = Date.UTC(2026, 0, 1, 12)
const FEE = 300n

/** A settlement as a test wants it; the rest is an accepted, rightly signed bill. */
export interface TestSettlement {
  n: number
  block: number
  payer?: Hex
  provider?: Hex
  status?: number
  /** Records behind the commitment; without them nothing ever opens it. */
  records?: readonly TrailRecord[]
  /** Of its block. */
  time?: Date
}

export const settlementId = (n: number) => `${TEST_CHAIN_ID}-${word(n)}-0`
export const nonceOf = (n: number) => BigInt(1_000 + n)

/** `count` records of settlement n, whose fees sum to the bill of `insertSettlement`. */
export function recordsOf(n: number, count = 1, payer = PAYER): TrailRecord[] {
  return Array.from({ length: count }, (_, at) => {
    const request = `{"n":${n},"at":${at}}`
    const response = `{"answer":${at}}`
    return {
      requestHash: `6f9619ff-8b86-4d01-b42d-${(n * 1_000 + at).toString(16).padStart(12, '0')}`,
      userAddress: payer,
      fee: `${FEE}`,
      inputFee: '100',
      outputFee: '200',
      settlement: `${nonceOf(n)}`,
      createdAt: BLOCK_TIME - 1_000,
      model: 'qwen',
      request: { sha256: sha256(request), bytes: Buffer.from(request).toString('base64') },
      response: { sha256: sha256(response) },
    }
  })
}

/** Bytes of a trail with those records. */
export function trailOf(records: readonly TrailRecord[], changes: Partial<TrailHeader> = {}): Uint8Array {
  const header: TrailHeader = {
    spec: 'touchstone-trail/1',
    chainId: TEST_CHAIN_ID,
    contract: TEST_CONTRACT,
    provider: PROVIDER,
    payer: PAYER,
    publisher: PROVIDER,
    via: 'direct',
    from: BLOCK_TIME - 1_000,
    to: BLOCK_TIME,
    ...changes,
  }
  return buildTrail(header, records)
}

/** Everything up to this block counts as final. Its first row is none that the indexer's own trigger speaks of. */
export async function setHeight(db: pg.Pool, height: number): Promise<void> {
  await db.query(
    `insert into squid_processor.status (id, height) values (0, $1) on conflict (id) do update set height = $1`,
    [height],
  )
  await db.query('notify squid_head')
}

/** The provider's service with its signer, in force from block 1. */
export async function insertService(db: pg.Pool, provider = PROVIDER, url = 'http://x'): Promise<void> {
  await db.query('insert into provider (id, first_seen_block, stake) values ($1, 1, 0)', [provider])
  await db.query(
    `insert into service_revision (id, provider_id, contract, calldata, service_type, url, model, verifiability, input_price, output_price,
       tee_signer, derived_mode, pricing, from_block, from_log_index, from_time, tx_hash)
     values ($1, $2, $7, 'transaction', 'chatbot', $6, 'qwen', 'TeeML', 1, 2, $3, 'in-enclave', 'plain', 1, 0, $4, $5)`,
    [`${provider}-1-0`, provider, SIGNER, new Date(BLOCK_TIME - 86_400_000), word(1), url, TEST_CONTRACT],
  )
}

/** An item of a settle call, signed by SIGNER. */
export async function insertSettlement(db: pg.Pool, wanted: TestSettlement): Promise<string> {
  const { n, block, payer = PAYER, provider = PROVIDER, status = 0, records = recordsOf(n, 1, payer) } = wanted
  const fields = records.map(({ requestHash = '', userAddress = '', fee = '', inputFee = '', outputFee = '' }) => ({
    requestHash,
    userAddress,
    fee,
    inputFee,
    outputFee,
  }))
  const totalFee = FEE * BigInt(records.length)
  const item = { user: payer, provider, totalFee, requestsHash: requestsHash(fields), nonce: nonceOf(n) }
  const digest = settlementDigest({ scheme: 'eip712', chainId: TEST_CHAIN_ID, contract: TEST_CONTRACT, ...item })
  const signature = sign(new Uint8Array(Buffer.from(digest.slice(2), 'hex')))
  const accepted = status < 2
  const blockTime = BLOCK_TIME + block * 1_000
  const { blockHash, txHash } = makeTestBlock({
    contract: TEST_CONTRACT,
    item: { ...item, signature },
    status,
    fundSpent: accepted ? totalFee : null,
    balanceAfter: accepted ? 10n : null,
    blockNumber: block,
    blockTime,
  })
  const row = {
    id: settlementId(n),
    n: 0,
    payer,
    provider,
    named_provider: provider,
    status,
    accepted,
    total_fee: totalFee.toString(),
    unsettled_amount: '0',
    settled_amount: accepted ? totalFee.toString() : '0',
    requests_hash: item.requestsHash,
    nonce: item.nonce.toString(),
    signature,
    calldata: 'transaction',
    generation: 'E',
    fund_spent: accepted ? totalFee.toString() : null,
    balance_before: accepted ? (totalFee + 10n).toString() : null,
    balance_after: accepted ? '10' : null,
    previous_nonce: (item.nonce - 1n).toString(),
    signer: SIGNER,
    signer_acknowledged: true,
    service_id: `${provider}-1-0`,
    contract: TEST_CONTRACT,
    block_number: block,
    block_hash: blockHash,
    block_time: wanted.time ?? new Date(BLOCK_TIME + block * 1_000),
    tx_hash: txHash,
    tx_from: provider,
    log_index: 1,
  }
  await insertRow(db, 'settlement', row)
  return row.id
}

export interface TestAnchor {
  txSeq: number
  root: Hex
  size: number
  block: number
  author?: Hex
  payer?: Hex | null
  provider?: Hex | null
  /** Another storage network than the one that is served. */
  flow?: Hex
  /** Of its block. */
  time?: Date
}

/** A submission of a root with the tags of a trail. */
export async function insertAnchor(db: pg.Pool, anchor: TestAnchor): Promise<void> {
  const { txSeq, root, size, block, author = PROVIDER, payer = PAYER, provider = PROVIDER, flow = TEST_FLOW } = anchor
  await insertRow(db, 'anchor', {
    id: `storage-${flow}-${txSeq}`,
    flow,
    submission_index: txSeq,
    root,
    size,
    sectors: Math.ceil(size / 256),
    start_pos: 1,
    tags: '0x',
    payer,
    provider,
    author,
    claimed_sender: author,
    block_number: block,
    block_time: anchor.time ?? new Date(BLOCK_TIME + block * 1_000),
    tx_hash: word(900_000 + txSeq),
    log_index: 0,
  })
}

async function insertRow(db: pg.Pool, table: string, row: Record<string, unknown>) {
  const columns = Object.keys(row)
  const places = columns.map((_, at) => `$${at + 1}`)
  await db.query(`insert into ${table} (${columns.join(', ')}) values (${places.join(', ')})`, Object.values(row))
}

function sign(digest: Uint8Array): Hex {
  const signature = secp256k1.sign(digest, SECRET, { prehash: false, format: 'recovered' })
  return `0x${hex(signature.subarray(1))}${(27 + (signature[0] ?? 0)).toString(16)}`
}

function word(n: number): Hex {
  return `0x${n.toString(16).padStart(64, '0')}`
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
