import { describe, expect, it } from 'vitest'
import { openStage } from './stage'
import { agentId, hash, reportDigest, settlementId } from './story-values'
import { PAYERS, PROVIDERS } from './stub-world'

const stage = openStage()

const PATHS = [
  '/',
  '/agents',
  `/agents/${agentId(0)}`,
  `/address/${PAYERS[0]}`,
  '/providers',
  `/providers/${PROVIDERS[0]}`,
  `/settlements/${settlementId(60)}`,
  '/search?q=atlas',
  '/log',
  `/agents/${agentId(3)}/report`,
  `/compare?a=${agentId(0)}`,
  '/reports',
  `/reports/${reportDigest(PROVIDERS[0] ?? '')}`,
  '/models',
  '/models/qwen3-32b',
  `/records/${hash('root 60')}-2`,
  '/anchors/storage-flow-162380',
]

/** What is there of an old page beside the words that say that it is old. */
const OLD_PAGES: readonly (readonly [string, string])[] = [
  ['/', 'Latest settlements'],
  ['/agents', 'Atlas Research'],
  [`/agents/${agentId(3)}`, 'Delta Neutral'],
  [`/address/${PAYERS[1]}`, 'Basis Trader'],
  [`/providers/${PROVIDERS[1]}`, 'Its label says more than is derived'],
  [`/settlements/${settlementId(57)}`, 'Inference verified'],
  [`/records/${hash('root 60')}-2`, 'withheld'],
  ['/network', 'Not known: the API that would say so does not answer.'],
  [`/agents/${agentId(3)}/report`, 'Proved'],
  [`/compare?a=${agentId(0)}&a=${agentId(3)}`, 'Atlas Research'],
]

/** First of all, while the server has seen no answer that it could keep. */
describe('upstream down from the start', () => {
  it.each(['hang-up', 'error', 'garbage'] as const)(
    '%s: every page says so, with an error id, accusing nobody',
    async (mode) => {
      stage.stub.mode = mode
      for (const path of PATHS) {
        const { text } = await stage.read(path)
        expect(text, path).toContain('Could not load the data')
        expect(text, path).toMatch(/error id [0-9a-f]{8}/)
        expect(text, path).not.toContain('Failed')
      }
    },
  )

  it('keeps the server itself healthy', async () => {
    stage.stub.mode = 'hang-up'
    expect((await fetch(`${stage.explorer.url}/healthz`)).status).toBe(200)
    expect((await fetch(`${stage.explorer.url}/live`)).status).toBe(502)
  })
})

/** Whether anything within the old data, or a pattern that fills it, is drawn in the colour of what passed. */
function findGreen(): Promise<boolean> {
  return stage.page.evaluate(() => {
    const probe = document.body.appendChild(document.createElement('i'))
    probe.style.color = 'var(--verified)'
    const green = getComputedStyle(probe).color
    const old = [...document.querySelectorAll('.old, .old *')]
    const drawn = [...old, ...document.querySelectorAll('pattern *')].map((element) => getComputedStyle(element))
    const hasGreen = ({ color, fill, stroke, backgroundColor, borderTopColor, borderLeftColor }: CSSStyleDeclaration) =>
      [color, fill, stroke, backgroundColor, borderTopColor, borderLeftColor].includes(green)
    return old.length === 0 || drawn.some(hasGreen)
  })
}

describe('upstream down later', () => {
  it.each(OLD_PAGES)('%s: the last known data with its time and a retry, none of it as passed', async (path, words) => {
    await stage.read(path)
    stage.stub.mode = 'error'
    const { text } = await stage.read(path)
    expect(text).toMatch(/Old data: not asked again\s+What stands below was answered at 20\d\d-/)
    expect(text).toContain('The server behind these pages answered with an error.')
    expect(text).toContain(words)
    expect(text).not.toContain('Up to date')
    expect(await findGreen()).toBe(false)
    if (path === '/network') expect((await fetch(`${stage.explorer.url}/network/json`)).status).toBe(502)
  })

  it('tries the same address again, and shows no old data once the API answers', async () => {
    const path = `/agents/${agentId(0)}?question=opening&by=money`
    await stage.read(path)
    stage.stub.mode = 'hang-up'
    expect((await stage.read(path)).text).toContain('Old data')
    stage.stub.mode = 'full'
    await stage.page.locator('.retry').click()
    expect(stage.page.url()).toBe(stage.explorer.url + path)
    expect(await stage.seen('body')).not.toContain('Old data')
  })

  it('shows nothing of another page, and nothing found where nothing was', async () => {
    await stage.read(`/agents/${agentId(99)}`)
    stage.stub.mode = 'error'
    expect((await stage.read(`/agents/${agentId(99)}`)).text).toContain('Could not load the data')
    expect((await stage.read(`/agents/${agentId(0)}?after=24`)).text).toContain('Could not load the data')
  })
})
