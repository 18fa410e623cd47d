/** Programs that a benchmark starts, and what can be seen of them from outside. */
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/**
 * Starts a program in a process group of its own.
 * @param {string[]} command
 * @param {{ cwd?: string, env?: Record<string, string> }} place `env` is all that it gets beside PATH and HOME.
 */
export function startChild([program, ...args], { cwd = ROOT, env = {} } = {}) {
  const { PATH, HOME } = process.env
  const options = { cwd, env: { PATH, HOME, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true }
  const child = spawn(program, args, options)
  const parts = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => parts.push(String(part)))
  const exited = new Promise((resolve) => child.once('exit', (code) => resolve(code)))
  const signal = (name) => {
    try {
      process.kill(-child.pid, name)
    } catch {
      // It is gone already.
    }
  }
  const endWithUs = () => signal('SIGKILL')
  process.once('exit', endWithUs)
  exited.then(() => process.removeListener('exit', endWithUs))
  return {
    pid: child.pid,
    exited,
    output: () => parts.join(''),
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    async stop() {
      signal('SIGTERM')
      const late = setTimeout(() => signal('SIGKILL'), 10_000)
      await exited
      clearTimeout(late)
      signal('SIGKILL')
    },
  }
}

/** Runs a program to its end. @throws Error with the end of its output where it fails. */
export async function runToEnd(command, place) {
  const child = startChild(command, place)
  const code = await child.exited
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}:\n${child.output().slice(-2000)}`)
}

/**
 * Asks until `isTrue` gives something true, as often as `everyMs`, and never more than a twentieth of the time: what counts all
 * rows of a table takes longer as it fills, and would measure itself. @throws where the child has ended or time is up.
 */
export async function until(what, isTrue, { child, everyMs = 20, withinMs }) {
  const deadline = Date.now() + withinMs
  for (;;) {
    const askedAt = performance.now()
    const found = await isTrue()
    const took = performance.now() - askedAt
    if (found) return found
    if (child?.hasEnded()) throw new Error(`Ended before: ${what}.\n${child.output().slice(-3000)}`)
    if (Date.now() > deadline) throw new Error(`Not in ${withinMs} ms: ${what}.\n${child?.output().slice(-3000)}`)
    await new Promise((resolve) => setTimeout(resolve, Math.max(everyMs, 19 * took)))
  }
}

export function findFreePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
