import type { Page } from 'playwright-core'
import type { Explorer } from './explorer'

/** A visitor without scripts. */
export interface Visitor {
  page: Page
  /** What is read at an address, and the status of the answer. */
  read(path: string): Promise<{ status: number; text: string; heading: string; url: string }>
  /** The text of an element as it is drawn: what is hidden is not seen. */
  seen(selector: string): Promise<string>
}

export async function openVisitor(explorer: Explorer): Promise<Visitor> {
  const page = await explorer.open('/healthz', { javaScriptEnabled: false })
  const seen = (selector: string) =>
    page.evaluate((wanted) => document.querySelector<HTMLElement>(wanted)?.innerText ?? '', selector)
  const read = async (path: string) => {
    const response = await page.goto(explorer.url + path, { waitUntil: 'domcontentloaded' })
    const text = (await seen('body')).replaceAll('\u202f', ' ')
    const heading = await seen('h1')
    return { status: response?.status() ?? 0, text, heading, url: page.url().slice(explorer.url.length) }
  }
  return { page, read, seen }
}
