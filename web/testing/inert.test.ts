import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Explorer, startExplorer } from './explorer'
import { PAGES } from './pages'
import { type StubApi, startStubApi } from './stub-api'

let stub: StubApi
let explorer: Explorer
let visitor: BrowserContext
beforeAll(async () => {
  stub = await startStubApi()
  explorer = await startExplorer(stub.url)
  visitor = await explorer.newContext()
})
afterAll(async () => {
  await explorer.stop()
  await stub.stop()
})

/** Opens a page and everything that folds, and writes down what no page may do. */
async function watch(path: string): Promise<{ page: Page; wrong: string[] }> {
  const page = await visitor.newPage()
  const wrong: string[] = []
  page.on('dialog', (dialog) => {
    wrong.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    if (!request.url().startsWith(`${explorer.url}/`)) wrong.push(`request: ${request.url()}`)
  })
  page.on('console', (message) => {
    const foreseen = message.type() === 'error' && message.text().includes('status of 404')
    if (['error', 'warning'].includes(message.type()) && !foreseen) wrong.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => wrong.push(`error: ${error.message}`))
  page.on('popup', (popup) => wrong.push(`popup: ${popup.url()}`))
  await page.goto(explorer.url + path, { waitUntil: 'networkidle' })
  await page.evaluate(() => {
    for (const folded of document.querySelectorAll('details')) folded.open = true
  })
  return { page, wrong }
}

describe.each(['full', 'hostile'] as const)('%s data', (mode) => {
  beforeAll(() => {
    stub.mode = mode
  })

  // Side by side: a page is silent for half a second before it counts as settled.
  it.concurrent.each(PAGES)('%s: no dialog, no request elsewhere, no violation of the policy', async (_, path) => {
    const { page, wrong } = await watch(path)
    const found = await page.evaluate(() => ({
      pwned: 'pwned' in window,
      outside: [...document.querySelectorAll<HTMLElement>('a[href], form[action], img, iframe, object, embed, base')]
        .map((element) => {
          const target = element.matches('img') ? element.getAttribute('src') : element.getAttribute('href')
          return target ?? element.getAttribute('action') ?? element.outerHTML
        })
        .filter((target) => !/^[/#](?!\/)/.test(target)),
      controls: /[\p{Cf}\p{Cs}]|[^\P{Cc}\n\t\r]/u.test(document.body.innerText),
      wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
    }))
    expect(wrong).toEqual([])
    expect(found).toEqual({ pwned: false, outside: [], controls: false, wide: false })
    await page.close()
  })
})

describe('the headers', () => {
  it('allow scripts by a nonce that is new each time, and nothing else from elsewhere', async () => {
    stub.mode = 'full'
    const policies = await Promise.all(
      ['/', '/agents', '/nowhere'].map(
        async (path) => (await fetch(explorer.url + path)).headers.get('content-security-policy') ?? '',
      ),
    )
    expect(new Set(policies).size).toBe(3)
    for (const policy of policies) {
      expect(policy).toMatch(/default-src 'none'; script-src 'self' 'nonce-[A-Za-z0-9+/]{22}=='/)
      expect(policy).not.toMatch(/unsafe|\*|https?:|data:/)
    }
  })

  it('do not believe a visitor who says what the proxy says', async () => {
    const response = await fetch(explorer.url, { headers: { 'x-page-missing': '1', 'x-page-path': '/x' } })
    expect(response.status).toBe(200)
    expect(response.headers.get('x-powered-by')).toBeNull()
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('send nobody away after a choice of theme', async () => {
    const response = await fetch(`${explorer.url}/theme`, {
      method: 'POST',
      body: new URLSearchParams({ theme: 'dark' }),
      headers: { referer: 'http://evil.test/x' },
      redirect: 'manual',
    })
    expect([response.status, response.headers.get('location')]).toEqual([303, '/'])
    expect(response.headers.get('set-cookie')).toContain('theme=dark')
  })
})
