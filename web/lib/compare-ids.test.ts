import { describe, expect, it } from 'vitest'
import { readIds } from './compare-ids'

describe('ids to compare', () => {
  it('are up to four, each once, without the empty fields of the form', () => {
    expect(readIds(undefined)).toEqual([])
    expect(readIds(' a ')).toEqual(['a'])
    expect(readIds(['a', '', 'b', 'a', 'c', 'd', 'e'])).toEqual(['a', 'b', 'c', 'd'])
  })
})
