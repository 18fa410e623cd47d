/** Load from a process of its own. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'

const MAIN = join(import.meta.dirname, 'load.main.mjs')

/**
 * Posts bodies over and over.
 * @param {{ url: string, bodies: object[], seconds: number, warmSeconds?: number, connections?: number, rate?: number,
 *   refused?: boolean }} options `warmSeconds` (3) of the same load go before what is measured; `rate` is for all connections together, at times of their own; without it each sends when it was answered;
 *   with `refused` answers with errors are what is wanted.
 * @returns {Promise<{ rate: number, p50: number, p95: number, p99: number, answers: number, due?: number }>} answers a second, and
 *   milliseconds to the last byte, from sending or, at a rate, from when the request was due; then also how many were due a second.
 * @throws where an answer was none.
 */
export function load(options) {
  const child = spawn('node', [MAIN], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify({ connections: 20, ...options }))
  let output = ''
  child.stdout.on('data', (part) => {
    output += part
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) =>
      code === 0 ? resolve(JSON.parse(output)) : reject(new Error(`The load ended with ${code}.`)),
    )
  })
}
