/**
 * npm run bench -- <room> [topic…]: runs bench/<room>/<topic>.mjs one after the other, each in a process of its own.
 * Results are JSON lines on standard output, everything else goes to standard error. Exits 0 when all could measure.
 */
import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** Rooms that a folder of benchmarks runs, where these are not the room of its name. */
const BUILT = {
  index: ['indexer', 'gateway', 'sim', 'stack'],
  audit: ['auditor', 'indexer', 'gateway', 'devnet', 'stack'],
  api: ['api', 'stack'],
}

const [room = '', ...wanted] = process.argv.slice(2)
const folder = fileURLToPath(new URL(`./${room}`, import.meta.url))
if (!/^[a-z]+$/.test(room) || !existsSync(folder))
  exitWith('Usage: npm run bench -- verify|index|audit|web|api [topic…]')
const topics = readdirSync(folder)
  .filter((name) => name.endsWith('.mjs'))
  .map((name) => name.slice(0, -'.mjs'.length))
  .sort()
const unknown = wanted.find((topic) => !topics.includes(topic))
if (unknown !== undefined) exitWith(`There is no topic ${unknown}: ${topics.join(', ')}.`)

// What is measured is what is shipped.
const filters = (BUILT[room] ?? [room]).map((name) => `--filter=@touchstone/${name}`)
if ((await run(['npx', 'turbo', 'run', 'build', ...filters], 2)) !== 0) exitWith(`${room} does not build.`)
let failed = 0
for (const topic of wanted.length > 0 ? wanted : topics) {
  console.error(`${room}/${topic}`)
  if ((await run(['node', '--expose-gc', `bench/${room}/${topic}.mjs`], 1)) !== 0) {
    console.error(`${room}/${topic} could not measure.`)
    failed += 1
  }
}
process.exitCode = failed > 0 ? 1 : 0

/** Runs a program whose standard output goes to one of our own streams. @returns {Promise<number>} exit code. */
function run([program, ...args], output) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: ROOT, stdio: ['ignore', output, 'inherit'] })
    child.on('error', () => resolve(1))
    child.on('exit', (code) => resolve(code ?? 1))
  })
}

function exitWith(message) {
  console.error(message)
  process.exit(3)
}
