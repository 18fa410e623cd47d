import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { DaRoot } from '@touchstone/verify'

// Source text, so that the thread starts the same from compiled files and under the tests.
const THREAD = `
const { parentPort, workerData } = require('node:worker_threads')
import(workerData.verify).then(async ({ daRoot }) => parentPort.postMessage(await daRoot(workerData.bytes)))
`

/** The data root of a payload, in a thread: it takes seconds, and the devnet mines blocks meanwhile. */
export function computeDataRoot(bytes: Uint8Array): Promise<DaRoot> {
  const verify = pathToFileURL(createRequire(import.meta.url).resolve('@touchstone/verify')).href
  return new Promise((resolve, reject) => {
    const worker = new Worker(THREAD, { eval: true, workerData: { bytes, verify } })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`The thread of a data root ended with code ${code}.`)))
  })
}
