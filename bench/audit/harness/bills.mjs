/** Bills with their trails: signed and written as the devnet's provider does it, in threads, before any clock runs. */
import { mkdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'

const MOST_THREADS = 2

/**
 * @typedef {object} Bill what a settlement and the anchor of its trail need.
 * @property {string} user @property {bigint} nonce @property {object} item as the contract takes it
 * @property {string} root @property {{ root: string, height: number }[]} nodes @property {number} size of the trail
 * @property {string} lie `none`, or what is wrong with the trail
 */

/**
 * Makes `count` bills of `records` inferences each, and writes each one's trail into the folder under its root.
 * @param {{ folder: string, story: object, provider: string, contract: string, payers: string[], count: number,
 *   records: number, bodyBytes?: number, shape?: 'whole' | 'signed' | 'digests', lies?: string[] }} order `bodyBytes` fills
 *   responses up to that size; of `signed` records the bodies are withheld, of `digests` the signatures too; bill n has the
 *   lie n modulo their number.
 * @returns {Promise<Bill[]>} in the order of their nonces.
 */
export async function makeBills(order) {
  mkdirSync(order.folder, { recursive: true })
  const threads = Math.min(MOST_THREADS, availableParallelism(), order.count)
  const startedAt = Date.now()
  const parts = await Promise.all(
    Array.from({ length: threads }, (_, thread) => runThread({ ...order, thread, threads, startedAt })),
  )
  return parts.flat().sort((one, other) => one.n - other.n)
}

function runThread(workerData) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./bills.thread.mjs', import.meta.url), { workerData })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`The thread that signs bills ended with ${code}.`)))
  })
}
