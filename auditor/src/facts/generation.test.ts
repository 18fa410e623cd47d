import { describe, expect, it } from 'vitest'
import type { Queryable } from '../database.js'
import { findGeneration, type Implementations } from './generation.js'

const address = (n: number) => `0x${`${n}`.repeat(40)}` as const
const IMPLEMENTATIONS: Implementations = [
  { address: address(3), generation: 'E', fromBlock: 300 },
  { address: address(1), generation: 'C', fromBlock: 100 },
  { address: address(2), generation: 'D', fromBlock: 200 },
  { address: address(4), generation: 'E' },
]

/** A table with the one row that the query asks for. */
function contract(implementation: string | null, from_block: number | null): Queryable {
  return { query: async () => ({ rows: [{ implementation, from_block }] }) as never }
}

const at = (blockNumber: number) => ({ contract: address(9), blockNumber })

describe('findGeneration', () => {
  it.each([
    [99, 'B'],
    [100, 'C'],
    [250, 'D'],
    [399, 'E'],
  ])('tells the generation at block %i by the blocks of the file, before the one in force', async (block, expected) => {
    expect(await findGeneration(contract(address(4), 400), at(block), IMPLEMENTATIONS)).toBe(expected)
  })

  it('tells it by the address in force, and judges none that the file does not name', async () => {
    expect(await findGeneration(contract(address(2), 400), at(400), IMPLEMENTATIONS)).toBe('D')
    expect(await findGeneration(contract(address(8), 400), at(400), IMPLEMENTATIONS)).toBe('B')
    expect(await findGeneration(contract(null, null), at(50), IMPLEMENTATIONS)).toBe('B')
  })

  it('is that of the contracts which the devnet deploys where the file names none', async () => {
    const unasked = { query: () => Promise.reject(new Error('not needed')) }
    expect(await findGeneration(unasked, at(1), undefined)).toBe('E')
  })
})
