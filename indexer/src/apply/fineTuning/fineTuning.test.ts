import { describe, expect, it } from 'vitest'
import { foldBlocks } from '../../testing/fold'
import { address, encodeLog, type TxDraft } from '../../testing/logs'

const [PAYER, PROVIDER, OTHER] = [address(2), address(3), address(4)]
const tx = (...events: [string, unknown[]][]): TxDraft => {
  return { from: PROVIDER, logs: events.map(([name, args]) => encodeLog('fineTuning', name, args)) }
}
const added = (id: string, root: string): [string, unknown[]] => ['DeliverableAdded', [PAYER, PROVIDER, id, root, 1n]]
const service = (price: bigint): [string, unknown[]] => {
  return ['ServiceUpdated', [PROVIDER, 'u', [1n, 2n, 3n, 4n, 'H100'], price, OTHER, false]]
}

describe('deliverables', () => {
  it('become what the payer or the contract makes of them', () => {
    const state = foldBlocks([
      [tx(added('a', '0x01'), added('b', '0x02'), added('c', '0x03'))],
      [
        tx(
          ['DeliverableAcknowledged', [PAYER, PROVIDER, 'a', 1n]],
          ['DeliverableEvicted', [PROVIDER, PAYER, 'b', 'd', 1n]],
          ['DeliverableAbandoned', [PAYER, PROVIDER, 'c', 1n]],
          // Of another provider: not the same deliverable.
          ['DeliverableAbandoned', [PAYER, OTHER, 'a', 1n]],
        ),
      ],
    ])
    const rows = state.deliverables.listChanged()
    expect(
      rows.map((row) => [row.deliverable, row.modelRootHash, row.status, row.addedBlock, row.updatedBlock]),
    ).toEqual([
      ['a', '0x01', 'acknowledged', 1, 2],
      ['b', '0x02', 'evicted', 1, 2],
      ['c', '0x03', 'abandoned', 1, 2],
    ])
  })

  it('keep the root that an id stood for before it was used again', () => {
    const state = foldBlocks([
      [tx(added('a', '0x01'))],
      [tx(['DeliverableEvicted', [PROVIDER, PAYER, 'a', 'b', 1n]])],
      [tx(added('a', '0x02'))],
      [tx(['DeliverableAcknowledged', [PAYER, PROVIDER, 'a', 1n]])],
    ])
    const rows = state.deliverables.listChanged()
    expect(rows.map((row) => [row.modelRootHash, row.status, row.addedBlock]).sort()).toEqual([
      ['0x01', 'evicted', 1],
      ['0x02', 'acknowledged', 3],
    ])
    expect(new Set(rows.map((row) => row.id)).size).toBe(2)
  })
})

describe('a fine-tuning service', () => {
  it('holds until the next log about it', () => {
    const state = foldBlocks([
      [tx(service(1n))],
      [tx(service(2n))],
      [tx(['ServiceRemoved', [PROVIDER]])],
      [tx(service(3n))],
    ])
    const rows = state.fineTuningServices.listChanged()
    expect(rows.map((row) => [row.pricePerToken, row.fromBlock, row.toBlock])).toEqual([
      [1n, 1, 2],
      [2n, 2, 3],
      [3n, 4, null],
    ])
    expect(state.services.listChanged()).toEqual([])
  })
})

describe('a fine-tuning settlement', () => {
  it('is kept by its log', () => {
    const state = foldBlocks([[tx(['FeesSettled', [PAYER, PROVIDER, 'a', 5n, true, 6n]])]])
    expect(state.fineTuningSettlements.listChanged()).toMatchObject([
      { id: '1-0', payer: PAYER, provider: PROVIDER, deliverable: 'a', fee: 5n, acknowledged: true, nonce: 6n },
    ])
    expect(state.accounts.listChanged()).toEqual([])
  })
})
