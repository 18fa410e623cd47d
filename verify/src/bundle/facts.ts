/** A settlement's facts as JSON and back. Amounts and nonces are decimal strings. */
import { all, count, hex, listOf, matching, optional, type Rule, shape, text, time, when } from '../rules.js'
import type { ServiceInForce, SettlementItem, SettlementSubject } from '../subject.js'

type Plain<T> = T extends bigint ? string : T extends object ? { [K in keyof T]: Plain<T[K]> } : T

/** The facts without bigint, ready for canonical JSON. */
export type PlainSubject = Plain<SettlementSubject>

const MAX_SERVICES = 1_000
const amount = matching(/^(?:0|[1-9][0-9]{0,77})$/, 'a decimal of at most 78 digits')
const boolean = when((value) => typeof value === 'boolean', 'true or false')

const item = shape({
  user: hex(20),
  provider: hex(20),
  totalFee: amount,
  requestsHash: hex(32),
  nonce: amount,
  signature: matching(/^0x(?:[0-9a-f]{2}){0,200}$/, '0x and hex of at most 200 bytes'),
})

const service = shape({
  since: time(),
  until: nullable(time()),
  model: text(2000),
  teeSigner: hex(20),
  targetTeeAddress: nullable(hex(20)),
  inputPrice: amount,
  outputPrice: amount,
  pricing: (value, path) => (value === 'plain' ? undefined : shape({ modified: text(2000) })(value, path)),
  derivedMode: optional(text(2000)),
  verifiability: optional(text(2000)),
})

/** Rule for the facts of a settlement. */
export const subjectRule: Rule = all(
  shape({
    id: text(200),
    chainId: all(
      count(),
      when((value) => (value as number) > 0, 'a positive whole number'),
    ),
    generation: when((value) => ['B', 'C', 'D', 'E'].includes(value as string), 'B, C, D or E'),
    ordinal: count(),
    contract: hex(20),
    txHash: hex(32),
    blockNumber: count(),
    blockHash: hex(32),
    blockTime: time(),
    status: count(),
    unsettledAmount: amount,
    caller: hex(20),
    payer: hex(20),
    item: nullable(item),
    fundSpent: nullable(amount),
    balanceAfter: nullable(amount),
    balanceBefore: nullable(amount),
    previousNonce: nullable(amount),
    signer: nullable(hex(20)),
    signerAcknowledged: boolean,
    services: listOf(service, MAX_SERVICES),
  }),
  (value, path) => {
    const { id, chainId, txHash, ordinal } = value as PlainSubject
    // The id counts over all contracts of the transaction, the ordinal over this one: they differ where it called two.
    const prefix = `${chainId}-${txHash}-`
    const n = id.startsWith(prefix) ? id.slice(prefix.length) : ''
    const isOwn = /^(0|[1-9]\d{0,5})$/.test(n) && Number(n) >= ordinal
    return isOwn ? undefined : `${path}.id: expected ${prefix} and a number from ${ordinal} on`
  },
)

/** The value or null. */
export function nullable(rule: Rule): Rule {
  return (value, path) => (value === null ? undefined : rule(value, path))
}

/** The facts for canonical JSON. */
export function toPlainSubject(subject: SettlementSubject): PlainSubject {
  return toPlain(subject) as PlainSubject
}

function toPlain(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (Array.isArray(value)) return value.map(toPlain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toPlain(inner)]))
}

/** The facts again, from JSON that keeps `subjectRule`. Fields of other names are left behind. */
export function fromPlainSubject(plain: PlainSubject): SettlementSubject {
  return {
    id: plain.id,
    chainId: plain.chainId,
    generation: plain.generation,
    ordinal: plain.ordinal,
    contract: plain.contract,
    txHash: plain.txHash,
    blockNumber: plain.blockNumber,
    blockHash: plain.blockHash,
    blockTime: plain.blockTime,
    status: plain.status,
    unsettledAmount: BigInt(plain.unsettledAmount),
    caller: plain.caller,
    payer: plain.payer,
    item: plain.item && toItem(plain.item),
    fundSpent: toAmount(plain.fundSpent),
    balanceAfter: toAmount(plain.balanceAfter),
    balanceBefore: toAmount(plain.balanceBefore),
    previousNonce: toAmount(plain.previousNonce),
    signer: plain.signer,
    signerAcknowledged: plain.signerAcknowledged,
    services: plain.services.map(toService),
  }
}

function toItem({ user, provider, totalFee, requestsHash, nonce, signature }: Plain<SettlementItem>): SettlementItem {
  return { user, provider, totalFee: BigInt(totalFee), requestsHash, nonce: BigInt(nonce), signature }
}

function toService(plain: Plain<ServiceInForce>): ServiceInForce {
  const { since, until, model, teeSigner, targetTeeAddress, inputPrice, outputPrice, pricing } = plain
  const { derivedMode, verifiability } = plain
  const prices = { inputPrice: BigInt(inputPrice), outputPrice: BigInt(outputPrice) }
  return {
    ...{ since, until, model, teeSigner, targetTeeAddress, ...prices, pricing },
    ...(derivedMode === undefined ? {} : { derivedMode }),
    ...(verifiability === undefined ? {} : { verifiability }),
  }
}

function toAmount(plain: string | null): bigint | null {
  return plain === null ? null : BigInt(plain)
}
