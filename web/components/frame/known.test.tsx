import { describe, expect, it, vi } from 'vitest'
import type { Result } from '../../lib/result'
import { toMarkup } from '../../testing/markup'
import { Known } from './known'
import { Pager } from './pager'

/** It asks the API, which is another test's matter. */
vi.mock('./stale-banner', () => ({ StaleBanner: () => null }))

const at = Date.UTC(2026, 9, 7, 14, 2, 11)
const down = { kind: 'upstream-down', reason: 'timeout', errorId: 'e-17' } as const
const show = (result: Result<string>) =>
  toMarkup(<Known result={result}>{(value, oldAt) => `${value}, ${oldAt === undefined ? 'now' : 'then'}`}</Known>)

describe('a page of one result', () => {
  it('is its value', () => {
    expect(show({ kind: 'found', value: 'A' }).html).toBe('A, now')
  })

  it('is what was known before, marked as old, with its time, the reason and a way to ask again', () => {
    const { html, text } = show({ ...down, last: { value: 'A', at } })
    expect(html).toMatch(/^<meta name="robots" content="noindex"\/><div class="old">/)
    for (const words of [
      'Old data: not asked again',
      '2026-10-07 14:02:11 UTC',
      'did not answer in time',
      'e-17',
      'A, then',
    ])
      expect(text).toContain(words)
    expect(html).toContain('class="retry"')
  })

  it.each([
    [down, 'Could not load the data', 'it says nothing about any agent or provider'],
    [{ ...down, reason: 'unreachable' }, 'Could not load the data', 'cannot be reached'],
    [{ kind: 'not-found' }, 'Nothing is known under this address', 'rolled back'],
    [
      { kind: 'malformed', part: '0x12zz', expected: 'an address' },
      'This address cannot be read',
      '0x12zz, expected an address',
    ],
    [{ kind: 'refused', message: 'No such cursor <b>' }, 'This address cannot be read', 'No such cursor <b>'],
  ] as const)('says why there is none: %o', (result, title, words) => {
    const { html, text } = show(result)
    expect(html).toContain(`<h1 class="notice-title">${title}</h1>`)
    expect(text).toContain(words)
    expect(html).toContain('content="noindex"')
    expect(html).not.toContain('tone-failed')
  })
})

describe('the pages of a list', () => {
  it('have links where there is more, and words where there is not', () => {
    expect(toMarkup(<Pager label="Pages" first={undefined} next={undefined} />).html).toBe('')
    const last = toMarkup(<Pager label="Pages" first="/agents" next={undefined} />)
    expect(last.html).toMatch(/<nav class="pager" aria-label="Pages"><a href="\/agents" data-page="">← Newest<\/a>/)
    expect(last.text).toContain('No older ones')
    expect(toMarkup(<Pager label="Pages" first={undefined} next="/agents?after=7" />).text).toBe('Older →')
  })
})
