import { describe, expect, it } from 'vitest'
import { address, buildBlock, CONTRACTS, encodeLog, type LogDraft, WATCHED } from '../../testing/logs'
import { decodeBlock } from '../block'
import { EARLIER_UPLOAD } from './entrance'

const ROOT = `0x${'5'.repeat(64)}`
const MAX = 2n ** 256n - 1n
const decode = (...logs: LogDraft[]) => decodeBlock(buildBlock(7, [{ from: address(1), logs }]), WATCHED)
const bodies = (...logs: LogDraft[]) => decode(...logs).events.map(({ at: _at, ...body }) => body)

describe('a log of the DA entrance', () => {
  it('is an upload, a commitment or a sample', () => {
    const logs = [
      encodeLog('entrance', 'DataUpload', [address(3), ROOT, 4n, 1n, MAX]),
      encodeLog('entrance', 'ErasureCommitmentVerified', [ROOT, MAX, 1n]),
      encodeLog('entrance', 'DAReward', [address(4), 11n, 4n, 1n, ROOT, MAX, 21n, 22n, 23n]),
    ]
    const blob = { dataRoot: ROOT, epoch: 4n, quorum: 1n }
    expect(bodies(...logs)).toEqual([
      { kind: 'da-upload', sender: address(3), ...blob, price: MAX },
      { kind: 'da-commitment', ...blob, epoch: MAX, submission: null, calldata: 'unavailable' },
      { kind: 'da-sample', beneficiary: address(4), round: 11n, ...blob, line: 21n, subline: 22n, reward: 23n },
    ])
  })

  it('of an earlier shape is kept as it is', () => {
    const data = `0x${ROOT.slice(2)}${'0'.repeat(128)}`
    expect(bodies({ address: CONTRACTS.entrance, topics: [EARLIER_UPLOAD], data })).toMatchObject([
      {
        kind: 'raw-log',
        topic: EARLIER_UPLOAD,
        topics: [],
        data,
        dataSize: 96,
        reason: 'version',
        note: 'DataUpload(bytes32,uint256,uint256)',
      },
    ])
  })

  it('counts only where the entrance itself emitted it', () => {
    const upload = encodeLog('entrance', 'DataUpload', [address(3), ROOT, 4n, 1n, 5n])
    for (const stranger of [address(0xbad), CONTRACTS.flow, CONTRACTS.serving, CONTRACTS.signers])
      expect(bodies({ ...upload, address: stranger }).filter((body) => body.kind !== 'raw-log')).toEqual([])
  })

  it('that is cut short or names no address is kept raw', () => {
    const upload = encodeLog('entrance', 'DataUpload', [address(3), ROOT, 4n, 1n, 5n])
    const { events, undecodable } = decode(
      { ...upload, data: upload.data.slice(0, 100) },
      { ...upload, data: `0x${'f'.repeat(upload.data.length - 2)}` },
    )
    expect(undecodable).toHaveLength(2)
    expect(events.map((event) => event.kind)).toEqual(['raw-log', 'raw-log'])
  })
})

describe('a log of the DA signers', () => {
  it('names keys in decimals and a socket', () => {
    expect(
      bodies(
        encodeLog('signers', 'NewSigner', [
          address(3),
          [1n, MAX],
          [
            [2n, 3n],
            [4n, 5n],
          ],
        ]),
        encodeLog('signers', 'SocketUpdated', [address(3), 'host:1234']),
      ),
    ).toEqual([
      { kind: 'da-signer', signer: address(3), keyG1: `1,${MAX}`, keyG2: '2,3,4,5' },
      { kind: 'da-socket', signer: address(3), socket: 'host:1234' },
    ])
  })

  it('may hold a megabyte, NUL or bytes that are no text', () => {
    const socketOf = (data: string) => {
      const topics = encodeLog('signers', 'SocketUpdated', [address(3), '']).topics
      const [body] = bodies({ address: CONTRACTS.signers, topics, data })
      return body?.kind === 'da-socket' ? body.socket : body
    }
    // By hand: ethers takes seconds for a megabyte.
    const word = (n: number) => n.toString(16).padStart(64, '0')
    const encode = (text: Buffer) => `0x${word(32)}${word(text.length)}${text.toString('hex')}${'0'.repeat(64)}`
    expect(socketOf(encode(Buffer.alloc(1_000_000, 'x')))).toBe('x'.repeat(1024))
    expect(socketOf(encode(Buffer.from('a\u0000b')))).toBe('a\ufffdb')
    const bytes = encode(Buffer.from([0xff, 0xfe, 0x41]))
    expect(socketOf(bytes)).toBe('\ufffd\ufffdA')
    expect(socketOf(bytes.slice(0, 134))).toMatchObject({ kind: 'raw-log', reason: 'undecodable' })
    expect(socketOf(bytes.replace('0003fffe', 'ffffffff'))).toMatchObject({ kind: 'raw-log', reason: 'undecodable' })
  })
})
