import { describe, expect, it } from 'vitest'
import { findAgentFile } from './agent-files'

const ID = `eip155:16688:0x${'ab'.repeat(20)}:4`
const AT = `/v1/agents/${encodeURIComponent(ID)}`
const none = new URLSearchParams()

describe('files of an agent', () => {
  it.each(['report.json', 'report.csv', 'report.pdf'])('%s', (file) => {
    expect(findAgentFile(ID, file, none)).toBe(`${AT}/${file}`)
  })

  it('are a badge, and the evidence of an interval', () => {
    expect(findAgentFile(ID, 'badge.svg', none)).toBe(`/v1/badge/${encodeURIComponent(ID)}.svg`)
    const asked = new URLSearchParams({ from: '2026-11-01', to: '2026-12-01T00:00:00Z', after: 'x', other: '1' })
    expect(findAgentFile(ID, 'bundle.zip', asked)).toBe(
      `/v1/bundles/${encodeURIComponent(ID)}.zip?from=2026-11-01&to=2026-12-01T00%3A00%3A00Z`,
    )
  })

  it.each(['report.exe', '../../graphql', 'badge.svg/..', 'xreport.json', 'badge.html', ''])('%j is none', (file) => {
    expect(findAgentFile(ID, file, none)).toBeUndefined()
  })
})
