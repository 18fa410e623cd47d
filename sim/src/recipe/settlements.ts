import { keccak256 } from '@touchstone/verify'
import { directCall, type LogDraft, type TransactionDraft } from '../chain/draft.js'
import type { Recipe } from '../chain/generatedChain.js'
import { CONTRACTS } from '../contracts.js'
import { chooseHeights } from './heights.js'
import { SELECTORS, TOPICS } from './topics.js'
import { dynamic, tail, textHex, word } from './words.js'

export interface SettlementRecipeOptions {
  seed: number
  /** Length of the chain, block 0 included. */
  blocks: number
  /** Share of blocks with a settle call, (0, 1]. */
  density: number
  /** Items of each settle call, at most 50. */
  itemsPerBlock: number
  providers?: number
  payers?: number
}

/** Heights 1 to 3 register services, acknowledge their signers and fund the accounts. */
const SETUP_BLOCKS = 3
const START_BALANCE = 10n ** 24n

/**
 * A chain of settle calls, one a block, each called directly by its provider with accepted items of changing payers.
 * Levels and nonces are what a contract would hold. Signatures are synthetic: 65 bytes that recover to nobody.
 */
export function buildSettlementRecipe(options: SettlementRecipeOptions): Recipe {
  const { seed, blocks, density, itemsPerBlock } = options
  const size = { providers: options.providers ?? 10, payers: options.payers ?? 100 }
  const heights = chooseHeights(seed, blocks, density, SETUP_BLOCKS)
  const ordinals = new Map([...heights].map((height, at) => [height, at - SETUP_BLOCKS]))
  const calls = heights.length - SETUP_BLOCKS
  return {
    head: blocks - 1,
    heights,
    drafts: (height) => {
      if (height <= SETUP_BLOCKS) return setUp(height, size)
      const ordinal = height < blocks ? ordinals.get(height) : calls + height - blocks
      return ordinal === undefined ? [] : [settleCall(ordinal, height, itemsPerBlock, size)]
    },
  }
}

interface Size {
  providers: number
  payers: number
}

const numbered = (kind: string, n: number) => `0x${kind}${n.toString(16).padStart(36, '0')}`
const providerAt = (n: number) => numbered('a0a0', n)
const payerAt = (n: number) => numbered('b0b0', n)
const signerAt = (n: number) => numbered('c0c0', n)
const feeOf = (payer: number) => 1_000_000_000n + BigInt(payer)

function setUp(height: number, { providers, payers }: Size): TransactionDraft[] {
  const each = Array.from({ length: providers }, (_, n) => n)
  if (height === 1) return each.map(registerService)
  if (height === 2) return each.map(acknowledge)
  return each.flatMap((provider) => Array.from({ length: payers }, (_, payer) => fund(payer, provider)))
}

function registerService(n: number): TransactionDraft {
  const [serviceType, url, model, verifiability] = ['chatbot', 'http://127.0.0.1:1', 'qwen/qwen3-8b', 'TeeML'].map(
    (text) => tail(textHex(text)),
  ) as [string, string, string, string]
  const info = tail(textHex('{"TargetSeparated":false}'))
  const provider = providerAt(n)
  // Offsets are those of the tuple, which itself is dynamic: one word of offset before it.
  const params = tuple([[serviceType], [url], [model], [verifiability], word(10), word(20), [info], word(signerAt(n))])
  const log: LogDraft = {
    address: CONTRACTS.serving,
    topics: [TOPICS.service, `0x${word(provider)}`],
    data: `0x${tuple([[serviceType], [url], word(10), word(20), word(1_760_000_001), [model], [verifiability]])}`,
  }
  return directCall(provider, CONTRACTS.serving, `${SELECTORS.service}${word(32)}${params}`, [log], 10n ** 20n)
}

/** A tuple of static words and, each in an array of one, dynamic parts. */
function tuple(parts: (string | [string])[]): string {
  let offset = 32 * parts.length
  const heads: string[] = []
  const tails: string[] = []
  for (const part of parts) {
    if (typeof part === 'string') heads.push(part)
    else {
      heads.push(word(offset))
      tails.push(part[0])
      offset += part[0].length / 2
    }
  }
  return heads.join('') + tails.join('')
}

function acknowledge(n: number): TransactionDraft {
  const log: LogDraft = {
    address: CONTRACTS.serving,
    topics: [TOPICS.acknowledged, `0x${word(providerAt(n))}`, `0x${word(signerAt(n))}`],
    data: `0x${word(1)}`,
  }
  return directCall(CONTRACTS.owner, CONTRACTS.serving, `${SELECTORS.acknowledge}${word(providerAt(n))}`, [log])
}

function fund(payer: number, provider: number): TransactionDraft {
  const input =
    SELECTORS.transferFund + tuple([word(providerAt(provider)), [tail(textHex('inference-v1.0'))], word(START_BALANCE)])
  return {
    call: {
      from: payerAt(payer),
      to: CONTRACTS.ledger,
      input,
      steps: [level(payer, provider, START_BALANCE)],
    },
  }
}

function settleCall(ordinal: number, height: number, items: number, { providers, payers }: Size): TransactionDraft {
  const provider = ordinal % providers
  const call = Math.floor(ordinal / providers)
  const bodies: string[] = []
  const logs: LogDraft[] = []
  for (let item = 0; item < items; item++) {
    const place = call * items + item
    const payer = place % payers
    const settledBefore = BigInt(Math.floor(place / payers))
    const fee = feeOf(payer)
    const hash = Buffer.from(keccak256(Buffer.from(`${ordinal} ${item}`))).toString('hex')
    const nonce = BigInt(1_760_000_000 + height) * 10_000_000n + BigInt(item)
    bodies.push(
      dynamicItem(
        [word(payerAt(payer)), word(providerAt(provider)), word(fee), hash, word(nonce)],
        `${hash}${word(ordinal + 1)}1b`,
      ),
    )
    logs.push(
      {
        address: CONTRACTS.ledger,
        topics: [TOPICS.spent, `0x${word(payerAt(payer))}`, `0x${word(CONTRACTS.serving)}`],
        data: `0x${word(fee)}`,
      },
      level(payer, provider, START_BALANCE - (settledBefore + 1n) * fee),
      {
        address: CONTRACTS.serving,
        topics: [TOPICS.result, `0x${word(payerAt(payer))}`],
        data: `0x${word(0)}${word(0)}`,
      },
    )
  }
  const input = `${SELECTORS.settle}${word(32)}${word(items)}${dynamic([], bodies)}`
  return directCall(providerAt(provider), CONTRACTS.serving, input, logs)
}

/** An item's five words, the offset of its signature and the signature. */
function dynamicItem(words: string[], signature: string): string {
  return dynamic(words, [tail(signature)])
}

function level(payer: number, provider: number, balance: bigint): LogDraft {
  return {
    address: CONTRACTS.serving,
    topics: [TOPICS.balance, `0x${word(payerAt(payer))}`, `0x${word(providerAt(provider))}`],
    data: `0x${word(balance)}${word(0)}`,
  }
}
