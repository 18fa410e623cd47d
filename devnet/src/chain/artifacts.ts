import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Interface, type InterfaceAbi } from 'ethers'

const require = createRequire(import.meta.url)

/** Interface and creation bytecode of one contract. */
export interface Artifact {
  abi: Interface
  bytecode: string
}

const compute = (path: string) => join(dirname(require.resolve('@0gfoundation/0g-compute-ts-sdk')), path)
const storage = (path: string) => join(dirname(require.resolve('@0gfoundation/0g-ts-sdk')), path)

/** Official InferenceServing: byte-identical to mainnet's implementation. */
export const inferenceServing = () =>
  fromFactory(
    compute('inference/contract/typechain/factories/InferenceServing__factory.js'),
    'InferenceServing__factory',
  )
/** Official LedgerManager: byte-identical to mainnet's implementation. */
export const ledgerManager = () =>
  fromFactory(compute('ledger/contract/typechain/factories/LedgerManager__factory.js'), 'LedgerManager__factory')
/** Official storage contracts. */
/** Official FineTuningServing of the same SDK: the build of a test network. */
export const fineTuningServing = () =>
  fromFactory(
    compute('fine-tuning/contract/typechain/factories/FineTuningServing__factory.js'),
    'FineTuningServing__factory',
  )
export const fixedPriceFlow = () => fromFactory(storage('contracts/flow/index.js'), 'FixedPriceFlow__factory')
export const fixedPrice = () => fromFactory(storage('contracts/market/index.js'), 'FixedPrice__factory')
/** OpenZeppelin 4.9, as mainnet's proxies. */
export const upgradeableBeacon = () => fromJson(require.resolve(openZeppelin('UpgradeableBeacon')))
export const erc1967Proxy = () => fromJson(require.resolve(openZeppelin('ERC1967Proxy')))
export const beaconProxy = () => fromJson(require.resolve(openZeppelin('BeaconProxy')))
/** A contract of devnet/contracts, compiled by the build. */
export const ownContract = (name: string) =>
  fromJson(new URL(`../../dist/contracts/${name}.json`, import.meta.url).pathname)
/** The flow asks its reward contract; this one answers everything with success. No package carries its bytecode. */
export const rewardStub: Artifact = { abi: new Interface([]), bytecode: '0x6001600c60003960016000f300' }

function openZeppelin(name: string): string {
  return `@openzeppelin/contracts/build/contracts/${name}.json`
}

function fromFactory(file: string, name: string): Artifact {
  const factory = (require(file) as Record<string, { abi: InterfaceAbi; bytecode: string } | undefined>)[name]
  if (factory === undefined) throw new Error(`${file} has no ${name}. Is another version of the package installed?`)
  return { abi: Interface.from(factory.abi), bytecode: factory.bytecode }
}

function fromJson(file: string): Artifact {
  const { abi, bytecode } = JSON.parse(readFileSync(file, 'utf8')) as { abi: InterfaceAbi; bytecode: string }
  return { abi: Interface.from(abi), bytecode }
}
