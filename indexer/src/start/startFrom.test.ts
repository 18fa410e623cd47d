import { loadNetwork, type Network } from '@touchstone/networks'
import { describe, expect, it } from 'vitest'
import { startFrom } from './startFrom'

const find = ({ contracts }: Network, label: string) => contracts.find((contract) => contract.label === label)

describe('indexing from a height on', () => {
  const galileo = loadNetwork('0g-galileo')

  it('changes nothing without one', () => {
    expect(startFrom(galileo, undefined)).toBe(galileo)
  })

  it('raises start blocks below it and leaves later ones', () => {
    const from = startFrom(galileo, 10_000_000)
    expect(find(from, 'inference')?.startBlock).toBe(10_000_000)
    expect(find(from, 'fine-tuning')?.startBlock).toBe(20_295_540)
  })

  it('does not claim that what ran at the beginning of a switchable contract still runs', () => {
    const { implementations = [] } = find(startFrom(galileo, 10_000_000), 'inference') ?? {}
    expect(implementations.map(({ generation }) => generation)).toEqual(['D', 'D', 'D', 'D', 'D', 'E', 'E'])
    expect(implementations.filter(({ fromBlock }) => fromBlock !== undefined)).toEqual([])
  })

  it('keeps what the file says of a contract that nothing switches', () => {
    const old = find(startFrom(galileo, 10_000_000), 'inference-2025-10')
    expect(old?.implementations).toEqual([{ address: old?.address, generation: 'C', fromBlock: 10_000_000 }])
  })
})
