import { parentPort, workerData } from 'node:worker_threads'
import { daRoot, verifyDaWitness } from '@touchstone/verify'
import type { DaRootTask } from './daRoot.js'

const { bytes, dataRoot, witness } = workerData as DaRootTask
if (witness !== undefined && verifyDaWitness({ bytes, dataRoot, witness }).kind === 'match')
  parentPort?.postMessage({ root: dataRoot, ...witness })
// An own witness and other bytes, or none: the whole root says what these bytes are.
else parentPort?.postMessage(await daRoot(bytes))
