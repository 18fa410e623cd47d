import { describe, expect, it } from 'vitest'
import { foldBlocks } from '../../testing/fold'
import { ABI, address, CONTRACTS, encodeLog, type LogDraft, type TxDraft } from '../../testing/logs'
import { buildSubmission } from '../../testing/random-storage'

const ROOT = `0x${'5'.repeat(64)}`
const SIGNER = address(3)
const tx = (...logs: LogDraft[]): TxDraft => ({ from: address(1), logs })
const socket = (text: string) => encodeLog('signers', 'SocketUpdated', [SIGNER, text])
const registration = (key: bigint) =>
  encodeLog('signers', 'NewSigner', [
    SIGNER,
    [key, 1n],
    [
      [2n, 3n],
      [4n, 5n],
    ],
  ])

describe('DA signers', () => {
  it('hold keys and socket during half-open intervals', () => {
    const state = foldBlocks([[tx(registration(1n), socket('a'))], [tx(socket('b'))], [tx(registration(2n))]])
    const rows = state.daSigners.listChanged()
    expect(
      rows.map((row) => [row.keyG1, row.socket, row.fromBlock, row.fromLogIndex, row.toBlock, row.toLogIndex]),
    ).toEqual([
      ['1,1', null, 1, 0, 1, 1],
      ['1,1', 'a', 1, 1, 2, 0],
      ['1,1', 'b', 2, 0, 3, 0],
      ['2,1', null, 3, 0, null, null],
    ])
  })

  it('have no keys where only a socket was seen', () => {
    expect(foldBlocks([[tx(socket('a'))]]).daSigners.listChanged()).toMatchObject([
      { keyG1: null, keyG2: null, socket: 'a' },
    ])
  })
})

describe('DA blobs', () => {
  it('keep every upload, and the first commitment under its key', () => {
    const submission = buildSubmission(ROOT, 4n, 1n, 9n)
    const verified = encodeLog('entrance', 'ErasureCommitmentVerified', [ROOT, 4n, 1n])
    const upload = encodeLog('entrance', 'DataUpload', [SIGNER, ROOT, 4n, 1n, 7n])
    const call: TxDraft = {
      from: address(1),
      to: CONTRACTS.entrance,
      input: ABI.entrance.encodeFunctionData('submitVerifiedCommitRoots', [[submission]]),
      logs: [verified],
    }
    const state = foldBlocks([[tx(upload, upload)], [call], [tx(verified)]])
    expect(state.daUploads.listChanged().map(({ id, author, sender, price }) => [id, author, sender, price])).toEqual([
      ['1-0', address(1), SIGNER, 7n],
      ['1-1', address(1), SIGNER, 7n],
    ])
    const key = `${CONTRACTS.entrance}-${ROOT}-4-1`
    expect(
      state.daCommitments
        .listChanged()
        .map(({ id, calldata, commitment, signature }) => [id, calldata, commitment, signature]),
    ).toEqual([
      [key, 'transaction', '9,2', '7,9'],
      [`${key}-3-0`, 'unavailable', null, null],
    ])
  })

  it('keep samples by node', () => {
    const reward = encodeLog('entrance', 'DAReward', [address(4), 11n, 4n, 1n, ROOT, 1n, 21n, 22n, 23n])
    expect(foldBlocks([[tx(reward)]]).daSamples.listChanged()).toMatchObject([
      { id: '1-0', beneficiary: address(4), round: 11n, dataRoot: ROOT, line: 21n, subline: 22n, reward: 23n },
    ])
  })
})
