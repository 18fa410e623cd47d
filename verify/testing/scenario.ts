import { createHash } from 'node:crypto'
import { fromHex } from '../src/hex.js'
import {
  buildTrail,
  type FetchedTrail,
  type Hex,
  requestsHash,
  type SettlementEvidence,
  type SettlementItem,
  type SettlementSubject,
  settlementDigest,
  storageRoot,
  type TrailHeader,
  type TrailRecord,
  type TrustMaterial,
  toBase64,
} from '../src/index.js'
import { inBlock, receiptOf } from './block.js'
import { testKey } from './keys.js'

export const CHAIN = 16661
export const CONTRACT: Hex = '0x47340d900bdfec2bd393c626e12ea0656f938d84'
export const PROVIDER: Hex = '0x70997970c51812dc3a010c7d01b50e0d17dc79c8'
export const PAYER: Hex = '0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc'
export const STRANGER: Hex = '0x90f79bf6eb2c4f870365e785982e1f101e93b906'
export const PAYER_AS_HASHED = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC'
export const INPUT_PRICE = 50_000_000_000n
export const OUTPUT_PRICE = 100_000_000_000n
export const NONCE = 17_600_000_000_000_000n
export const BLOCK_TIME = 1_760_000_100_000

export const serviceKey = testKey(0x11)
export const mockKey = testKey(0x22)
export const otherKey = testKey(0x33)
export const trust: TrustMaterial = {
  mockSigners: [{ address: mockKey.address, source: 'test vectors' }],
  quoteRoots: [],
  gpuRoots: [],
  osImages: [],
  releases: [],
  models: [],
  sigstore: [],
}

/** The 32 bytes hex of a number repeated, for hashes that nobody opens. */
export function word(byte: number): Hex {
  return `0x${byte.toString(16).padStart(2, '0').repeat(32)}`
}

/** Record `n` of an honest trail: bytes, digests, signature and fees all fit. */
export function honestRecord(n: number, key = serviceKey): TrailRecord {
  const request = new TextEncoder().encode(`{"messages":[{"content":"question ${n}","role":"user"}],"model":"m"}`)
  const promptTokens = 10 + n
  const completionTokens = 20 + n
  const response = new TextEncoder().encode(
    `{"choices":[{"message":{"content":"answer ${n}"}}],"usage":{"prompt_tokens":${promptTokens},"completion_tokens":${completionTokens}}}`,
  )
  const inputFee = BigInt(promptTokens) * INPUT_PRICE
  const outputFee = BigInt(completionTokens) * OUTPUT_PRICE
  const text = `${sha256(request)}:${sha256(response)}`
  return {
    requestHash: `6f9619ff-8b86-4d01-b42d-${n.toString(16).padStart(12, '0')}`,
    userAddress: PAYER_AS_HASHED,
    fee: `${inputFee + outputFee}`,
    inputFee: `${inputFee}`,
    outputFee: `${outputFee}`,
    settlement: `${NONCE}`,
    createdAt: BLOCK_TIME - 60_000 + n,
    model: 'm',
    request: { sha256: sha256(request), bytes: toBase64(request) },
    response: { sha256: sha256(response), bytes: toBase64(response) },
    proof: { text, signature: key.signText(text), signingAddress: key.address },
  }
}

/** `count` honest records. */
export function honestRecords(count: number): TrailRecord[] {
  return Array.from({ length: count }, (_, n) => honestRecord(n))
}

/** An accepted settlement whose commitment stands for the records. */
export function settlementOf(
  records: readonly TrailRecord[],
  key = serviceKey,
): SettlementSubject & { item: SettlementItem } {
  const fields = records.map(hashedFields)
  const totalFee = fields.reduce((sum, { fee }) => sum + BigInt(fee), 0n)
  const unsigned = { user: PAYER, provider: PROVIDER, totalFee, requestsHash: requestsHash(fields), nonce: NONCE }
  const digest = settlementDigest({ scheme: 'eip712', chainId: CHAIN, contract: CONTRACT, ...unsigned })
  return inBlock({
    chainId: CHAIN,
    generation: 'E',
    ordinal: 0,
    contract: CONTRACT,
    blockNumber: 100,
    blockTime: BLOCK_TIME,
    status: 0,
    unsettledAmount: 0n,
    caller: PROVIDER,
    payer: PAYER,
    item: { ...unsigned, signature: key.signDigest(fromHex(digest)) },
    fundSpent: totalFee,
    balanceBefore: totalFee + 1_000n,
    balanceAfter: 1_000n,
    previousNonce: NONCE - 1n,
    signer: key.address,
    signerAcknowledged: true,
    services: [
      {
        since: BLOCK_TIME - 3_600_000,
        until: null,
        model: 'm',
        teeSigner: key.address,
        targetTeeAddress: null,
        inputPrice: INPUT_PRICE,
        outputPrice: OUTPUT_PRICE,
        pricing: 'plain',
      },
    ],
  })
}

/** A fetched trail with those records; `header` replaces single fields of the header. */
export function trailOf(
  records: readonly TrailRecord[],
  author: Hex = PROVIDER,
  header: Partial<TrailHeader> = {},
): FetchedTrail {
  return fetched(buildTrail(headerOf(header), records), author)
}

/** Bytes as a fetched trail with their own root. */
export function fetched(bytes: Uint8Array, author: Hex = PROVIDER): FetchedTrail {
  const { root } = storageRoot(bytes)
  if (root === null) throw new Error('a fetched trail is not empty')
  return { root, author, anchorTx: word(0xcc), bytes, source: 'http://node.test', faultySources: [] }
}

/** Evidence with those parts and nothing else but, where a settlement is given, the receipt of its block. */
export function evidenceOf(parts: Partial<SettlementEvidence> = {}, of?: SettlementSubject): SettlementEvidence {
  const receipt = of === undefined ? null : receiptOf(of)
  return { trails: [], unfetched: [], receipt, reports: [], reportAttempts: [], earlierUses: [], ...parts }
}

/** The header of the trails of this scenario. */
export function headerOf(changes: Partial<TrailHeader> = {}): TrailHeader {
  return {
    spec: 'touchstone-trail/1',
    chainId: CHAIN,
    contract: CONTRACT,
    provider: PROVIDER,
    payer: PAYER,
    publisher: PROVIDER,
    via: 'direct',
    from: BLOCK_TIME - 60_000,
    to: BLOCK_TIME,
    ...changes,
  }
}

/** A record without the five fields, as a payer writes it. */
export function asPayerRecord(record: TrailRecord): TrailRecord {
  const { requestHash, userAddress, fee, inputFee, outputFee, ...rest } = record
  return rest
}

/** SHA-256 as the lower-case hex of signed texts, by Node's implementation. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function hashedFields(record: TrailRecord) {
  const { requestHash = '', userAddress = '', fee = '', inputFee = '', outputFee = '' } = record
  return { requestHash, userAddress, fee, inputFee, outputFee }
}
