/** The inputs of positive vectors, changed byte by byte: no operation may still answer with a pass. */
import { afterAll, describe, expect, it } from 'vitest'
import * as verify from '../src/index.js'
import { createRandom, everyByte, type Flip, someBytes, sweep } from '../testing/sweep.js'
import { resolveInput } from './bytes.mjs'
import { createOperations, runOperation } from './operations.mjs'
import { listVectors, readVector, type Vector } from './vectors.mjs'

const operations = createOperations(verify)
const positives = listVectors().filter(({ expected }) => expected === 'pass')
type Path = readonly (string | number)[]

/** Per operation: which of its inputs are bytes, and how many mutations of each; all without a number. */
const BYTES: Record<string, { fields: readonly string[]; count?: number }> = {
  'storage-root': { fields: ['data'], count: 60 },
  segment: { fields: ['data'], count: 150 },
  'da-witness': { fields: ['payload'], count: 12 },
  'da-rows': { fields: ['row'], count: 4 },
  receipt: { fields: ['header', 'receiptProof'] },
  transaction: { fields: ['header', 'transactionProof'] },
  'response-proof': { fields: ['request', 'response'] },
  'report-signature': { fields: ['report'], count: 500 },
  quote: { fields: ['quote', 'collateral'], count: 70 },
}

/** Inputs that are hex text, whole digits of which are changed. */
const HEX: Record<string, readonly string[]> = {
  'storage-root': ['root'],
  'fold-nodes': ['root'],
  segment: ['root', 'lemma'],
  commitment: ['expected'],
  'da-pointer': [],
  'da-witness': ['dataRoot', 'r1', 'r2'],
  'quorum-signature': ['dataRoot', 'epoch', 'quorumId', 'erasureCommitment', 'aggPkG1', 'aggPkG2', 'signature'],
  receipt: ['blockHash'],
  transaction: ['blockHash', 'hash'],
  'requests-hash': ['hash', 'fee', 'inputFee', 'outputFee', 'requestHash', 'userAddress'],
  'settlement-digest': ['digest', 'requestsHash', 'nonce', 'totalFee', 'provider', 'user'],
  'settlement-signature': ['signature', 'signer', 'requestsHash', 'nonce', 'totalFee', 'provider', 'user'],
  'report-signature': ['signature', 'signer'],
  report: ['signer'],
  workload: ['composeHash', 'mrTd', 'rtmr'],
}
/** Registers that no known system or release names: RTMR3 is replayed elsewhere. */
const UNREAD: Record<string, string> = { workload: 'measured.rtmr.3' }

let total = 0
let equivalent = 0
afterAll(() => {
  console.log(`${total} mutations of vectors; ${equivalent} mean the same and pass, no other does`)
})

async function sweepVector(vector: Vector, at: Path, flips: Iterable<Flip>, toValue: (bytes: Uint8Array) => string) {
  const input = resolveInput(readVector(vector).input)
  const original = meaningOf(vector, at, String(get(input, at)))
  const { mutations, same, greens } = await sweep(
    flips,
    async (bytes) => {
      const { outcome } = await runOperation(operations, vector.operation, set(input, at, toValue(bytes)))
      expect(outcome).not.toBe('crashed')
      return outcome === 'pass'
    },
    (bytes) => meaningOf(vector, at, toValue(bytes)) === original,
  )
  total += mutations
  equivalent += same
  expect(greens, `${vector.id} ${at.join('.')}`).toEqual([])
}

describe('no operation passes after a change of any byte', () => {
  const random = createRandom()
  it.each(positives.filter(({ operation }) => operation in BYTES))('$id', async (vector) => {
    const { fields = [], count } = BYTES[vector.operation] ?? {}
    for (const at of findFields(resolveInput(readVector(vector).input), fields)) {
      const bytes = new Uint8Array(Buffer.from(String(get(resolveInput(readVector(vector).input), at)), 'base64'))
      if (bytes.length === 0) continue
      const flips = count === undefined ? everyByte(bytes, random) : someBytes(bytes, count, random)
      await sweepVector(vector, at, flips, (changed) => Buffer.from(changed).toString('base64'))
    }
  })
})

describe('no operation passes after a change of any digit', () => {
  const random = createRandom()
  it.each(positives.filter(({ operation }) => operation in HEX))('$id', async (vector) => {
    const fields = HEX[vector.operation] ?? []
    for (const at of findFields(resolveInput(readVector(vector).input), fields)) {
      if (at.join('.') === UNREAD[vector.operation]) continue
      const value = get(resolveInput(readVector(vector).input), at)
      if (typeof value !== 'string') continue
      const text = new TextEncoder().encode(value)
      await sweepVector(vector, at, digits(text, random), (changed) => new TextDecoder().decode(changed))
    }
  })
})

/** Each character behind 0x replaced by another digit. */
function* digits(text: Uint8Array, random: () => number): Generator<Flip> {
  for (let at = text[1] === 0x78 ? 2 : 0; at < text.length; at += 1) {
    const old = text[at] ?? 0
    if (old === 0x2d || old === 0x3a || old === 0x2f) continue
    const digit = 0x30 + Math.floor(random() * 10)
    const other = digit === old ? 0x30 + ((digit - 0x30 + 1) % 10) : digit
    yield { at, mask: old ^ other, bytes: text.with(at, other) }
  }
}

const UNSPELT = { pck_crl: '', root_ca_crl: '', tcb_info_signature: '', qe_identity_signature: '' }

/** The value, without what says nothing in collateral: the letter case of hex, JSON's own blanks, fields of other names. */
function meaningOf({ operation }: Vector, at: Path, value: string): string {
  if (operation !== 'quote' || at.at(-1) !== 'collateral') return value
  try {
    const collateral = verify.parseCollateral(Buffer.from(value, 'base64').toString())
    const hex = [collateral.pck_crl, collateral.root_ca_crl, collateral.tcb_info_signature]
    const lower = [...hex, collateral.qe_identity_signature].map((one) => one.toLowerCase())
    return JSON.stringify([lower, { ...collateral, ...UNSPELT }])
  } catch {
    return value
  }
}

function findFields(value: unknown, names: readonly string[], at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null)
    return at.some((part) => typeof part === 'string' && names.includes(part)) ? [at] : []
  return Object.entries(value).flatMap(([key, inner]) => findFields(inner, names, [...at, key]))
}

function get(value: unknown, at: Path): unknown {
  return at.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)[key], value)
}

function set(value: unknown, [key, ...rest]: Path, to: unknown): unknown {
  if (key === undefined) return to
  const inner = set((value as Record<string | number, unknown>)[key], rest, to)
  if (Array.isArray(value)) return value.map((one, at) => (at === Number(key) ? inner : one))
  return { ...(value as object), [key]: inner }
}
