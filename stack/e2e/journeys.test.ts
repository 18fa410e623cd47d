import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { ask } from './harness/api.js'
import { openBrowser, openPage } from './harness/browser.js'
import { agentOf, readNetwork, waitForOutcome } from './harness/cast.js'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
  await waitForOutcome('published', 'verified')
})
afterAll(() => browser.close())

/** A page of another site: of another origin, from a server of its own. */
async function openElsewhere(html: string): Promise<{ page: Page; close: () => Promise<void> }> {
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(html))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const page = await browser.newPage()
  await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`)
  const close = async () => {
    await page.close()
    server.close()
    server.closeAllConnections()
  }
  return { page, close }
}

describe('an allocator', () => {
  it('goes from a name to the agent, its report, a settlement, and checks that in the own browser', async () => {
    const page = await openPage(browser, '/')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('atlas', { delay: 20 })
    await page.locator('[role="option"]', { hasText: 'Atlas' }).first().click()
    await page.waitForURL(/\/agents\//)
    expect(await page.locator('h1').innerText()).toBe('Atlas')
    expect(await page.locator('.subject-header').innerText()).toMatch(/payments?/)

    await page.getByRole('link', { name: 'Due-diligence report' }).click()
    await page.waitForURL(/\/report$/)
    const report = await page.locator('main').innerText()
    for (const words of ['Proved', 'Attested', 'Claimed', 'Not published'])
      expect(report).toMatch(new RegExp(words, 'i'))
    await page.goBack()
    await page.waitForURL(/\/agents\/[^/]+$/)

    // Its newest may still wait for its evidence: the one that is known to be verified is looked for among them.
    const settlement = await waitForOutcome('published', 'verified')
    await page.goto(`${inject('webUrl')}/agents/${agentOf('published')}?outcome=verified`)
    await page.locator(`a[href$="${settlement.id}"]`).first().click()
    await page.waitForURL(/\/settlements\//)
    await page.goto(`${page.url()}?rpc=${encodeURIComponent(readNetwork().rpc[0] ?? '')}`)
    await page.getByRole('button', { name: 'Verify in my browser' }).click()
    await page.getByText('has this block at height').waitFor({ timeout: 30_000 })
    const pill = page.locator('.verify-result .pill').first()
    expect([await pill.innerText(), await pill.getAttribute('class')]).toEqual([
      'Inference verified',
      expect.stringContaining('tone-verified'),
    ])
    await page.close()
  }, 120_000)
})

describe('a developer', () => {
  it('takes a query and its command from the page, and gets the same answer, and the JSON of an object', async () => {
    const page = await openPage(browser, '/developers')
    const copy = page.getByRole('button', { name: /command that asks it/ }).first()
    const command = (await copy.getAttribute('data-copy')) ?? ''
    const [, url, body] = /^curl -s (\S+) -H 'content-type: application\/json' -d '(.*)'$/.exec(command) ?? []
    expect(url).toBe(`${inject('apiUrl')}/graphql`)
    const { query } = JSON.parse(body ?? '{}') as { query: string }
    const answer = await ask<Record<string, unknown>>(query)
    const shown = await page.locator('section.code[aria-label^="Answer"]').first().innerText()
    expect(Object.keys(JSON.parse(shown) as object)).toEqual(Object.keys(answer))

    const settlement = await waitForOutcome('published', 'verified')
    await page.goto(`${inject('webUrl')}/settlements/${settlement.id}`)
    const twin = page.getByRole('link', { name: 'This page as JSON' })
    const json = await fetch(new URL((await twin.getAttribute('href')) ?? '', page.url()))
    expect([json.status, json.headers.get('content-type')]).toEqual([200, expect.stringContaining('application/json')])
    expect(JSON.stringify(await json.json())).toContain(settlement.requestsHash)
    await page.close()
  })
})

describe('a dashboard', () => {
  it('shows the badge, the frame and the figures of an agent on a page of its own, and leads to it', async () => {
    const agent = await openPage(browser, `/agents/${agentOf('published')}`)
    const html = await agent.locator('.snippet code', { hasText: '<img' }).innerText()
    const target = agent.url()
    await agent.close()
    const frame = `${inject('apiUrl')}/v1/embed/${agentOf('published')}`
    const { page, close } = await openElsewhere(
      `<h1>Mine</h1>${html}<iframe src="${frame}" width="480" height="200"></iframe>`,
    )
    const badge = page.locator('a img')
    await expect
      .poll(() => badge.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth))
      .toBeGreaterThan(50)
    expect(await page.frameLocator('iframe').locator('body').innerText()).toMatch(/Atlas/)
    const figures = await page.evaluate(
      async (address) => (await fetch(address)).json() as Promise<{ schemaVersion: number; message: string }>,
      `${inject('apiUrl')}/v1/badge/${agentOf('published')}.json`,
    )
    expect(figures).toMatchObject({ schemaVersion: 1, message: expect.stringMatching(/paid/) })
    await badge.click()
    await page.waitForURL(target)
    expect(await page.locator('h1').innerText()).toBe('Atlas')
    await close()
  })
})
