import { describe, expect, it } from 'vitest'
import { toSuggestions } from './suggestions'

const hit = (kind: string, label: string) => ({
  kind,
  id: 'eip155:1:0x1:7',
  label,
  name: null,
  warnings: null,
  detail: null,
})

describe('suggestions', () => {
  it('lead to pages of this site alone, eight at most', () => {
    const hits = Array.from({ length: 20 }, () => hit('agent', 'Atlas'))
    expect(toSuggestions([hit('transaction', 'no page'), ...hits])).toHaveLength(8)
    expect(toSuggestions(hits).every(({ href }) => href.startsWith('/agents/'))).toBe(true)
  })

  it('show what is hidden in a name, and why it could deceive', () => {
    const hostile = { ...hit('agent', 'x'), name: { text: 'Atl\u202eas<b>' }, warnings: ['look-alike'] }
    const [shown] = toSuggestions([hostile])
    expect(shown?.label).toBe('Atl<U+202E>as<b>')
    expect(shown?.warnings).toHaveLength(1)
  })

  it('are short', () => {
    expect(toSuggestions([hit('agent', 'a'.repeat(500))])[0]?.label).toBe(`${'a'.repeat(80)}…`)
  })
})
