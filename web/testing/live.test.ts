import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Explorer, startExplorer } from './explorer'
import { agentId } from './story-values'
import { type StubApi, startStubApi } from './stub-api'
import { PAYERS, PROVIDERS } from './stub-world'

let stub: StubApi
let explorer: Explorer
let pages: Page[] = []
beforeAll(async () => {
  stub = await startStubApi()
  explorer = await startExplorer(stub.url, { LIVE_READERS: '3' })
})
beforeEach(() => {
  stub.extra = 0
})
afterEach(async () => {
  for (const page of pages) await page.context().close()
  pages = []
})
afterAll(async () => {
  await explorer?.stop()
  await stub?.stop()
})

/** A page, and the paths that it asked for below /live. */
async function watch(
  path: string,
  prepare?: (page: Page) => Promise<unknown>,
): Promise<{ page: Page; live: string[] }> {
  const page = await (await explorer.newContext()).newPage()
  pages.push(page)
  const live: string[] = []
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url())
    if (pathname.startsWith('/live')) live.push(decodeURIComponent(pathname + search))
  })
  await prepare?.(page)
  await page.goto(explorer.url + path, { waitUntil: 'load' })
  return { page, live }
}

/** Waits until the server follows the API's events. */
async function isFollowed(): Promise<void> {
  await expect.poll(() => stub.events.open.size, { timeout: 10_000 }).toBe(1)
}

/** New settlements, and the event of the newest. */
function settle(count: number, party = 0): void {
  stub.extra += count
  stub.events.tell('settlement', { settlementId: 'x', payer: PAYERS[party], provider: PROVIDERS[party] })
}
const offer = (page: Page, count: number) =>
  page.getByRole('button', { name: `${count} new settlement${count === 1 ? '' : 's'} · show`, exact: true })

/** As a browser does it when another tab is looked at. */
function setVisible(page: Page, isVisible: boolean): Promise<void> {
  return page.evaluate(
    (state) => {
      Object.defineProperty(document, 'visibilityState', { value: state, configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    },
    isVisible ? 'visible' : 'hidden',
  )
}

/** Waits until each page was told a list: an event before that would be asked for together with it. */
async function waitForLists(opened: readonly Page[]): Promise<void> {
  settle(1)
  for (const page of opened) await page.locator('.fresh button').waitFor({ timeout: 5_000 })
  for (const page of opened) {
    await page.locator('.fresh button').click()
    await page.locator('.fresh button').waitFor({ state: 'hidden' })
  }
}

describe('new settlements', () => {
  it('are offered by an event, without a question of the page, and shown when they are asked for', async () => {
    const { page, live } = await watch('/')
    await isFollowed()
    const first = await page.locator('.row-link').first().getAttribute('href')
    settle(2)
    await offer(page, 2).waitFor({ timeout: 5_000 })
    settle(1)
    await offer(page, 3).waitFor({ timeout: 5_000 })
    expect(await page.locator('.row-link').first().getAttribute('href')).toBe(first)
    await offer(page, 3).click()
    await page.waitForFunction((href) => document.querySelector('.row-link')?.getAttribute('href') !== href, first)
    await offer(page, 3).waitFor({ state: 'hidden' })
    settle(1)
    await offer(page, 1).waitFor({ timeout: 5_000 })
    expect(live).toEqual(['/live/events'])
  })

  it.each([
    ['an agent', `/agents/${agentId(0)}`, `agent=${agentId(0)}`],
    ['an account', `/address/${PAYERS[0]}`, `payer=${PAYERS[0]}`],
    ['a provider', `/providers/${PROVIDERS[0]}`, `provider=${PROVIDERS[0]}`],
  ])('of %s are followed by its own scope', async (_, path, query) => {
    const { page, live } = await watch(path)
    await isFollowed()
    settle(30)
    await page.locator('.fresh button').waitFor({ timeout: 5_000 })
    expect(live).toEqual([`/live/events?${query}`])
  })

  it('of many pages are followed once, and their list is asked for once', async () => {
    const opened = await Promise.all([watch('/'), watch('/'), watch('/')])
    await isFollowed()
    for (const { live } of opened) await expect.poll(() => live, { timeout: 10_000 }).toEqual(['/live/events'])
    await waitForLists(opened.map(({ page }) => page))
    stub.asked.length = 0
    settle(1)
    for (const { page } of opened) await offer(page, 1).waitFor({ timeout: 5_000 })
    expect(stub.events.open.size).toBe(1)
    expect(stub.asked).toEqual(['LatestSettlements'])
  })
})

describe('a page that nobody looks at', () => {
  it.each([
    ['in the background', (page: Page) => setVisible(page, false), (page: Page) => setVisible(page, true)],
    [
      'kept for the way back',
      (page: Page) =>
        page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))),
      (page: Page) =>
        page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))),
    ],
  ])('%s has no stream open and asks nothing; when it is back, it is told what came', async (_, hide, show) => {
    const { page, live } = await watch('/')
    await expect.poll(() => live, { timeout: 10_000 }).toEqual(['/live/events'])
    await waitForLists([page])
    const closed = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/live/events'))
    await hide(page)
    await closed
    // Another page is told, so that this one would have been.
    const beside = await watch('/')
    await expect.poll(() => beside.live, { timeout: 10_000 }).toEqual(['/live/events'])
    settle(4)
    await beside.page.locator('.fresh button').waitFor({ timeout: 5_000 })
    expect([live, await page.locator('.fresh button').count()]).toEqual([['/live/events'], 0])
    await show(page)
    await offer(page, 4).waitFor({ timeout: 5_000 })
    expect(live).toEqual(['/live/events', '/live/events'])
  })

  it('closes its stream when the visitor goes to another page of the site', async () => {
    const { page, live } = await watch('/')
    await expect.poll(() => live, { timeout: 10_000 }).toEqual(['/live/events'])
    const closed = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/live/events'))
    await page.getByRole('link', { name: 'All agents' }).click()
    await closed
  })
})

