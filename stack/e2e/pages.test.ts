import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, openPage } from './harness/browser.js'
import { agentOf, check, question, type Settlement, waitForOutcome } from './harness/cast.js'
import { openChain } from './harness/chain.js'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
})

/** The words that a visitor reads in the six cells of a settlement's row. */
async function readCells(page: Page, settlement: Settlement): Promise<string[]> {
  const row = page.locator('tr', { has: page.locator(`a[href$="${settlement.id}"]`) }).first()
  const texts = await row.locator('td.col-cell').allInnerTexts()
  return texts.map((text) => text.replace(/\s+/g, ' ').trim())
}

describe('from a payment to its six cells', () => {
  it('an inference paid on chain stands on its agent page with six cells, and each question on its own page', async () => {
    const settlement = await waitForOutcome('published', 'verified')
    const chain = openChain()
    const receipt = await chain.rpc.getTransactionReceipt(settlement.txHash)
    expect(receipt?.logs.some(({ address }) => address.toLowerCase() === chain.serving)).toBe(true)
    chain.rpc.destroy()
    const page = await openPage(browser, `/agents/${agentOf('published')}`)
    expect(await page.locator('h1').innerText()).toBe('Atlas')
    const read = await readCells(page, settlement)
    expect(read).toHaveLength(6)
    for (const cell of read) expect(cell).toMatch(/Passed/)
    await page.locator(`a[href$="${settlement.id}"]`).first().click()
    await page.waitForURL(/\/settlements\//)
    for (const id of ['payment', 'signature', 'opening', 'content', 'enclave', 'workload'])
      expect(await page.locator(`#${id} .question-head`).innerText()).toMatch(/Passed/)
    expect(await page.locator('.subject-header').innerText()).toMatch(/Inference verified/)
    expect(await page.locator('li', { hasText: '/v1/quote' }).count()).toBeGreaterThan(0)
    await page.close()
  })

  it.each([
    ['published', 'Equal to what was committed beforehand.'],
    ['forged', 'Differs from what was committed beforehand.'],
  ] as const)(
    'the agent of %s says how its system text stands against what it named on chain: %s',
    async (story, words) => {
      const page = await openPage(browser, `/agents/${agentOf(story)}`)
      // Of its first bill nothing bounds when the inference was made: the second one tells.
      const read = async () => {
        await page.reload()
        return page.locator('section[aria-labelledby="strategy"]').innerText()
      }
      await expect.poll(read, { timeout: 90_000, interval: 1_000 }).toContain(words)
      await page.close()
    },
    100_000,
  )

  it('a forged response shows the expected and the found digest side by side', async () => {
    const settlement = await waitForOutcome('forged', 'failed', 'content')
    const failed = question(settlement, 'content').checks.find(({ status, found }) => status === 'fail' && found)
    const page = await openPage(browser, `/settlements/${settlement.id}`)
    const row = page.locator(`#check-content-${failed?.id}`)
    expect(await row.locator('.comparison dd').nth(0).getAttribute('data-hash')).toBe(failed?.expected?.text)
    expect(await row.locator('.comparison dd').nth(1).getAttribute('data-hash')).toBe(failed?.found?.text)
    expect(await row.locator('.comparison').isVisible()).toBe(true)
    expect(await page.locator('#content .question-head').innerText()).toMatch(/Failed: provider/)
    await page.close()
  })

  it.each([
    ['overBilled', 'failed', 'opening', /Failed: provider/],
    ['mockKey', 'failed', 'signature', /Failed: provider/],
    ['silent', 'paid', 'opening', /Not published/],
    ['relayed', 'relayed', 'workload', /Not published/],
    ['garbledCollateral', 'unavailable', 'enclave', /Could not check/],
  ] as const)('%s is told rightly by its page', async (story, outcome, asked, words) => {
    const settlement = await waitForOutcome(story, outcome, outcome === 'failed' ? asked : undefined)
    const page = await openPage(browser, `/agents/${agentOf(story)}`)
    expect(await readCells(page, settlement)).toHaveLength(6)
    await page.goto(page.url().replace(/\/agents\/.*/, `/settlements/${settlement.id}`))
    expect(await page.locator(`#${asked} .question-head`).innerText()).toMatch(words)
    await page.close()
  })

  it('the mock key is named by the check that found it', async () => {
    const settlement = await waitForOutcome('mockKey', 'failed')
    const page = await openPage(browser, `/settlements/${settlement.id}`)
    const { reason } = check(settlement, 'signature', 'signer-secret')
    expect(await page.locator('#check-signature-signer-secret').innerText()).toContain(
      (reason?.text ?? 'a reason').slice(0, 100),
    )
    await page.close()
  })

  it.each([
    ['published', 'Genuine enclave'],
    ['mockKey', 'Failed'],
  ] as const)('the report of %s, asked for by the browser itself, is told as %s', async (story, words) => {
    const { provider } = await waitForOutcome(story, story === 'published' ? 'verified' : 'failed')
    const page = await openPage(browser, `/providers/${provider}`)
    await page.getByRole('link', { name: 'Check its report in my browser' }).first().click()
    await page.getByRole('button', { name: 'Ask it for its report and check that' }).click()
    await page.locator('.verify-result').waitFor({ timeout: 20_000 })
    expect(await page.locator('.verify-result .pill').first().innerText()).toContain(words)
    await page.close()
  })

  it('the home page names the outcomes, and the node that served wrong bytes', async () => {
    for (const [story, outcome] of [
      ['forged', 'failed'],
      ['silent', 'paid'],
      ['published', 'verified'],
    ] as const)
      await waitForOutcome(story, outcome)
    const page = await openPage(browser, '/')
    const text = await page.locator('body').innerText()
    expect(text).toMatch(/Faulty source/i)
    expect(text).toMatch(/Local devnet/)
    await page.close()
  })

  it('a swapped answer is true for the official SDK, and has another digest here', async () => {
    await waitForOutcome('published', 'verified')
    const page = await openPage(browser, '/try')
    await page.getByRole('link', { name: 'Swapped answer' }).click()
    await page.waitForURL(/\/try\/swapped-answer$/)
    expect(await page.locator('.sdk-answer').innerText()).toBe('true')
    const values = page.locator('#bytes-check-content-response-bytes .comparison dd')
    const [expected, found] = [await values.nth(0).innerText(), await values.nth(1).innerText()]
    expect(expected).toMatch(/^[0-9a-f]{64}/)
    expect(found).not.toBe(expected)
    await page.close()
  })

  it('says plainly that there is no such agent', async () => {
    const page = await browser.newPage()
    const response = await page.goto(`${(await openPage(browser, '/')).url()}agents/${agentOf('published')}9999`)
    expect(response?.status()).toBe(404)
    await page.close()
  })
})
