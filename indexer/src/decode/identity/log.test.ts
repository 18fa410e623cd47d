import { describe, expect, it } from 'vitest'
import { address, buildBlock, CONTRACTS, encodeLog, type LogDraft, WATCHED } from '../../testing/logs'
import { decodeBlock } from '../block'
import { OTHER_SHAPES } from './otherShapes'

const decode = (...logs: LogDraft[]) => decodeBlock(buildBlock(7, [{ from: address(1), logs }]), WATCHED).events
const rawOf = (...logs: LogDraft[]) =>
  decode(...logs).map((event) => (event.kind === 'raw-log' ? [event.reason, event.note] : undefined))
const at = (contract: keyof typeof CONTRACTS, topic: string): LogDraft => {
  return { address: CONTRACTS[contract], topics: [topic], data: '0x01' }
}
const DRAFT = '0x413f2d30fdbc0b49e55537333a7c6287556f671f40c7e2dc00fc7ca1ced350da'

describe('logs of registries', () => {
  it('of another version are kept raw, also where the shape is known', () => {
    const transfer = encodeLog('oldRegistry', 'Transfer', [address(0), address(2), 1n])
    const older = at('oldRegistry', '0xb41beef75d9f8d55b985319b459e96f82453580af381391f1ad531eb8f8b5a3a')
    expect(rawOf(transfer, older, at('oldRegistry', `0x${'0'.repeat(64)}`))).toEqual([
      ['version', 'Transfer'],
      ['version', 'UriUpdated'],
      ['version', null],
    ])
  })

  it('of older and draft shapes are kept raw with their names, others as unknown', () => {
    expect(rawOf(at('reputation', DRAFT), at('validation', `0x${'1'.repeat(64)}`))).toEqual([
      ['version', 'NewFeedback'],
      ['unknown-event', null],
    ])
    for (const [topic, { name, reason }] of OTHER_SHAPES) expect(rawOf(at('registry', topic))).toEqual([[reason, name]])
    expect(decode({ ...at('registry', DRAFT), topics: [] })).toMatchObject([{ kind: 'raw-log', topic: null }])
  })

  it('say nothing where another log says the same', () => {
    expect(
      decode(encodeLog('registry', 'MetadataUpdate', [1n]), encodeLog('registry', 'BatchMetadataUpdate', [1n, 2n])),
    ).toEqual([])
  })

  it('are read by the contract that emitted them', () => {
    const approval = encodeLog('registry', 'ApprovalForAll', [address(2), address(3), true])
    const events = decode(
      approval,
      { ...approval, address: CONTRACTS.agenticId },
      { ...approval, address: CONTRACTS.reputation },
    )
    expect(events.map((event) => [event.kind, event.at.contract])).toEqual([
      ['operator', CONTRACTS.registry],
      ['operator', CONTRACTS.agenticId],
      ['raw-log', CONTRACTS.reputation],
    ])
  })

  it('that do not decode are kept raw', () => {
    const transfer = encodeLog('registry', 'Transfer', [address(1), address(2), 1n])
    const broken = [
      { ...transfer, topics: transfer.topics.slice(0, 3) },
      { ...transfer, topics: [...transfer.topics, `0x${'0'.repeat(64)}`] },
      { ...transfer, topics: [transfer.topics[0] ?? '', `0x${'f'.repeat(64)}`, ...transfer.topics.slice(2)] },
      { ...encodeLog('agenticId', 'EntryUpdated', [1n, 2n ** 200n, ['', HASH], ['', HASH], '0x']) },
      { ...encodeLog('agenticId', 'ITransferred', [address(1), address(2), 1n, Array(1025).fill([HASH, '0x'])]) },
    ]
    expect(rawOf(...broken).map((found) => found?.[0])).toEqual(broken.map(() => 'undecodable'))
  })

  it('keep text that is no UTF-8, with what stands for it', () => {
    const log = encodeLog('registry', 'URIUpdated', [1n, 'abcd', address(2)])
    const uri = decode({ ...log, data: log.data.replace('61626364', 'ff62c328') })[0]
    expect(uri).toMatchObject({ kind: 'agent-uri', uri: '\ufffdb\ufffd(' })
  })
})

const HASH = `0x${'ab'.repeat(32)}`
