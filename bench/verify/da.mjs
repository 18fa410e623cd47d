/**
 * 0G DA in a worker thread: the data root in full, and by witness. One JSON object a line on standard output.
 * The witness is the one that the full computation gives, so every figure is of a computation that agreed.
 */
import { fileURLToPath } from 'node:url'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'

const LARGEST = 32_505_852

if (isMainThread) await measureAll()
else parentPort.postMessage(await measure(workerData))

async function measureAll() {
  for (const length of [0, 1000, LARGEST]) {
    process.stderr.write(`data root of ${length} bytes\n`)
    const { fullSeconds, witnessSeconds } = await runInWorker(length)
    report(`root-${length}`, 'duration', fullSeconds, 's', 60)
    report(`witness-${length}`, 'duration', witnessSeconds, 's', 3)
  }
  // Of the whole process, at its highest: an upper bound for the worker.
  report('root', 'peak-memory', process.resourceUsage().maxRSS / 1024, 'MiB', 1024)
}

function report(name, metric, value, unit, target) {
  console.log(JSON.stringify({ bench: 'da', case: name, metric, value, unit, target, ok: value < target }))
}

function runInWorker(length) {
  return new Promise((resolve, reject) => {
    // Little heap: the matrices lie in the transform's own memory.
    const worker = new Worker(fileURLToPath(import.meta.url), {
      workerData: length,
      resourceLimits: { maxOldGenerationSizeMb: 64 },
    })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

async function measure(length) {
  const { daRoot, verifyDaWitness } = await import('../../verify/dist/index.js')
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at += 1) bytes[at] = at * 31 + 7
  const startedAt = performance.now()
  const { root, r1, r2 } = await daRoot(bytes)
  const fullAt = performance.now()
  const { kind } = verifyDaWitness({ bytes, dataRoot: root, witness: { r1, r2 } })
  const endedAt = performance.now()
  if (kind !== 'match') throw new Error(`The witness of ${length} bytes does not match.`)
  return { fullSeconds: (fullAt - startedAt) / 1000, witnessSeconds: (endedAt - fullAt) / 1000 }
}
