import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openBrowser, openPage } from './harness/browser.js'
import { agentOf, listSettlements, waitForOutcome } from './harness/cast.js'
import { until } from './harness/until.js'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
  await waitForOutcome('published', 'verified')
})
afterAll(() => browser.close())

/** Ids of the settlements that a page lists, newest first. */
async function listRows(page: Page): Promise<string[]> {
  const hrefs = await page
    .locator('section:has(> .fresh) .row-link')
    .evaluateAll((links) => links.map((link) => (link as unknown as { href: string }).href))
  return hrefs.map((href) => decodeURIComponent(new URL(href).pathname.split('/').at(-1) ?? ''))
}

describe('a settlement that comes while a page is looked at', () => {
  it.each([
    ['the home page', () => '/'],
    ['its agent’s page', () => `/agents/${agentOf('published')}`],
  ])('is offered on %s by an event, and stands there when it is asked for', async (_, toPath) => {
    const asked: string[] = []
    const page = await openPage(browser, '/method')
    page.on('request', (request) => {
      const { pathname } = new URL(request.url())
      if (pathname.startsWith('/live')) asked.push(pathname)
    })
    await page.goto(inject('webUrl') + toPath(), { waitUntil: 'load' })
    const before = await listRows(page)
    const offer = page.locator('.fresh button')
    await offer.waitFor({ timeout: 120_000 })
    expect(await offer.innerText()).toMatch(/^\d+ new settlements? · show$/)
    expect(await listRows(page)).toEqual(before)
    await offer.click()
    await page.waitForFunction((known) => {
      const doc = (globalThis as unknown as { document: { querySelector(selector: string): { href: string } | null } })
        .document
      const link = doc.querySelector('section:has(> .fresh) .row-link')
      return link !== null && !decodeURIComponent(link.href).endsWith(known)
    }, before[0] ?? '')
    const after = await listRows(page)
    expect(after.indexOf(before[0] ?? '')).toBeGreaterThan(0)
    expect(asked).toEqual(['/live/events'])
    await page.close()
  })

  it('is offered within seconds of the API having it', async () => {
    const page = await openPage(browser, `/agents/${agentOf('published')}`)
    const [newest] = await listRows(page)
    await until(
      'the API lists a newer settlement of the agent',
      async () => (await listSettlements(agentOf('published')))[0]?.id !== newest || undefined,
      120_000,
    )
    await page.locator('.fresh button').waitFor({ timeout: 10_000 })
    await page.close()
  })
})
