import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { type Explorer, startExplorer } from './explorer'
import { type StubApi, startStubApi } from './stub-api'

/** The explorer before an API of our own, and a visitor without scripts. Its parts are there once a test runs. */
export class Stage {
  stub!: StubApi
  explorer!: Explorer
  page!: Page

  async start(): Promise<void> {
    this.stub = await startStubApi()
    this.explorer = await startExplorer(this.stub.url)
    this.page = await this.explorer.open('/healthz', { javaScriptEnabled: false })
  }

  async stop(): Promise<void> {
    await this.explorer.stop()
    await this.stub.stop()
  }

  /** What the visitor reads at an address, and the status of the answer. */
  async read(path: string): Promise<{ status: number; text: string; heading: string; url: string }> {
    const response = await this.page.goto(this.explorer.url + path, { waitUntil: 'domcontentloaded' })
    const text = (await this.seen('body')).replaceAll('\u202f', ' ')
    const heading = await this.seen('h1')
    const url = this.page.url().slice(this.explorer.url.length)
    return { status: response?.status() ?? 0, text, heading, url }
  }

  /** The text of an element as it is drawn: what is hidden is not seen. */
  seen(selector: string): Promise<string> {
    return this.page.evaluate((wanted) => document.querySelector<HTMLElement>(wanted)?.innerText ?? '', selector)
  }
}

/** A stage for all tests of a file; each begins with an API that answers everything at once. */
export function openStage(): Stage {
  const stage = new Stage()
  beforeAll(() => stage.start())
  beforeEach(() => {
    stage.stub.mode = 'full'
    stage.stub.delay = 0
  })
  afterAll(() => stage.stop())
  return stage
}
