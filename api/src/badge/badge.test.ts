import { createRequire } from 'node:module'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApi, type TestApi } from '../testing/api'
import { agent, agentKey, link, settlement } from '../testing/facts'
import { address, CHAIN_ID, REGISTRY } from '../testing/rows'
import { escapeMarkup, showUntrusted } from './escape'
import { formatCount, formatShare } from './numbers'

const HOSTILE = '"><script>alert(1)</script><svg onload=x>&\u202Eevil'
const provider = address('prov')
let api: TestApi

beforeAll(async () => {
  api = await startTestApi()
  const { rows } = api
  await rows.setHeights(100)
  await rows.insert('registry', { id: REGISTRY, chain_id: CHAIN_ID, kind: 'erc8004', version: '2.0.0' })
  for (const [id, name] of [
    [1, HOSTILE],
    [2, 'Quiet'],
    [3, 'Broken'],
  ] as const) {
    const payer = address(`payer${id}`)
    await rows.insert('agent', agent(id, payer, { name }))
    if (id === 2) continue
    await rows.insert('payer_link', link(id, payer, 'A-', 1))
    for (const block of [5, 6, 7]) {
      const paid = settlement(payer, provider, block)
      await rows.insert('settlement', paid)
      const isBroken = id === 3 && block === 5
      await rows.judge(paid, isBroken ? 'failed' : 'partial', {
        payment: 'pass',
        signature: isBroken ? 'fail' : 'pass',
        enclave: block === 7 ? 'unavailable' : 'pass',
      })
    }
  }
  await rows.rollUp()
})
afterAll(() => api.stop())

const get = (path: string) => fetch(`${api.url}${path}`)
const shield = async (id: number) => (await (await get(`/v1/badge/${agentKey(id)}.json`)).json()) as { message: string }

describe('badges', () => {
  it('say how many were paid, what is attested, opened and failed, and as of when', async () => {
    // No RPC says where the head is, so the block stands in place of a day.
    expect(await shield(1)).toEqual({
      schemaVersion: 1,
      label: 'inference',
      message: '3 paid · 66\u2009% attested · 0\u2009% opened · to block 100',
      color: '475467',
      cacheSeconds: 300,
    })
    expect(await shield(2)).toMatchObject({ message: 'no evidence · to block 100', color: '475467' })
    expect(await shield(3)).toMatchObject({
      message: '3 paid · 66\u2009% attested · 0\u2009% opened · 1 failed · to block 100',
      color: 'B42318',
    })
  })

  it('are SVG with the sentence for those who cannot see it, and without words of the agent', async () => {
    const response = await get(`/v1/badge/${encodeURIComponent(agentKey(1))}.svg`)
    const svg = await response.text()
    expect(response.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(response.headers.get('cache-control')).toBe('public, max-age=300')
    expect(svg).toContain(`<title>Agent ${agentKey(1)}: inference: 3 paid · 66`)
    expect(svg).not.toMatch(/script|onload|alert/)
    const again = await fetch(response.url, { headers: { 'if-none-match': response.headers.get('etag') ?? '' } })
    expect(again.status).toBe(304)
    expect((await get(`/v1/badge/${agentKey(9)}.svg`)).status).toBe(404)
  })
})

describe('the embedded page', () => {
  it('shows a hostile name as text and runs nothing', async () => {
    const response = await get(`/v1/embed/${agentKey(1)}`)
    const html = await response.text()
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+';.*frame-ancestors \*; sandbox/)
    expect(html).toContain('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;svg onload=x&gt;&amp;⟨U+202E⟩evil')
    expect(html.match(/<script|<svg|<[^>]*\son\w+=/g)).toBeNull()
    expect(html).toContain('prefers-color-scheme:dark')
  })

  it('has the style that its policy allows', async () => {
    const response = await get(`/v1/embed/${agentKey(3)}`)
    const html = await response.text()
    const style = /<style>([\s\S]*)<\/style>/.exec(html)?.[1] ?? ''
    const { createHash } = createRequire(__filename)('node:crypto') as typeof import('node:crypto')
    const digest = createHash('sha256').update(style).digest('base64')
    expect(response.headers.get('content-security-policy')).toContain(`'sha256-${digest}'`)
    expect(html).toContain('<td class="failed">1</td>')
    expect(await (await get(`/v1/embed/${agentKey(2)}`)).text()).toContain('No settlement counts for this agent')
  })

  it('is found by oEmbed from the page of an agent', async () => {
    const ask = async (url: string, more = '') => get(`/v1/oembed?url=${encodeURIComponent(url)}${more}`)
    const page = `https://explorer.example/agents/${encodeURIComponent(agentKey(1))}`
    const answer = (await (await ask(page, '&maxwidth=300')).json()) as Record<string, unknown>
    expect(answer).toMatchObject({
      version: '1.0',
      type: 'rich',
      width: 300,
      height: 340,
      title: `Agent ${agentKey(1)}`,
    })
    expect(answer.html).toContain(`<iframe src="${api.url}/v1/embed/${encodeURIComponent(agentKey(1))}" width="300"`)
    expect(JSON.stringify(answer)).not.toContain('script')
    expect((await ask(`${api.url}/v1/agents/${agentKey(2)}.json`)).status).toBe(200)
    for (const url of ['x', 'javascript:alert(1)', 'https://a.example/agents/7', `https://a.example/agents/%E0%A4%A`])
      expect((await ask(url)).status).toBe(400)
    expect((await ask(page, '&format=xml')).status).toBe(400)
    expect((await ask(page, '&maxwidth=1')).status).toBe(400)
  })
})

describe('text and numbers', () => {
  it('escapes whatever somebody wrote', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapeMarkup(text)).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/)
        expect(showUntrusted(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u)
      }),
    )
  })

  it('never rounds up to all, nor down to nothing', () => {
    expect([formatShare(999n, 1000n), formatShare(1n, 1000n), formatShare(5n, 5n), formatShare(0n, 9n)]).toEqual([
      '99\u2009%',
      '<\u20091\u2009%',
      '100\u2009%',
      '0\u2009%',
    ])
    expect(formatCount(1234567n)).toBe('1\u2009234\u2009567')
  })
})
