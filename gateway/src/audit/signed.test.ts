import { encodeTransaction } from '@touchstone/verify/chain/encodeRpc'
import { Transaction, Wallet } from 'ethers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSigned } from './signed.js'

const hex = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => `0x${Buffer.from(bytes).toString('hex')}`)
const fields = fc.record({
  type: fc.constantFrom(0, 1, 2),
  chainId: fc.constantFrom(0, 1, 16_661, 2 ** 40),
  nonce: fc.nat(),
  price: fc.bigInt({ min: 0n, max: 2n ** 90n }),
  to: fc.option(hex(20)),
  value: fc.bigInt({ min: 0n, max: 2n ** 96n }),
  data: fc.nat({ max: 300 }).chain(hex),
})

/** As a node tells it. */
function toAnswer(signed: Transaction) {
  const quantity = (value: bigint | number | null) => `0x${(value ?? 0).toString(16)}`
  const { type, nonce, gasLimit, to, value, data: input, chainId, signature } = signed
  const parity = signature?.yParity ?? 0
  const v = type !== 0 ? parity : chainId === 0n ? 27 + parity : 35n + 2n * chainId + BigInt(parity)
  return {
    ...{ type: quantity(type), nonce: quantity(nonce), gas: quantity(gasLimit), to, value: quantity(value), input },
    ...{ chainId: quantity(chainId), accessList: [], gasPrice: quantity(signed.gasPrice) },
    maxFeePerGas: quantity(signed.maxFeePerGas),
    maxPriorityFeePerGas: quantity(signed.maxPriorityFeePerGas),
    v: quantity(v),
    r: quantity(BigInt(signature?.r ?? 0)),
    s: quantity(BigInt(signature?.s ?? 0)),
  }
}

describe('a signed transaction', () => {
  it('names its hash and its sender, whatever its type', () => {
    const wallet = Wallet.createRandom()
    fc.assert(
      fc.property(fields, ({ type, price, ...rest }) => {
        const fee = type === 2 ? { maxFeePerGas: price, maxPriorityFeePerGas: price / 2n } : { gasPrice: price }
        const draft = Transaction.from({ type, gasLimit: 21_000, ...fee, ...rest })
        draft.signature = wallet.signingKey.sign(draft.unsignedHash)
        const raw = encodeTransaction(toAnswer(draft))
        expect(readSigned(raw)).toEqual({ hash: draft.hash, sender: wallet.address.toLowerCase() })
      }),
      { numRuns: 60 },
    )
  })

  it('names no sender where no key recovers', () => {
    const draft = Transaction.from({
      type: 2,
      chainId: 1,
      gasLimit: 21_000,
      maxFeePerGas: 1n,
      maxPriorityFeePerGas: 1n,
    })
    const answer = { ...toAnswer(draft), v: '0x0', r: '0x0', s: '0x0' }
    expect(readSigned(encodeTransaction(answer)).sender).toBeUndefined()
  })

  it('is refused where it is none', () => {
    expect(() => readSigned(Uint8Array.of(0xc1, 0x80))).toThrow('transaction is no list')
    expect(() => readSigned(Uint8Array.of(2, 0x80))).toThrow('transaction is no list')
    expect(() => readSigned(Uint8Array.of(0xc4, 0xc0, 0xc0, 0xc0, 0xc0))).toThrow('is no number')
  })
})
