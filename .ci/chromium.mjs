import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from './command.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']
const APPS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]
const PACKAGES = ['chromium', 'fonts-dejavu-core', 'fonts-liberation']

/** Where a Chromium lies, or undefined. */
export function findChromium() {
  if (process.env.CHROMIUM_PATH) return existsSync(process.env.CHROMIUM_PATH) ? process.env.CHROMIUM_PATH : undefined
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/snap/bin']
  const candidates = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)))
  return [...candidates, ...APPS].find((path) => existsSync(path))
}

/**
 * A Chromium for the tests of pages: the one that is there, else the system's package where we may install it.
 * @returns {Promise<string>} its path.
 * @throws Error with one sentence where there is none.
 */
export async function ensureChromium() {
  const found = findChromium()
  if (found) return found
  if (process.env.CHROMIUM_PATH)
    throw new Error(`CHROMIUM_PATH is ${process.env.CHROMIUM_PATH}, where no file is: correct it or unset it.`)
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) await installWithApt()
  const installed = findChromium()
  if (installed) return installed
  throw new Error(
    'The tests of pages need Chromium, and none was found: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH to its program.',
  )
}

async function installWithApt() {
  console.log('No Chromium found: installing the system package …')
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await run(['apt-get', 'update', '-qq'], { env, deadlineMs: 180_000 })
  const install = ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...PACKAGES]
  await run(install, { env, deadlineMs: 420_000 })
}
