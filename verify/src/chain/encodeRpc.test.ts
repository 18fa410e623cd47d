import { RLP } from '@ethereumjs/rlp'
import { Transaction, toBeHex, Wallet } from 'ethers'
import { describe, expect, it } from 'vitest'
import { toHex } from '../hex.js'
import { encodeHeader, encodeReceipt, encodeTransaction } from './encodeRpc.js'
import { RpcShapeError } from './rpcFields.js'
import { readTransaction } from './transaction.js'

const TO = `0x${'1e'.repeat(20)}`
const WORD = `0x${'2f'.repeat(32)}`
const BLOOM = `0x${'03'.repeat(256)}`
const wallet = new Wallet(`0x${'42'.repeat(32)}`)
const ACCESS = [{ address: TO, storageKeys: [WORD, `0x${'00'.repeat(32)}`] }]
const COMMON = { chainId: 16_661, nonce: 7, gasLimit: 21_000, to: TO, value: 3n, data: '0x0102ff' }
const LEGACY = { ...COMMON, type: 0, gasPrice: 5n }
const FEES = { ...COMMON, type: 2, maxPriorityFeePerGas: 1n, maxFeePerGas: 9n, accessList: ACCESS }

function signed(fields: object) {
  const unsigned = Transaction.from(fields as Parameters<typeof Transaction.from>[0])
  unsigned.signature = wallet.signingKey.sign(unsigned.unsignedHash)
  return unsigned
}

/** What a node answers for a transaction of ethers. */
function rpcOf(transaction: Transaction): Record<string, unknown> {
  const { type, nonce, gasLimit, to, value, data, signature, accessList, blobVersionedHashes } = transaction
  const { gasPrice, maxPriorityFeePerGas, maxFeePerGas, maxFeePerBlobGas } = transaction
  const quantity = (number: bigint | number | null) => (number === null ? null : `0x${number.toString(16)}`)
  return {
    ...(type === 0
      ? { v: quantity(35n + 2n * transaction.chainId + BigInt(signature?.yParity ?? 0)) }
      : { type: quantity(type) }),
    ...(type === 0 ? {} : { yParity: quantity(signature?.yParity ?? 0), accessList }),
    ...{ chainId: quantity(transaction.chainId), nonce: quantity(nonce), gas: quantity(gasLimit), to, input: data },
    ...{ value: quantity(value), gasPrice: quantity(gasPrice), maxFeePerGas: quantity(maxFeePerGas) },
    ...{ maxPriorityFeePerGas: quantity(maxPriorityFeePerGas), maxFeePerBlobGas: quantity(maxFeePerBlobGas) },
    ...{ blobVersionedHashes, r: toBeHex(signature?.r ?? 0), s: toBeHex(signature?.s ?? 0) },
  }
}

describe('a transaction as a node answers', () => {
  it.each<[string, object]>([
    ['legacy', LEGACY],
    ['legacy, which creates a contract', { ...LEGACY, to: null }],
    ['with an access list', { ...LEGACY, type: 1, accessList: ACCESS }],
    ['with a market of fees', FEES],
    ['with blobs', { ...FEES, type: 3, maxFeePerBlobGas: 4n, blobVersionedHashes: [`0x01${'2f'.repeat(31)}`] }],
  ])('has the bytes of ethers: %s', (_, fields) => {
    const theirs = signed(fields)
    const bytes = encodeTransaction(rpcOf(theirs))
    expect(toHex(bytes)).toBe(theirs.serialized)
    expect(readTransaction(bytes)).toEqual({
      type: theirs.type,
      hash: theirs.hash,
      to: theirs.to?.toLowerCase() ?? null,
      input: Uint8Array.of(1, 2, 255),
    })
  })

  it('may name the parity of its signature only v', () => {
    const theirs = signed(FEES)
    const { yParity, ...rpc } = rpcOf(theirs)
    expect(toHex(encodeTransaction({ ...rpc, v: yParity }))).toBe(theirs.serialized)
    expect(toHex(encodeTransaction({ ...rpc, yParity, v: '0x7' }))).toBe(theirs.serialized)
  })

  it('has the authorizations of EIP-7702 before its signature', () => {
    const grant = { chainId: '0x1', address: TO, nonce: '0x2', yParity: '0x1', r: '0x3', s: '0x4' }
    const quantities = { chainId: '0x5', nonce: '0x6', maxPriorityFeePerGas: '0x7', maxFeePerGas: '0x8', gas: '0x9' }
    const rpc = { type: '0x4', ...quantities, to: TO, value: '0xa', input: '0x0b0c', accessList: ACCESS }
    const bytes = encodeTransaction({ ...rpc, authorizationList: [grant], yParity: '0x0', r: '0xd', s: '0xe' })
    const access = ACCESS.map(({ address, storageKeys }) => [address, storageKeys])
    const payload = RLP.encode([5, 6, 7, 8, 9, TO, 10, '0x0b0c', access, [[1, TO, 2, 1, 3, 4]], 0, 13, 14])
    expect(toHex(bytes)).toBe(`0x04${toHex(payload).slice(2)}`)
    expect(readTransaction(bytes)).toMatchObject({ type: 4, to: TO, input: Uint8Array.of(11, 12) })
  })
})

