import { describe, expect, it } from 'vitest'
import { describeNewer, TOLD } from './newer'

const full = Array.from({ length: TOLD }, (_, n) => `id ${n}`)

describe('what is offered above a list', () => {
  it.each([
    ['nothing above the newest', ['a', 'b'], 'a', undefined],
    ['one', ['c', 'a', 'b'], 'a', '1 new settlement'],
    ['two', ['d', 'c', 'a'], 'a', '2 new settlements'],
    ['the first ones of an empty list', ['b', 'a'], null, '2 new settlements'],
    ['an empty list that stays so', [], null, undefined],
    ['more than are told, on an empty list', full, null, 'The list has changed'],
    ['more than are told', full, 'before', 'The list has changed'],
    ['the newest was orphaned, and nothing came: no number is known', ['b', 'c'], 'a', 'The list has changed'],
    ['the only one was orphaned', [], 'a', 'The list has changed'],
  ])('%s', (_, ids, known, offer) => {
    expect(describeNewer({ ids, known }, known)).toBe(offer)
  })

  it('says nothing of a list that came before the page changed: it may be the older one', () => {
    expect(describeNewer({ ids: ['b', 'a'], known: 'a' }, 'c')).toBeUndefined()
    expect(describeNewer({ ids: ['d', 'c', 'b'], known: 'b' }, 'c')).toBe('1 new settlement')
  })
})
