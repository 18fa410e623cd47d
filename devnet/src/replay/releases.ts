/**
 * Releases of 0G's old SDK whose typechain factories carry the creation bytecode of older generations of the serving
 * contracts. They drag in hundreds of packages, so they are no dependency: only their tarballs are fetched, and of these
 * only two strings are read.
 */
export interface Release {
  generation: 'C' | 'D'
  name: string
  version: string
  /** As npm's registry states it; another tarball is refused. */
  integrity: string
}

export const RELEASES: readonly Release[] = [
  {
    generation: 'C',
    name: '@0glabs/0g-serving-broker',
    version: '0.5.4',
    integrity: 'sha512-jGaP0mbGslmYQoYMLpoFS1RXb1kjq284SFWeaAH7L72U/+fdAbxHDWNzmb6pai2sf922f44OyKkgTLyjM76Cjg==',
  },
  {
    generation: 'D',
    name: '@0glabs/0g-serving-broker',
    version: '0.6.6',
    integrity: 'sha512-5vZu3jVI78amZaML3CI30rcpxF2E/wbnLw4/uXZX2x8WNx/uqUcmg4hoO7C3elqthCjgtovxDmaDWgFGlHv6PA==',
  },
]

const FACTORIES = 'contract/typechain/factories'
/** Where a release keeps the factory of each contract. */
export const FACTORY_FILES = {
  inferenceServing: `package/lib.commonjs/inference/${FACTORIES}/InferenceServing__factory.js`,
  ledgerManager: `package/lib.commonjs/ledger/${FACTORIES}/LedgerManager__factory.js`,
} as const
