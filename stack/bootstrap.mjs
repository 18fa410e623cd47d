// What must work before anything is installed or built: plain JavaScript without dependencies.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const MODULES = join(ROOT, 'node_modules')
const STAMP = join(MODULES, '.touchstone-lock')
const NEEDED_NODE = [20, 19]
const EXIT_CONFIG = 78

// Nothing that is started here reports to anybody.
for (const name of ['TURBO_TELEMETRY_DISABLED', 'NEXT_TELEMETRY_DISABLED', 'DO_NOT_TRACK']) process.env[name] = '1'

const say = (line) => console.log(`touchstone: ${line}`)

function fail(sentence) {
  console.error(`touchstone: ${sentence}`)
  process.exit(EXIT_CONFIG)
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  const [needMajor, needMinor] = NEEDED_NODE
  const skipped = major === 21 || (major === 22 && minor < 12)
  if (major > needMajor ? !skipped : major === needMajor && minor >= needMinor) return
  fail(`Node ${process.versions.node} is too old: install Node 20.19 or newer (22.12 or newer of the 22 line).`)
}

/** Runs a command to its end with its output on the terminal. A stop signal is handed on, and ends this process. */
function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] })
    const pass = (signal) => child.kill(signal)
    process.on('SIGTERM', pass)
    process.on('SIGINT', pass)
    const done = (code, signal) => {
      process.off('SIGTERM', pass)
      process.off('SIGINT', pass)
      if (signal === 'SIGINT' || signal === 'SIGTERM') process.exit(130)
      resolve(code ?? 1)
    }
    child.once('error', () => done(1))
    child.once('exit', done)
  })
}

const lockDigest = () =>
  createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex')

/** npm takes a minute even where nothing changed; the stamp says for which lock file node_modules was made. */
async function install() {
  const digest = lockDigest()
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === digest) return
  if (!existsSync(STAMP) && isInstalled()) return writeFileSync(STAMP, digest)
  say('installing packages (npm ci) …')
  const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  if (code !== 0)
    fail(
      'npm ci failed, see above: check the connection to the npm registry (npm config get registry) and start again.',
    )
  mkdirSync(MODULES, { recursive: true })
  writeFileSync(STAMP, digest)
}

/** Somebody ran `npm ci` or `npm install` by hand: npm leaves its own copy of the lock file's packages. */
function isInstalled() {
  const listed = readJson(join(ROOT, 'package-lock.json'))?.packages
  const present = readJson(join(MODULES, '.package-lock.json'))?.packages
  if (!listed || !present) return false
  return Object.entries(listed).every(
    ([path, wanted]) =>
      !path.startsWith('node_modules/') || wanted.link || wanted.optional || present[path]?.version === wanted.version,
  )
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/** Turbo skips the rooms whose files did not change: two seconds where all are built. */
async function build() {
  const turbo = join(MODULES, '.bin', process.platform === 'win32' ? 'turbo.cmd' : 'turbo')
  say('building what changed …')
  return run(turbo, ['run', 'build', '--output-logs=errors-only', '--no-update-notifier'])
}

async function main() {
  requireNode()
  const [task] = process.argv.slice(2)
  if (task !== 'start' && task !== 'test') fail('usage: node stack/bootstrap.mjs start|test')
  await install()
  if (task === 'test') {
    const { test } = await import('../.ci/test.mjs')
    process.exit(await test({ build }))
  }
  if ((await build()) !== 0) fail('the build failed, see above: a fresh clone builds, so look at local changes first.')
  await import('./dist/main.js')
}

await main()
