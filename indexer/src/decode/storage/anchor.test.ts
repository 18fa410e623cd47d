import { buildTags, type Hex } from '@touchstone/verify'
import { keccak256 } from 'ethers'
import { describe, expect, it } from 'vitest'
import { address, buildBlock, encodeLog, WATCHED } from '../../testing/logs'
import { decodeBlock } from '../block'

const root = (n: number) => `0x${n.toString(16).padStart(64, '0')}`

function submit(nodes: [string, bigint][], sectors: bigint, tags = '0x', size = 1000n) {
  const log = encodeLog('flow', 'Submit', [address(5), root(9), 3n, 64n, sectors, [size, tags, nodes]])
  return decodeBlock(buildBlock(1, [{ from: address(1), logs: [log] }]), WATCHED)
}

describe('a Submit log', () => {
  it('folds the root from the nodes, last to first, and takes no array length for a size', () => {
    const { events } = submit(
      [
        [root(1), 4n],
        [root(2), 1n],
        [root(3), 0n],
      ],
      19n,
    )
    const right = keccak256(`${root(2)}${root(3).slice(2)}`)
    expect(events[0]).toMatchObject({
      kind: 'anchor',
      root: keccak256(`${root(1)}${right.slice(2)}`),
      sectors: 19n,
      size: 1000n,
      startPos: 64n,
      submissionIndex: 3n,
      claimedSender: address(5),
      trail: null,
    })
  })

  it('names payer and provider where the tags are a trail’s', () => {
    const tags = buildTags({ payer: address(7) as Hex, provider: address(8) as Hex })
    const { events } = submit([[root(1), 0n]], 1n, tags)
    expect(events[0]).toMatchObject({ root: root(1), trail: { payer: address(7), provider: address(8) } })
  })

  it('is undecodable where it contradicts itself', () => {
    expect(submit([[root(1), 2n]], 5n).undecodable[0]?.reason).toContain('cover 4 sectors')
    expect(submit([], 0n).undecodable[0]?.reason).toContain('without nodes')
    expect(submit([[root(1), 2n ** 255n]], 1n).undecodable[0]?.reason).toContain('not below 64')
  })

  it('bounds tags', () => {
    const [event] = submit([[root(1), 0n]], 1n, `0x${'ab'.repeat(5000)}`).events
    expect(event?.kind === 'anchor' && event.tags.length).toBe(2 + 2048)
  })
})
