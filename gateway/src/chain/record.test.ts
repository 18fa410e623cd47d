import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeHeader, HEADER_FIELDS, hashOf, parentHashOf } from './header.js'
import { LOG_FIELDS, readKeptLog, readLog } from './log.js'
import { encodeRecord, projectRecord } from './record.js'

const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((value) => `0x${Buffer.from(value).toString('hex')}`)
const mixed = (text: fc.Arbitrary<string>) =>
  fc.tuple(text, fc.boolean()).map(([value, isUpper]) => (isUpper ? `0x${value.slice(2).toUpperCase()}` : value))
const number = fc.nat({ max: 2 ** 40 }).map((value) => `0x${value.toString(16)}`)
const data = fc.nat({ max: 200 }).chain(hex)

const rpcLogs = fc.record({
  address: mixed(hex(20)),
  topics: fc.array(mixed(hex(32)), { maxLength: 4 }),
  data: fc.oneof(mixed(data), fc.constant(null)),
  blockNumber: number,
  blockHash: hex(32),
  transactionHash: mixed(hex(32)),
  transactionIndex: number,
  logIndex: number,
})

describe('records', () => {
  it('are of a log what its layout says, and taken apart again to the same log', () => {
    fc.assert(
      fc.property(rpcLogs, (answer) => {
        const { record, index, transactionIndex, transactionHash, address, topics } = readLog(answer)
        expect(record).toBe(encodeRecord(LOG_FIELDS, 'log', (name) => answer[name]))
        expect(readKeptLog(record)).toEqual({ record, index, transactionIndex, transactionHash, address, topics })
        const whole = JSON.parse(`{${projectRecord(record, [0, 1, 2, 3, 4, 5])}}`)
        expect(whole).toMatchObject({ logIndex: index, address, topics })
        expect(whole.data).toBe(answer.data?.toLowerCase())
      }),
    )
  })

  it('give out the lines that are asked for and there, in order', () => {
    expect(projectRecord('"a":1\n\n"c":3\n', [0, 1, 2, 3, 9])).toBe('"a":1,"c":3')
    expect(projectRecord('"a":1\n\n"c":3', [2])).toBe('"c":3')
    expect(projectRecord('\n"b":2', [0, 1])).toBe('"b":2')
    expect(projectRecord('"a":1', [])).toBe('')
  })

  it('tell the hashes of a header', () => {
    const [hash, parentHash] = [`0x${'ab'.repeat(32)}`, `0x${'cd'.repeat(32)}`]
    const record = encodeHeader({ number: '0x10', hash, parentHash, timestamp: '0x1', gasUsed: '0x0' }, 16)
    expect([hashOf(record), parentHashOf(record)]).toEqual([hash, parentHash])
    expect(record.split('\n')).toHaveLength(HEADER_FIELDS.length)
  })

  it('are not made of what is no hex, whole bytes or in range', () => {
    fc.assert(
      fc.property(rpcLogs, fc.constantFrom('0x0', '0xzz', 'ab', '0x0x', '', 1, '0x ab', '0xab\n'), (answer, bad) => {
        expect(() => readLog({ ...answer, data: bad })).toThrow('log.data is not hex')
        expect(() => readLog({ ...answer, topics: [bad] })).toThrow('log.topics is not 32 bytes of hex')
        expect(() => readLog({ ...answer, logIndex: `0x${'f'.repeat(16)}` })).toThrow('log.logIndex is too large')
        expect(() => readLog({ ...answer, logIndex: '0x' })).toThrow('log.logIndex is not a hex quantity')
      }),
      { numRuns: 20 },
    )
  })
})
