import { describe, expect, it } from 'vitest'
import { toMarkup } from '../../testing/markup'
import { Amount, ExactAmount } from './amount'
import { CopyButton, Hash } from './hash'
import { Time, TimeAgo } from './time'
import { Untrusted } from './untrusted'

const ROOT = `0x9d41${'0'.repeat(56)}77e1`

describe('an amount', () => {
  it('is rounded to look at, exact to listen to and in the document', () => {
    const { html } = toMarkup(<Amount neuron="1234567800000000001" />)
    expect(html).toContain('<span aria-hidden="true">1.235</span><span class="sr-only">1.234567800000000001</span>')
    expect(html).toContain('value="1234567800000000001"')
  })

  it('is never nothing where there is something', () => {
    expect(toMarkup(<Amount neuron="1" />).text).toContain('< 0.000000001')
    expect(toMarkup(<Amount neuron="0" />).text).toBe('00G')
    expect(toMarkup(<ExactAmount neuron="1" />).text).toBe('0.0000000000000000010G')
  })
})

describe('a hash', () => {
  it('is whole in the document however short it is drawn, with one button that names what it copies', () => {
    for (const size of ['table', 'header', 'full'] as const) {
      const { html } = toMarkup(<Hash value={ROOT} kind="root" size={size} href="/payloads/x" />)
      expect(html).toContain(`>${ROOT}</span>`)
      expect(html).toContain(`data-hash="${ROOT}"`)
      expect(html).toContain('href="/payloads/x"')
      expect(html.match(/<button[^>]*aria-label="Copy root"/g)).toHaveLength(1)
    }
    expect(toMarkup(<Hash value={ROOT} kind="root" />).html).toContain(
      'aria-hidden="true" class="hash-short">0x9d4100…0077e1<',
    )
  })

  it('leaves its value to the button, unless the button stands alone', () => {
    expect(toMarkup(<Hash value={ROOT} kind="root" />).html).toContain('data-copy=""')
    expect(toMarkup(<CopyButton value={ROOT} kind="root" />).html).toContain(`data-copy="${ROOT}"`)
  })
})

describe('a time', () => {
  const iso = '2026-10-07T14:02:11.500Z'

  it('is absolute and for machines too', () => {
    expect(toMarkup(<Time iso={iso} />).html).toContain(`dateTime="${iso}"`)
    expect(toMarkup(<Time iso={iso} />).text).toBe('2026-10-07 14:02:11')
  })

  it('says its age where asked, and nothing of the future', () => {
    expect(toMarkup(<TimeAgo iso={iso} now={Date.parse(iso) + 720_000} />).text).toBe(
      '2026-10-07 14:02:11 UTC (12 min ago)',
    )
    expect(toMarkup(<TimeAgo iso={iso} now={Date.parse(iso) - 5_000} />).text).toContain('(just now)')
  })
})

describe('text from outside', () => {
  it('is text, isolated, and never a link', () => {
    const { html } = toMarkup(<Untrusted text={'<a href="https://evil.example">Verified</a>'} />)
    expect(html).toBe('<bdi class="untrusted">&lt;a href=&quot;https://evil.example&quot;&gt;Verified&lt;/a&gt;</bdi>')
  })

  it('shows what hides and turns by its code point', () => {
    const { html, text } = toMarkup(<Untrusted text={'pay\u202eload\u200b'} />)
    expect(text).toBe('payU+202EloadU+200B')
    expect(html.match(/class="codepoint"/g)).toHaveLength(2)
    expect(html).not.toMatch(/[\u202e\u200b]/)
  })

  it('says how much it leaves out', () => {
    expect(toMarkup(<Untrusted text={'a'.repeat(1_500)} />).text).toBe(`${'a'.repeat(160)} … 1 340 more characters`)
    expect(toMarkup(<Untrusted text="" />).text).toBe('')
  })
})
