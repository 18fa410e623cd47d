import { describe, expect, it } from 'vitest'
import type { Down } from './graphql'
import { follow, followAsking, pick, type Result } from './result'

const down = (at?: number): Down<number> => ({
  ...{ kind: 'upstream-down', reason: 'timeout', errorId: '01234567' },
  ...(at === undefined ? {} : { last: { value: 7, at } }),
})
const found = (value: number): Result<number> => ({ kind: 'found', value })

describe('what follows from a last known value', () => {
  it('is a last known value, never a found one', () => {
    expect(follow<number, number>(down(5), found)).toEqual(down(5))
    expect(pick<number, number>(down(5), (value) => value)).toEqual(down(5))
  })

  it('is as old as the oldest part of it', async () => {
    expect(follow<number, number>(down(5), () => down(3))).toMatchObject({ last: { at: 3 } })
    expect(await followAsking<number, number>(down(5), async () => down(9))).toMatchObject({ last: { at: 5 } })
    expect(follow<number, number>({ kind: 'found', value: 1 }, () => down(3))).toEqual(down(3))
  })

  it('is nothing where a part is missing', () => {
    expect(follow<number, number>(down(5), () => down())).toEqual(down())
    expect(follow<number, number>(down(), found)).toEqual(down())
    expect(pick<number, number>(down(5), () => null)).toEqual(down())
  })
})
