import { parentPort, workerData } from 'node:worker_threads'
import { storageRoot } from '@touchstone/verify'

parentPort?.postMessage(storageRoot(workerData as Uint8Array).root)
