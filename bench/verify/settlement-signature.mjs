/** Digest of a settlement, recovery of its signer, address: as a server computes it, and as a browser does. */
import { readSignature, recoverAddress, settlementDigest } from '@touchstone/verify'
import { recoverAddress as recoverPortably } from '../../verify/dist/primitives/portable.js'
import { report } from '../report.mjs'
import { measure } from '../stopwatch.mjs'
import { importTesting } from '../testing.mjs'

const { honestRecords, serviceKey, settlementOf } = await importTesting('scenario')
const { chainId, contract, item } = settlementOf(honestRecords(1))
const scheme = { kind: 'eip712', domain: { chainId, contract } }
const PATHS = [
  { name: 'server', recover: recoverAddress, options: { rounds: 5, calls: 5000 }, atLeast: 9000 },
  { name: 'browser', recover: recoverPortably, options: { rounds: 3, calls: 200 } },
]

for (const { name, recover, options, atLeast } of PATHS) {
  const signerOf = () => {
    const form = readSignature(item.signature)
    return form.kind === 'signature' ? recover(settlementDigest(scheme, item), form.signature) : undefined
  }
  if (signerOf() !== serviceKey.address) throw new Error(`${name}: ${signerOf()} is not the signer.`)
  const ms = await measure(signerOf, options)
  const result = { bench: 'settlement-signature', case: name, metric: 'digest, recovery and address' }
  report({ ...result, value: 1000 / ms, unit: '1/s' }, atLeast ? { atLeast } : {})
}
