import { type Browser, chromium, type Page } from 'playwright-core'
import { inject } from 'vitest'

/** Nothing but the pages may make a request: no updates, no field trials, no first run. */
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run']
FLAGS.push('--disable-background-networking', '--disable-component-update', '--disable-sync')

/** The system's own Chromium; `npm test` sets CHROMIUM_PATH to the one that it found. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', args: FLAGS })
}

/** Opens a page of the explorer. @throws Error where the answer is not 200. */
export async function openPage(browser: Browser, path: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  const response = await page.goto(inject('webUrl') + path, { waitUntil: 'load' })
  if (response?.status() !== 200)
    throw new Error(`${path} answered ${response?.status()}: ${await page.innerText('body')}`)
  return page
}