describe('without events', () => {
  const withoutEvents = (page: Page) => page.addInitScript('delete globalThis.EventSource')
  const refused = (page: Page) => page.route('**/live/events', (route) => route.fulfill({ status: 503 }))
  const broken = (page: Page) =>
    page.route('**/live/events', (route) => route.fulfill({ contentType: 'text/event-stream', body: 'retry: 50\n\n' }))

  it.each([
    ['because the browser has none', withoutEvents, 0],
    ['because the server has no room', refused, 1],
    ['because each stream breaks off at once', broken, 3],
  ])('%s a page asks now and then', async (_, prepare, streams) => {
    const { page, live } = await watch('/', prepare)
    const asked = () => live.filter((path) => path === '/live').length
    await expect.poll(asked, { timeout: 10_000 }).toBe(1)
    stub.extra = 2
    await offer(page, 2).waitFor({ timeout: 10_000 })
    expect(live.filter((path) => path === '/live/events')).toHaveLength(streams)
  })
})

describe('the server’s stream', () => {
  async function open(url: string) {
    const stop = new AbortController()
    const response = await fetch(`${url}/live/events`, { signal: stop.signal })
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    return { response, read: async () => (await reader?.read())?.value ?? '', stop: () => stop.abort() }
  }

  it('comes through at once, neither kept nor packed, and tells every list as it is then', async () => {
    const { response, read, stop } = await open(explorer.url)
    const names = ['content-type', 'cache-control', 'content-encoding', 'x-accel-buffering']
    expect(names.map((name) => response.headers.get(name))).toEqual([
      'text/event-stream; charset=utf-8',
      'no-store, no-transform',
      null,
      'no',
    ])
    expect(await read()).toBe('retry: 3000\n\n')
    const readList = async () => {
      let text = await read()
      while (!text.startsWith('data: ')) text = await read()
      return JSON.parse(text.slice('data: '.length)) as string[]
    }
    const list = await readList()
    expect(list).toHaveLength(25)
    await isFollowed()
    settle(1)
    const next = await readList()
    expect([next.length, next.indexOf(list[0] ?? '')]).toEqual([25, 1])
    stop()
  })

  it('has room for so many, and again when one has gone', async () => {
    const opened = [await open(explorer.url), await open(explorer.url), await open(explorer.url)]
    const refused = await fetch(`${explorer.url}/live/events`)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '60'])
    for (const { stop } of opened) stop()
    const status = async () => {
      const { response, stop } = await open(explorer.url)
      stop()
      return response.status
    }
    await expect.poll(status, { timeout: 5_000 }).toBe(200)
  })

  it('refuses what is no scope', async () => {
    expect((await fetch(`${explorer.url}/live/events?agent=x`)).status).toBe(400)
  })

  it('takes no place for HEAD', async () => {
    for (let n = 0; n < 5; n++) await fetch(`${explorer.url}/live/events`, { method: 'HEAD' })
    const { response, stop } = await open(explorer.url)
    stop()
    expect(response.status).toBe(200)
  })

  it('ends with the server, which does not wait for it', async () => {
    const own = await startExplorer(stub.url)
    const { read } = await open(own.url)
    await read()
    await read()
    const before = Date.now()
    await own.stop()
    expect(Date.now() - before).toBeLessThan(3_000)
    expect(await read()).toBe('')
  })
})
