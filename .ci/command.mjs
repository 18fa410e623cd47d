import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The repository's folder. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url))

/**
 * Runs a command with its output on the terminal; resolves to its exit code.
 * @param {readonly string[]} command
 * @param {{ env?: NodeJS.ProcessEnv, deadlineMs?: number }} [options]
 * @returns {Promise<number>}
 */
export function run([program, ...args], { env = {}, deadlineMs = 15 * 60_000 } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
      detached: true,
    })
    const kill = (signal) => {
      try {
        process.kill(-child.pid, signal)
      } catch {
        // Nobody is left in the group.
      }
    }
    const late = setTimeout(() => {
      console.error(`${program} ${args.join(' ')} took longer than ${deadlineMs / 1000} s and was stopped.`)
      kill('SIGTERM')
      setTimeout(() => kill('SIGKILL'), 10_000).unref()
    }, deadlineMs)
    late.unref()
    const stop = (signal) => kill(signal)
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
    const done = (code) => {
      clearTimeout(late)
      process.off('SIGINT', stop)
      process.off('SIGTERM', stop)
      resolve(code)
    }
    child.once('error', (error) => {
      console.error(`${program}: ${error.message}`)
      done(127)
    })
    child.once('exit', (code, signal) => done(code ?? (signal === 'SIGINT' ? 130 : 1)))
  })
}

/**
 * Runs a command and keeps its output.
 * @param {readonly string[]} command
 * @returns {Promise<{ code: number, output: string }>}
 */
export function capture([program, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
    })
    child.stderr.on('data', (chunk) => {
      output += chunk
    })
    child.once('error', (error) => resolve({ code: 127, output: error.message }))
    child.once('close', (code) => resolve({ code: code ?? 1, output }))
  })
}