describe('a receipt as a node answers', () => {
  const log = { address: TO, topics: [WORD, WORD], data: '0x0102' }
  const rpc = { type: '0x2', status: '0x1', cumulativeGasUsed: '0x5208', logsBloom: BLOOM, logs: [log] }

  it('has the bytes of another implementation, by its type', () => {
    const fields = [1, 21_000, BLOOM, [[TO, [WORD, WORD], '0x0102']]]
    const payload = toHex(RLP.encode(fields))
    expect(toHex(encodeReceipt(rpc))).toBe(`0x02${payload.slice(2)}`)
    expect(toHex(encodeReceipt({ ...rpc, type: '0x0' }))).toBe(payload)
    expect(toHex(encodeReceipt({ ...rpc, type: null }))).toBe(payload)
    expect(toHex(encodeReceipt({ ...rpc, type: '0x04' }))).toBe(`0x04${payload.slice(2)}`)
    expect(toHex(encodeReceipt({ ...rpc, status: '0x0', logs: [] }))).toBe(
      `0x02${toHex(RLP.encode([0, 21_000, BLOOM, []])).slice(2)}`,
    )
  })

  it('before Byzantium has a state root', () => {
    const { status, ...old } = { ...rpc, type: '0x0', root: WORD, logs: [] }
    expect(toHex(encodeReceipt(old))).toBe(toHex(RLP.encode([WORD, 21_000, BLOOM, []])))
    expect(status).toBe('0x1')
    expect(() => encodeReceipt({ ...old, root: '0x01' })).toThrow('receipt.root is "0x01" instead of 32 bytes')
  })

  it.each<[string, object, string]>([
    ['type', { type: '0x5' }, 'receipt has the unknown type 0x5'],
    ['type', { type: '0x123' }, 'receipt.type is "0x123" instead of a type of one byte'],
    ['type', { type: 'a0x2' }, 'receipt.type is "a0x2" instead of a type of one byte'],
    ['type', { type: 2 }, 'receipt.type is 2 instead of a type of one byte'],
    ['type', { type: ['0x2'] }, 'receipt.type is ["0x2"] instead of a type of one byte'],
    ['gas', { cumulativeGasUsed: 21_000 }, 'receipt.cumulativeGasUsed is 21000 instead of a quantity'],
    ['gas', { cumulativeGasUsed: ['0x1'] }, 'receipt.cumulativeGasUsed is ["0x1"] instead of a quantity'],
    ['gas', { cumulativeGasUsed: '00x1' }, 'receipt.cumulativeGasUsed is "00x1" instead of a quantity'],
    ['bloom', { logsBloom: '0x00' }, 'receipt.logsBloom is "0x00" instead of 256 bytes'],
    ['bloom', { logsBloom: ['0x00'] }, 'receipt.logsBloom is ["0x00"] instead of hex bytes'],
    ['logs', { logs: {} }, 'receipt.logs is {} instead of an array'],
    ['logs', { logs: undefined }, 'receipt.logs is nothing instead of an array'],
    ['log', { logs: [log, 'none'] }, 'receipt.logs.1 is not an object'],
    ['address', { logs: [{ ...log, address: '0x12' }] }, 'receipt.logs.0.address is "0x12" instead of 20 bytes'],
    [
      'topic',
      { logs: [{ ...log, topics: [WORD, '0x'] }] },
      'receipt.logs.0.topics.1.value is "0x" instead of 32 bytes',
    ],
    ['data', { logs: [{ ...log, data: '00x12' }] }, 'receipt.logs.0.data is "00x12" instead of hex bytes'],
  ])('is refused for its %s: %j', (_, changes, message) => {
    expect(() => encodeReceipt({ ...rpc, ...changes })).toThrow(new RpcShapeError(message))
  })

  it('is refused in few words, by its own error', () => {
    const build = () => encodeReceipt({ ...rpc, logs: 'x'.repeat(500) })
    expect(build).toThrow(new RpcShapeError(`receipt.logs is "${'x'.repeat(39)} instead of an array`))
    expect(build).toThrow(expect.objectContaining({ name: 'RpcShapeError' }))
    for (const value of [null, 'text', 7, []])
      expect(() => encodeReceipt(value)).toThrow(new RpcShapeError('receipt is not an object'))
    expect(() => encodeTransaction(undefined)).toThrow(new RpcShapeError('transaction is not an object'))
    expect(() => encodeHeader(undefined)).toThrow(new RpcShapeError('block is not an object'))
  })
})
