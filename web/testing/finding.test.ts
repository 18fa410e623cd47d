import { describe, expect, it } from 'vitest'
import { CARDS, PAGES } from './pages'
import { openStage } from './stage'
import { agentId, hash, settlementId } from './story-values'
import { PROVIDERS } from './stub-world'

const stage = openStage()

describe('not found and malformed', () => {
  it.each([
    [`/agents/${agentId(99)}`, 'looks like the id of an agent'],
    [`/settlements/16688-${hash('none')}-0`, 'looks like the id of a settlement'],
    [`/address/${hash('none').slice(0, 42)}`, 'looks like an address'],
    [`/providers/${hash('none').slice(0, 42)}`, 'looks like an address'],
  ])('%s: 404, its kind, and how far we have indexed', async (path, words) => {
    const { status, text } = await stage.read(path)
    expect(status).toBe(404)
    expect(text).toContain(words)
    expect(text).toContain('indexed to block 81 203')
  })

  it.each([
    ['/agents/eip155:16688:0x12zz:0', '0x12z'],
    ['/agents/7', 'the prefix eip155'],
    ['/address/atlas', 'atlas'],
    ['/settlements/16688-0x12-0', '0x and 64 hex digits (there are 2)'],
    ['/providers/%E0%A4%A', '40 hex digits'],
  ])('%s: 404 and the offending part', async (path, words) => {
    const { status, text, heading } = await stage.read(path)
    expect(status).toBe(404)
    expect(heading).toBe('This address cannot be read')
    expect(text).toContain(words)
  })

  it('no such page', async () => {
    expect(await stage.read('/nowhere')).toMatchObject({ status: 404, heading: 'No such page' })
  })
})

describe('search', () => {
  it.each([
    [agentId(2), `/agents/${agentId(2)}`],
    [settlementId(60), `/settlements/${settlementId(60)}`],
    ['Cinder', `/agents/${agentId(2)}`],
    [PROVIDERS[2] ?? '', `/providers/${PROVIDERS[2]}`],
    [hash('tx 60'), `/settlements/${settlementId(60)}`],
  ])('%s opens its single hit', async (text, path) => {
    expect((await stage.read(`/search?q=${encodeURIComponent(text)}`)).url).toBe(path)
  })

  it('lists several hits, and says what an unknown one looks like', async () => {
    expect((await stage.read('/search?q=r')).text).toContain('Atlas Research')
    expect((await stage.read(`/search?q=${hash('none')}`)).text).toContain(
      'looks like a transaction hash or a root, but nothing indexed has it',
    )
    expect((await stage.read('/search?q=zzzz')).text).toContain('no agent’s name contains it')
  })

  it('suggests as one types, goes by the keyboard, closes by Escape, and shows a hostile name as text', async () => {
    const page = await stage.explorer.open('/method')
    const box = page.locator('#site-search')
    const options = page.locator('[role=option]')
    await box.pressSequentially('atl')
    await options.first().waitFor()
    expect(await box.getAttribute('aria-expanded')).toBe('true')
    await page.keyboard.press('Escape')
    await options.first().waitFor({ state: 'detached' })
    expect(await box.inputValue()).toBe('atl')
    stage.stub.mode = 'hostile'
    await box.fill('0x')
    await options.first().waitFor()
    expect(await page.locator('.options').evaluate((list) => /[\u202a-\u202e]/.test(list.textContent ?? ''))).toBe(
      false,
    )
    expect(await page.locator('.options :is(img, script, a, svg)').count()).toBe(0)
    stage.stub.mode = 'full'
    await box.fill('Cinder')
    await page.getByRole('option', { name: 'Cinder Risk' }).waitFor()
    await page.keyboard.press('ArrowDown')
    expect(await options.first().getAttribute('id')).toBe(await box.getAttribute('aria-activedescendant'))
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/agents/${agentId(2)}`)
    await page.context().close()
  })
})

describe('beside the pages', () => {
  it('each has its JSON, and a picture for links to it', async () => {
    const paths = [
      '/json',
      '/agents/json?show=all',
      '/providers/json',
      '/reports/json',
      '/models/json',
      '/search/json?q=a',
      `/settlements/${settlementId(60)}/json`,
      '/method/json',
    ]
    for (const path of [...paths, `/providers/${PROVIDERS[1]}/json`, `/compare/json?a=${agentId(0)}`]) {
      const response = await fetch(stage.explorer.url + path)
      expect(response.status, path).toBe(200)
      expect(await response.json(), path).toBeTruthy()
    }
    const objects = ['agent', 'payer', 'provider', 'verified', 'enclave report', 'model', 'record', 'payload', 'anchor']
    const lists = [
      'home',
      'agents',
      'providers',
      'enclave reports',
      'models',
      'method',
      'network',
      'status',
      'log',
      'search',
    ]
    for (const [name, path] of PAGES.filter(([own]) => [...objects, ...lists].includes(own))) {
      const html = await (await fetch(stage.explorer.url + path)).text()
      const [, href = ''] = /href="([^"]+)">This page as JSON/.exec(html) ?? []
      const twin = await fetch(new URL(href.replaceAll('&amp;', '&'), stage.explorer.url))
      expect([name, twin.status, twin.headers.get('content-type')]).toEqual([name, 200, expect.stringMatching(/json/)])
    }
    await stage.read(`/settlements/${settlementId(60)}`)
    const picture = await stage.page.locator('meta[property="og:image"]').getAttribute('content')
    expect(picture).toBe(`${stage.explorer.url}/card/settlements/${settlementId(60)}`)
    await stage.read('/agents')
    expect(await stage.page.locator('meta[property="og:image"]').getAttribute('content')).toMatch(/\/card$/)
  })
})

describe('the picture beside a link', () => {
  const drawn = async (path: string) => {
    const response = await fetch(stage.explorer.url + path)
    const bytes = Buffer.from(await response.arrayBuffer())
    expect([path, response.status, bytes.subarray(1, 4).toString()]).toEqual([path, 200, 'PNG'])
    return { own: response.url.endsWith(path), bytes }
  }

  it.each(CARDS)('%s is the object’s own, and the site’s where the API is away', async (path) => {
    for (const mode of ['full', 'hostile'] as const) {
      stage.stub.mode = mode
      // No model has that name there.
      const isThere = mode === 'full' || !path.startsWith('/card/models/')
      expect([mode, (await drawn(path)).own]).toEqual([mode, isThere])
    }
    stage.stub.mode = 'hang-up'
    const { own, bytes } = await drawn(path)
    expect(own).toBe(false)
    expect(bytes.equals((await drawn('/card')).bytes)).toBe(true)
  })

  it.each(['/card/settlements/nothing', '/card/agents/1', '/card/pages/x'])('%s is the site’s', async (path) => {
    expect((await drawn(path)).own).toBe(false)
  })
})
