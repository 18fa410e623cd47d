import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { launchChromium } from './chromium'

const WEB = fileURLToPath(new URL('..', import.meta.url))
/** A running `next start` and a browser that looks at it. */
export interface Explorer {
  url: string
  open(path: string, options?: BrowserContextOptions): Promise<Page>
  /** For several pages that share what the browser keeps, as those of one visitor do. */
  newContext(options?: BrowserContextOptions): Promise<BrowserContext>
  stop(): Promise<void>
}

/**
 * Starts the built explorer against an API, and a browser. @throws Error when it was not built or does not start.
 * @param variables of its environment, beside those that it needs.
 */
export async function startExplorer(apiUrl: string, variables: Record<string, string> = {}): Promise<Explorer> {
  if (!existsSync(`${WEB}.next/BUILD_ID`))
    throw new Error('The explorer is not built. Run: npx turbo run build --filter=@touchstone/web')
  const port = await findFreePort()
  const next = createRequire(import.meta.url).resolve('next/dist/bin/next')
  const args = [next, 'start', '-p', String(port), '-H', '127.0.0.1']
  // The stub answers as a devnet too.
  const own = { API_URL: apiUrl, DEVNET_URL: apiUrl, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' as const }
  const env = { ...process.env, ...own, ...variables }
  const server = spawn(process.execPath, args, { cwd: WEB, env, stdio: ['ignore', 'ignore', 'pipe'] })
  const url = `http://127.0.0.1:${port}`
  await waitUntilUp(url, server)
  const browser = await launchChromium()
  const newContext = (options?: BrowserContextOptions) =>
    browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  const open = async (path: string, options?: BrowserContextOptions) => {
    const page = await (await newContext(options)).newPage()
    await page.goto(url + path, { waitUntil: 'load' })
    return page
  }
  return { url, open, newContext, stop: () => stop(browser, server) }
}

async function stop(browser: Browser, server: ChildProcess): Promise<void> {
  await browser.close()
  const gone = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGTERM')
  await gone
}

async function waitUntilUp(url: string, server: ChildProcess): Promise<void> {
  let said = ''
  server.stderr?.on('data', (chunk) => {
    said = `${said}${chunk}`.slice(-2_000)
  })
  const deadline = Date.now() + 30_000
  while (Date.now() < deadline && server.exitCode === null) {
    const up = await fetch(`${url}/healthz`).catch(() => undefined)
    if (up?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  server.kill('SIGKILL')
  throw new Error(`The explorer did not start at ${url}: ${said}`)
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}
