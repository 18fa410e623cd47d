import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
/** Nothing but the pages may make a request: no updates, no field trials, no first run. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The Chromium to test with. @throws Error that says what to install or set. */
function findChromium(): string {
  const named = process.env.CHROMIUM_PATH
  const found = named ? [named] : CANDIDATES
  const path = found.find((candidate) => existsSync(candidate))
  if (path) return path
  throw new Error(`No Chromium at ${found.join(', ')}. Install the package chromium, or set CHROMIUM_PATH.`)
}

/** Starts it without a window. @param flags beside those that keep it from asking for anything by itself. */
export function launchChromium(flags: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: [...FLAGS, ...flags] })
}
