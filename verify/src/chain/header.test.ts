import { describe, expect, it } from 'vitest'
import { rawHeader } from '../../testing/block.js'
import { encodeHeader } from './encodeRpc.js'
import { readHeader } from './header.js'
import { decodeRlp, encodeRlp, RlpError, type RlpItem } from './rlp.js'
import { RpcShapeError } from './rpcFields.js'

const ZERO = `0x${'00'.repeat(32)}`
const EMPTY = '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421'
/** Block 0 of Ethereum's mainnet, a public constant of every client. */
const GENESIS = {
  parentHash: ZERO,
  sha3Uncles: '0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347',
  miner: `0x${'00'.repeat(20)}`,
  stateRoot: '0xd7f8974fb5ac78d9ac099b9ad5018bedc2ce0a72dad1827a1709da30580f0544',
  transactionsRoot: EMPTY,
  receiptsRoot: EMPTY,
  logsBloom: `0x${'00'.repeat(256)}`,
  difficulty: '0x400000000',
  number: '0x0',
  gasLimit: '0x1388',
  gasUsed: '0x0',
  timestamp: '0x0',
  extraData: '0x11bbe8db4e347b4e8c937c1c8370e4b5ed33adb3db69cbdb7a38e1e50b1b82fa',
  mixHash: ZERO,
  nonce: '0x0000000000000042',
}
const root = new Uint8Array(32).fill(5)
const cancun = rawHeader({
  transactionsRoot: root,
  receiptsRoot: root,
  bloom: new Uint8Array(256),
  number: 9,
  time: 5_000,
})
const fieldsOf = (header: Uint8Array) => decodeRlp(header) as readonly RlpItem[]

describe('header', () => {
  it('hashes to the public constant of a known block', () => {
    const header = readHeader(encodeHeader(GENESIS))
    expect(header.hash).toBe('0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3')
    expect(readHeader(encodeHeader({ ...GENESIS, nonce: '0x0000000000000043' })).hash).not.toBe(header.hash)
    expect(header).toMatchObject({ number: 0, timestamp: 0, parentHash: ZERO })
  })

  it('may have fields of forks to come, which its hash covers', () => {
    const later = encodeRlp([...fieldsOf(cancun), root, new Uint8Array(3), [root]])
    expect(readHeader(later)).toEqual({ ...readHeader(cancun), hash: readHeader(later).hash })
    expect(readHeader(later).hash).not.toBe(readHeader(cancun).hash)
  })

  it('lacks none of the fields of the first block', () => {
    expect(readHeader(encodeRlp(fieldsOf(cancun).slice(0, 15))).number).toBe(9)
    expect(() => readHeader(encodeRlp(fieldsOf(cancun).slice(0, 14)))).toThrow('header has 14 items')
  })

  it.each<[number, RlpItem, string]>([
    [0, root.slice(1), 'header.parentHash has 31 bytes instead of 32'],
    [2, root, 'header.beneficiary has 32 bytes instead of 20'],
    [4, [], 'header.transactionsRoot is not a byte string'],
    [5, new Uint8Array(0), 'header.receiptsRoot has 0 bytes'],
    [6, new Uint8Array(255), 'header.logsBloom has 255 bytes'],
    [7, Uint8Array.of(0, 1), 'header.difficulty has a leading zero'],
    [8, new Uint8Array(8).fill(255), 'header.number is beyond 2^53'],
    [10, new Uint8Array(33).fill(1), 'header.gasUsed has 33 bytes'],
    [11, [root], 'header.timestamp is not a byte string'],
    [12, [], 'header.extraData is not a byte string'],
    [14, new Uint8Array(7), 'header.nonce has 7 bytes instead of 8'],
    [16, new Uint8Array(31), 'header.withdrawalsRoot has 31 bytes'],
    [18, Uint8Array.of(0), 'header.excessBlobGas has a leading zero'],
  ])('is refused with another field %i', (at, item, why) => {
    const spoiled = encodeRlp(fieldsOf(cancun).map((field, place) => (place === at ? item : field)))
    expect(() => readHeader(spoiled)).toThrow(RlpError)
    expect(() => readHeader(spoiled)).toThrow(why)
  })

  it.each<[string, unknown, string]>([
    ['no object', [], 'block is not an object'],
    ['nothing', null, 'block is not an object'],
    ['a missing field', { ...GENESIS, mixHash: undefined }, 'block.mixHash is nothing instead of hex bytes'],
    ['a number in place of text', { ...GENESIS, number: 7 }, 'block.number is 7 instead of a quantity'],
    ['odd digits', { ...GENESIS, extraData: '0x1' }, 'instead of hex bytes'],
    ['a short hash', { ...GENESIS, stateRoot: '0x12' }, 'block.stateRoot is "0x12" instead of 32 bytes'],
    ['a gap between forks', { ...GENESIS, withdrawalsRoot: ZERO }, 'block.baseFeePerGas is nothing'],
    ['a number beyond 256 bits', { ...GENESIS, gasLimit: `0x1${'0'.repeat(64)}` }, 'instead of a quantity'],
  ])('is not made of %s', (_, block, why) => {
    expect(() => encodeHeader(block)).toThrow(RpcShapeError)
    expect(() => encodeHeader(block)).toThrow(why)
  })
})
