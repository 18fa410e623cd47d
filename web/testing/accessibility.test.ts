import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Explorer, startExplorer } from './explorer'
import { PAGES } from './pages'
import { photograph } from './screenshots'
import { agentId, settlementId } from './story-values'
import { type StubApi, startStubApi } from './stub-api'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
interface AxeWindow {
  axe: {
    run(options: object): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>
  }
}

let stub: StubApi
let explorer: Explorer
let visitor: BrowserContext
beforeAll(async () => {
  stub = await startStubApi()
  explorer = await startExplorer(stub.url)
  visitor = await explorer.newContext({ colorScheme: 'light' })
})
beforeEach(() => {
  stub.mode = 'full'
  stub.delay = 0
})
afterAll(async () => {
  await explorer.stop()
  await stub.stop()
})

/** A theme changes colours and nothing else: what axe says of the rest holds for both. */
const COLOURS = ['color-contrast', 'link-in-text-block']

/** What axe finds on the page as it stands by these rules, or by all, a line each. */
async function runAxe(page: Page, rules?: string[]): Promise<string[]> {
  return page.evaluate(async (values) => {
    const options = values ? { runOnly: { type: 'rule', values } } : {}
    const { violations } = await (window as unknown as AxeWindow).axe.run(options)
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary}`),
    )
  }, rules)
}

/** A tablet, and the narrowest page there is: they scroll down only. */
const WIDTHS = [768, 320]
/** What a page says of an age grows while it is looked at: the longest must fit the narrowest page. */
const OLDEST = '(89 min ago)'

/** As it opens, for the eye; then unfolded, where all that it can show is seen, in both themes; then as narrow as a page must be. */
async function examine(
  name: string,
  path: string,
): Promise<{ light: string[]; dark: string[]; widths: number[]; squeezed: (string | null)[] }> {
  const page = await visitor.newPage()
  await page.goto(explorer.url + path, { waitUntil: 'load' })
  if (await page.locator('.chart').count()) await page.waitForSelector('.chart svg')
  await photograph(page, name)
  await page.evaluate((oldest) => {
    for (const folded of document.querySelectorAll('details')) folded.open = true
    for (const ago of document.querySelectorAll('.ago')) ago.textContent = oldest
  }, OLDEST)
  await page.evaluate(AXE)
  const light = await runAxe(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await runAxe(page, COLOURS)
  const widths: number[] = []
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 640 })
    widths.push(await page.evaluate(() => document.documentElement.scrollWidth))
  }
  const squeezed = await page.evaluate(() =>
    [...document.querySelectorAll('caption:not(.sr-only)')]
      .filter((caption) => caption.getBoundingClientRect().width < 100)
      .map((caption) => caption.textContent),
  )
  await page.close()
  return { light, dark, widths, squeezed }
}

const CLEAN = { light: [], dark: [], widths: WIDTHS, squeezed: [] }

describe('axe finds nothing, and narrow pages scroll down only', () => {
  it.each(PAGES)('%s', async (name, path) => {
    expect(await examine(name, path)).toEqual(CLEAN)
  })

  it.each(['hang-up', 'empty', 'stale', 'hostile'] as const)('home, %s', async (mode) => {
    stub.mode = mode
    expect(await examine(`home, ${mode}`, '/')).toEqual(CLEAN)
  })
})

describe('keyboard and live parts', () => {
  it('skips to the content, and shows where the focus is', async () => {
    const page = await explorer.open('/')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    const focus = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement ?? document.body)
      return {
        inside: document.activeElement?.closest('main') !== null,
        width: style.outlineWidth,
        line: style.outlineStyle,
      }
    })
    expect(focus).toEqual({ inside: true, width: '2px', line: 'solid' })
    await page.context().close()
  })

  it('finds the search box by Ctrl+K and by a slash, which stays a slash where somebody types', async () => {
    const page = await explorer.open('/method')
    const focused = () => page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.name)
    const press = async (keys: string) => {
      await page.keyboard.press(keys)
      return focused()
    }
    // The first key is heard once the page is alive, which is later than loaded.
    await expect.poll(() => press('Control+k'), { timeout: 10_000 }).toBe('q')
    await page.locator('h1').click()
    await expect.poll(focused).not.toBe('q')
    await page.keyboard.press('/')
    await expect.poll(focused).toBe('q')
    await page.keyboard.type('a/b')
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.value)).toBe('a/b')
    await page.context().close()
  })

  it('opens a settlement from the keyboard, and folds a check', async () => {
    const page = await explorer.open('/')
    await page.locator('.row-link').nth(1).focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(/settlements/)
    const check = page.locator('.check').first()
    await check.locator('summary').focus()
    await page.keyboard.press('Enter')
    expect(await check.getAttribute('open')).not.toBeNull()
    await page.context().close()
  })

  it('copies the whole hash, and says so to those who cannot see', async () => {
    const page = await explorer.open(`/settlements/${settlementId(59)}`, {
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    await page.getByRole('button', { name: 'Copy settlement id' }).click()
    await page.waitForFunction(() => document.querySelector('output')?.textContent === 'Copied settlement id')
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(settlementId(59))
    await page.context().close()
  })

  it('keeps the chosen theme from the first paint on', async () => {
    const page = await explorer.open('/', { colorScheme: 'light' })
    await page.getByRole('button', { name: 'Switch to the dark theme' }).click()
    await page.waitForSelector('html[data-theme=dark]')
    await page.goto(`${explorer.url}/agents`)
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    expect(background).toBe('rgb(14, 17, 22)')
    await page.context().close()
  })

  it('shows a skeleton while a slow page is on its way, then the page', async () => {
    const page = await explorer.open('/')
    stub.delay = 1_200
    await page.getByRole('link', { name: 'All agents' }).click()
    await page.waitForSelector('.loading-layer', { state: 'visible', timeout: 3_000 })
    await page.waitForURL(/agents$/)
    await page.waitForSelector('.loading-layer', { state: 'hidden', timeout: 10_000 })
    expect(await page.locator('h1').textContent()).toBe('Agents')
    await page.context().close()
  })

  it('draws the chart with a pattern for each status, and gives the numbers as a table', async () => {
    const page = await explorer.open(`/agents/${agentId(0)}?question=content`)
    await page.waitForSelector('.chart svg path[fill="url(#p-pass)"]')
    const shares = page.getByRole('region', { name: 'Shares' })
    await shares.getByText('Show as table').click()
    expect(await shares.locator('.bars tbody tr').count()).toBe(24)
    await page.context().close()
  })
})
