/** Root of a file in memory, beside the official SDK's on the same bytes in the same run. */
import { MemData } from '@0gfoundation/0g-ts-sdk'
import { storageRoot } from '@touchstone/verify'
import { report } from '../report.mjs'
import { measure } from '../stopwatch.mjs'

const MIB = 2 ** 20
const CASES = [
  { name: '1 KiB', size: 1024, own: { rounds: 10, calls: 2000 }, sdk: { rounds: 5, calls: 200 } },
  { name: '1 MiB', size: MIB, own: { rounds: 10, calls: 20 }, sdk: { rounds: 3, calls: 1 } },
  { name: '64 MiB', size: 64 * MIB, own: { rounds: 5 }, sdk: { rounds: 2 }, atLeast: 8 },
]

for (const { name, size, own, sdk, atLeast } of CASES) {
  const bytes = Uint8Array.from({ length: size }, (_, at) => (at * 31 + (at >> 8)) & 0xff)
  const expected = await sdkRoot(bytes)
  const found = storageRoot(bytes).root
  if (found !== expected) throw new Error(`${name}: ${found} is not the SDK's ${expected}.`)
  const ownMs = await measure(() => storageRoot(bytes), own)
  console.error(`  ${name}: ${ownMs.toFixed(3)} ms; now the SDK`)
  const sdkMs = await measure(() => sdkRoot(bytes), sdk)
  const result = { bench: 'storage-root', case: name }
  report({ ...result, metric: 'speed', value: size / 1e6 / (ownMs / 1000), unit: 'MB/s' })
  report({ ...result, metric: 'speed of the SDK', value: size / 1e6 / (sdkMs / 1000), unit: 'MB/s' })
  report({ ...result, metric: 'ratio to the SDK', value: sdkMs / ownMs, unit: 'x' }, atLeast ? { atLeast } : {})
}

async function sdkRoot(bytes) {
  const [tree, error] = await new MemData(bytes).merkleTree()
  if (tree === null) throw error
  return tree.rootHash()
}
