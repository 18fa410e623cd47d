import { bytesOf, refusing, textOf } from './input.mjs'
import { fold } from './outcome.mjs'

export function settlementOperations({ readBundle, verifySettlement }) {
  const read = (bundle) => refusing(['BundleError'], () => readBundle(bytesOf(bundle, 'bundle')))
  return {
    bundle: async ({ bundle }) => {
      await read(bundle)
      return { outcome: 'pass' }
    },
    settlement: async ({ bundle, trust }) => {
      const { subject, evidence } = await read(bundle)
      return fold(await verifySettlement(subject, evidence, JSON.parse(textOf(trust, 'trust'))))
    },
  }
}
