import { describe, expect, it } from 'vitest'
import { foldBlocks, NO_ROWS } from '../../testing/fold'
import { address, CONTRACTS, encodeLog, type TxDraft } from '../../testing/logs'

const root = (n: number) => `0x${n.toString(16).padStart(64, '0')}`
const submit = (flow: 'flow' | 'standardFlow', index: bigint, of = Number(index)): TxDraft => {
  const log = encodeLog(flow, 'Submit', [address(5), root(of), index, 0n, 1n, [200n, '0x', [[root(of), 0n]]]])
  return { from: address(1), logs: [log] }
}

function fold(blocks: TxDraft[][], previous = NO_ROWS) {
  const state = foldBlocks(blocks, previous)
  return {
    anchors: state.anchors.listChanged(),
    ids: state.anchors.listChanged().map((row) => row.id),
    anomalies: state.submissionAnomalies.listChanged().map(({ kind, flow, submissionIndex }) => {
      return [kind, flow === CONTRACTS.flow ? 'turbo' : 'standard', submissionIndex]
    }),
  }
}

describe('anchors', () => {
  it('of two Flows count each for itself', () => {
    const both = [submit('flow', 0n), submit('standardFlow', 0n), submit('flow', 1n), submit('standardFlow', 1n)]
    const { ids, anomalies } = fold([both.slice(0, 2), both.slice(2)])
    expect(ids).toEqual(['storage-flow-0', 'storage-flow-standard-0', 'storage-flow-1', 'storage-flow-standard-1'])
    expect(anomalies).toEqual([])
  })

  it('show a gap where the submission before is missing, and not at the ones behind it', () => {
    const { anomalies } = fold([[submit('flow', 0n), submit('flow', 2n)], [submit('flow', 3n)]])
    expect(anomalies).toEqual([['gap', 'turbo', 2n]])
    // The other Flow has that index, which says nothing.
    const other = fold([[submit('standardFlow', 0n), submit('standardFlow', 1n), submit('flow', 2n)]])
    expect(other.anomalies).toEqual([['gap', 'turbo', 2n]])
  })

  it('go on from the rows of earlier batches', () => {
    const { anchors } = fold([[submit('flow', 0n), submit('flow', 1n)]])
    expect(fold([[submit('flow', 2n)]], { ...NO_ROWS, anchors }).anomalies).toEqual([])
    expect(fold([[submit('flow', 3n)]], { ...NO_ROWS, anchors }).anomalies).toEqual([['gap', 'turbo', 3n]])
  })

  it('are all kept where an index comes twice, the first under its own id', () => {
    const { anchors, anomalies } = fold([[submit('flow', 0n, 7)], [submit('flow', 0n, 8), submit('flow', 1n)]])
    expect(anchors.map(({ id, root: of }) => [id, of])).toEqual([
      ['storage-flow-0', root(7)],
      ['storage-flow-0-2-0', root(8)],
      ['storage-flow-1', root(1)],
    ])
    expect(anomalies).toEqual([['repeat', 'turbo', 0n]])
  })
})
