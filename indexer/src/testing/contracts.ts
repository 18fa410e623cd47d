import { createRequire } from 'node:module'
import path from 'node:path'
import { Contract, ContractFactory, type InterfaceAbi, type JsonRpcSigner, parseEther } from 'ethers'
import type { TestChain } from './anvil'

const load = createRequire(__filename)
const compute = path.dirname(load.resolve('@0gfoundation/0g-compute-ts-sdk'))
const storage = path.dirname(load.resolve('@0gfoundation/0g-ts-sdk'))

export interface Artifact {
  abi: InterfaceAbi
  bytecode: string
}

const serving = (): Artifact =>
  load(path.join(compute, 'inference/contract/typechain/factories/InferenceServing__factory.js'))
    .InferenceServing__factory
const ledgerManager = (): Artifact =>
  load(path.join(compute, 'ledger/contract/typechain/factories/LedgerManager__factory.js')).LedgerManager__factory
const fixedPriceFlow = (): Artifact =>
  load(path.join(storage, 'contracts/flow/factories/FixedPriceFlow__factory.js')).FixedPriceFlow__factory
const fixedPrice = (): Artifact =>
  load(path.join(storage, 'contracts/market/factories/FixedPrice__factory.js')).FixedPrice__factory
export const openZeppelin = (name: string): Artifact => load(`@openzeppelin/contracts/build/contracts/${name}.json`)

/** Accepts calls and does nothing: storage rewards have no bytecode in any package. */
const REWARD_STUB = '0x6001600c60003960016000f300'
const LOCK_TIME = 86_400

/** The official contracts on a test chain, wired as on mainnet, callable by any account. */
export interface Deployment {
  inferenceServing: {
    address: string
    beacon: string
    startBlock: number
    implementations: { address: string; generation: 'E'; fromBlock: number }[]
  }
  ledgerManager: { address: string; beacon: string; startBlock: number }
  flow: { address: string; startBlock: number }
  /** Another storage network on the same chain. */
  standardFlow: { address: string; startBlock: number }
  owner: JsonRpcSigner
  serving(from: JsonRpcSigner): Contract
  ledger(from: JsonRpcSigner): Contract
  storage(from: JsonRpcSigner): Contract
  standardStorage(from: JsonRpcSigner): Contract
}

/** Deploys InferenceServing and LedgerManager behind beacon proxies, and two storage Flows with their markets. */
export async function deployContracts({ provider }: TestChain): Promise<Deployment> {
  const owner = await provider.getSigner(0)
  const servingCode = await deploy(owner, serving(), [])
  const servingBeacon = await deploy(owner, openZeppelin('UpgradeableBeacon'), [servingCode])
  const ledgerCode = await deploy(owner, ledgerManager(), [])
  const ledgerBeacon = await deploy(owner, openZeppelin('UpgradeableBeacon'), [ledgerCode])
  const servingProxy = await deploy(owner, openZeppelin('BeaconProxy'), [servingBeacon, '0x'])
  const ledgerProxy = await deploy(owner, openZeppelin('BeaconProxy'), [ledgerBeacon, '0x'])
  const flow = await deployFlow(owner)
  const standardFlow = await deployFlow(owner)
  const at = (address: string, artifact: Artifact) => (from: JsonRpcSigner) => new Contract(address, artifact.abi, from)
  const deployment = {
    inferenceServing: {
      ...{ address: servingProxy, beacon: servingBeacon, startBlock: 1 },
      implementations: [{ address: servingCode, generation: 'E' as const, fromBlock: 1 }],
    },
    ledgerManager: { address: ledgerProxy, beacon: ledgerBeacon, startBlock: 1 },
    flow: { address: flow, startBlock: 1 },
    standardFlow: { address: standardFlow, startBlock: 1 },
    owner,
    serving: at(servingProxy, serving()),
    ledger: at(ledgerProxy, ledgerManager()),
    storage: at(flow, fixedPriceFlow()),
    standardStorage: at(standardFlow, fixedPriceFlow()),
  }
  await send(deployment.ledger(owner), 'initialize', [owner.address])
  await send(deployment.serving(owner), 'initialize', [LOCK_TIME, ledgerProxy, owner.address])
  await send(deployment.ledger(owner), 'registerService', ['inference', 'v1.0', servingProxy, 'test'])
  return deployment
}

/** Calls a function and waits for the receipt. */
export async function send(contract: Contract, name: string, args: unknown[], value = 0n) {
  const sent = await contract.getFunction(name).send(...args, { value, gasLimit: 5_000_000 })
  const receipt = await sent.wait()
  if (receipt?.status !== 1) throw new Error(`${name} was reverted.`)
  return receipt
}

/** A payer with a funded sub-account at the provider. */
export async function fundAccount(deployment: Deployment, payer: JsonRpcSigner, provider: string, amount = '1') {
  const ledger = deployment.ledger(payer)
  await send(ledger, 'addLedger', [''], parseEther('5'))
  await send(ledger, 'transferFund', [provider, 'inference-v1.0', parseEther(amount)])
}

async function deployFlow(owner: JsonRpcSigner): Promise<string> {
  const reward = await deploy(owner, { abi: [], bytecode: REWARD_STUB }, [])
  const market = await deploy(owner, fixedPrice(), [])
  const flow = await deploy(owner, fixedPriceFlow(), [0])
  await send(new Contract(market, fixedPrice().abi, owner), 'initialize', [1n, flow, reward])
  await send(new Contract(flow, fixedPriceFlow().abi, owner), 'initialize', [market, 1_000_000_000])
  return flow
}

/** Deploys a contract and waits for it. @returns its address, lower case. */
export async function deploy(owner: JsonRpcSigner, artifact: Artifact, args: unknown[]): Promise<string> {
  const contract = await new ContractFactory(artifact.abi, artifact.bytecode, owner).deploy(...args)
  await contract.waitForDeployment()
  return (await contract.getAddress()).toLowerCase()
}
