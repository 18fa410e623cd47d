/** Memory while a file of 512 MiB is hashed from a stream: resident set above what it was with the input at hand. */
import { storageRoot } from '@touchstone/verify'
import { report } from '../report.mjs'

const MIB = 2 ** 20
const SIZE = 512 * MIB

/** One buffer again and again, so that the input itself takes no memory that grows. */
const piece = new Uint8Array(MIB).map((_, at) => at & 0xff)
global.gc()
const before = process.memoryUsage().rss
let peak = before
const startedAt = performance.now()
const { root } = await storageRoot(readPieces())
const seconds = (performance.now() - startedAt) / 1000
if (root === null) throw new Error('The stream was empty.')
const result = { bench: 'storage-stream', case: '512 MiB' }
report({ ...result, metric: 'memory above input', value: (peak - before) / MIB, unit: 'MiB' }, { below: 64 })
report({ ...result, metric: 'speed', value: SIZE / 1e6 / seconds, unit: 'MB/s' })

async function* readPieces() {
  for (let at = 0; at < SIZE; at += MIB) {
    yield piece
    peak = Math.max(peak, process.memoryUsage().rss)
  }
}
