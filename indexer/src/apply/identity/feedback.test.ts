import { describe, expect, it } from 'vitest'
import { foldBlocks } from '../../testing/fold'
import { address, CONTEXT, CONTRACTS, encodeLog, type LogDraft, type TxDraft } from '../../testing/logs'

const OWNER = address(0xa)
const CLIENT = address(0xb)
const HASH = `0x${'ab'.repeat(32)}`
const MAX_ID = 2n ** 256n - 1n
const ids = [0n, 2n ** 53n + 1n, MAX_ID]
const agentOf = (id: bigint) => `eip155:${CONTEXT.chainId}:${CONTRACTS.registry}:${id}`

const tx = (...logs: LogDraft[]): TxDraft => ({ from: CLIENT, to: CONTRACTS.reputation, logs })
const mint = (id: bigint) => encodeLog('registry', 'Transfer', [address(0), OWNER, id])
const feedback = (id: bigint, index: number, value: bigint, decimals = 0, words = 'tag') =>
  encodeLog('reputation', 'NewFeedback', [
    id,
    CLIENT,
    index,
    value,
    decimals,
    words,
    words,
    'tag2',
    'https://e',
    'u',
    HASH,
  ])
const revoked = (id: bigint, index: number) => encodeLog('reputation', 'FeedbackRevoked', [id, CLIENT, index])
const response = (id: bigint, index: number) =>
  encodeLog('reputation', 'ResponseAppended', [id, CLIENT, index, OWNER, 'answer', HASH])
const request = (id: bigint, hash = HASH) => encodeLog('validation', 'ValidationRequest', [CLIENT, id, 'u', hash])
const answer = (id: bigint, said: number, hash = HASH) =>
  encodeLog('validation', 'ValidationResponse', [CLIENT, id, hash, said, '', HASH, 'tag'])

describe('feedback', () => {
  it.each(ids)('keeps sign and scale of int128, for agent %s', (id) => {
    const values = [-(2n ** 127n), 2n ** 127n - 1n, -12345n, 0n]
    const state = foldBlocks([[tx(mint(id))], [tx(...values.map((value, n) => feedback(id, n + 1, value, 18)))]])
    expect(state.feedback.listChanged().map((row) => [row.id, row.agent.id, row.value, row.valueDecimals])).toEqual(
      values.map((value, n) => [`${agentOf(id)}-${CLIENT}-${n + 1}`, agentOf(id), value, 18]),
    )
    expect(state.feedback.listChanged()[0]).toMatchObject({
      tag1: 'tag',
      tag2: 'tag2',
      endpoint: 'https://e',
      uri: 'u',
    })
  })

  it('stays when it is revoked, and takes any number of answers', () => {
    const logs = [feedback(1n, 1, 5n), revoked(1n, 1), response(1n, 1), response(1n, 1)]
    const state = foldBlocks([[tx(mint(1n))], ...logs.map((log) => [tx(log)])])
    expect(state.feedback.listChanged()).toMatchObject([{ value: 5n, revokedBlock: 3, blockNumber: 2 }])
    expect(state.feedbackResponses.listChanged()).toMatchObject([
      { responder: OWNER, uri: 'answer' },
      { blockNumber: 5 },
    ])
  })

  it('is kept raw where it is about nothing that is known, or said twice', () => {
    const state = foldBlocks([
      [tx(feedback(1n, 1, 5n), mint(1n), revoked(1n, 1), response(1n, 1))],
      [tx(feedback(1n, 1, 5n), feedback(1n, 1, 6n))],
    ])
    expect(state.feedback.listChanged()).toMatchObject([{ value: 5n, blockNumber: 2 }])
    expect(state.rawLogs.listChanged().map((row) => [row.reason, row.note, row.blockNumber, row.logIndex])).toEqual([
      ['unknown-subject', 'NewFeedback', 1, 0],
      ['unknown-subject', 'FeedbackRevoked', 1, 2],
      ['unknown-subject', 'ResponseAppended', 1, 3],
      ['unknown-subject', 'NewFeedback', 2, 1],
    ])
  })

  it('bounds what clients write', () => {
    const state = foldBlocks([[tx(mint(1n), feedback(1n, 1, 1n, 255, `\u0000${'x'.repeat(1_000_000)}`))]])
    const [row] = state.feedback.listChanged()
    expect(row?.tag1.length).toBe(1024)
    expect(row?.tag1).not.toContain('\u0000')
    expect(row?.valueDecimals).toBe(255)
  })
})

describe('validation', () => {
  it('takes 0 for an answer, and a later lower one for another', () => {
    const state = foldBlocks([[tx(mint(1n))], [tx(request(1n))], [tx(answer(1n, 90))], [tx(answer(1n, 0))]])
    expect(state.validationRequests.listChanged()).toMatchObject([
      { validator: CLIENT, requestHash: HASH, txFrom: CLIENT },
    ])
    expect(state.validationResponses.listChanged().map((row) => [row.response, row.tag, row.request.id])).toEqual([
      [90, 'tag', `${CONTRACTS.validation}-${HASH}`],
      [0, 'tag', `${CONTRACTS.validation}-${HASH}`],
    ])
  })

  it('is kept raw where there is no such agent or request, or the hash is taken', () => {
    const state = foldBlocks([[tx(request(9n), answer(1n, 1), mint(1n), request(1n), request(1n))]])
    expect(state.validationRequests.listChanged().length).toBe(1)
    expect(state.validationResponses.listChanged()).toEqual([])
    expect(state.rawLogs.listChanged().map((row) => row.note)).toEqual([
      'ValidationRequest',
      'ValidationResponse',
      'ValidationRequest',
    ])
  })
})
