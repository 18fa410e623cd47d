import { parentPort, workerData } from 'node:worker_threads'
import { recoverRows } from '@touchstone/verify'

parentPort?.postMessage(recoverRows(workerData as ReadonlyMap<number, Uint8Array>))
