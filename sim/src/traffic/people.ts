import type { Rng } from '../rng.js'
import { addressOf } from './signing.js'

/** Who acts on the simulated chain. Few of each, so that they meet often. */
export const PROVIDERS = ['provider 0', 'provider 1', 'provider 2'].map(addressOf)
/** Providers that are contracts: `operator` of the same index sends their transactions. */
export const SMART_PROVIDERS = [0xa1, 0xa2].map((n) => `0x5a${n.toString(16).padStart(38, '0')}`)
export const OPERATORS = ['operator 0', 'operator 1'].map(addressOf)
/** A payer that is a contract, at the bidding of operators. */
export const SMART_PAYER = `0x5a${'b1'.padStart(38, '0')}`
export const PAYERS = ['payer 0', 'payer 1', 'payer 2', 'payer 3'].map(addressOf)
export const WALLETS = ['wallet 0', 'wallet 1']
/** Contracts that register agents: a factory and one that re-enters. */
export const FACTORY = `0x5a${'f1'.padStart(38, '0')}`
export const REENTRANT = `0x5a${'f2'.padStart(38, '0')}`
/** Whoever is a contract can call only within somebody's transaction. */
export const CONTRACT_CALLERS = [FACTORY, REENTRANT, SMART_PAYER]

/** Name of the key that signs for a service; several so that signers change. */
export function signerName(rng: Rng): string {
  return `signer ${rng.int(0, 3)}`
}

/** Texts as they go on chain, one byte a character: honest ones and such as no encoder would let through. */
export const TEXTS = [
  'qwen/qwen3-8b',
  'http://127.0.0.1:1',
  '',
  'a\x00b',
  '\xff\xfe\xfd',
  '\xed\xa0\x80 lone \xed\xbf\xbf',
  Buffer.from('模型 🜂', 'utf8').toString('latin1'),
  `${'x'.repeat(511)}${Buffer.from('🜂', 'utf8').toString('latin1')}`,
  'y'.repeat(70_000),
  "'; drop table settlement; --",
]

/** Tags and endpoints, in the same form: also one whose last pair stands astride the most that is kept of it. */
export const WORDS = ['starred', ...TEXTS, `${'x'.repeat(1023)}${Buffer.from('🜂', 'utf8').toString('latin1')}`]

/** A digest of something, in hex. Few of them, so that some come twice. */
export function pickHash(rng: Rng): string {
  return `0x${rng.int(0, 200).toString(16).padStart(64, 'a')}`
}
