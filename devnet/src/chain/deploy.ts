import type { Hex } from '@touchstone/verify'
import { getCreateAddress, type JsonRpcProvider, type TransactionReceipt, type Wallet } from 'ethers'
import type { Artifact } from './artifacts.js'
import * as artifacts from './artifacts.js'
import { walletOf } from './keys.js'

/** Where a contract lives, and from which block on it has logs. */
export interface Deployed {
  address: Hex
  beacon?: Hex
  startBlock: number
  /** What ran before the first block that is read: the beacon tells it in its own construction, maybe a block earlier. */
  implementations?: { address: Hex; generation: 'E'; fromBlock: number }[]
}
export type Deployment = Record<
  'inferenceServing' | 'ledgerManager' | 'flow' | 'identityRegistry' | 'daSigners' | 'daEntrance',
  Deployed
>

const LOCK_SECONDS = 86_400n
/** Neuron per sector of 256 bytes, as on mainnet's turbo network. */
const PRICE_PER_SECTOR = 30_733_644_962n
/** So many that no mining epoch ever ends here. */
const BLOCKS_PER_EPOCH = 1_000_000_000n
const GAS = 9_000_000

interface Step {
  to: string | null
  data: string
}

/**
 * Deploys and wires everything in two or three blocks, in an order that gives every contract the same address on
 * every devnet. Expects an account that has sent nothing yet.
 */
export async function deploy(chain: JsonRpcProvider): Promise<Deployment> {
  const owner = walletOf('deployer', chain)
  const plan = buildPlan(owner.address)
  const receipts = await sendAll(owner, plan.steps)
  const at = (name: string): Deployed => {
    const receipt = receipts.find((candidate) => candidate.contractAddress === plan.address(name))
    if (receipt === undefined) throw new Error(`The deployment of ${name} left no contract at ${plan.address(name)}.`)
    return { address: plan.address(name), startBlock: receipt.blockNumber }
  }
  const inference = at('inference')
  const code = { address: plan.address('inferenceCode'), generation: 'E' as const, fromBlock: inference.startBlock }
  return {
    inferenceServing: { ...inference, beacon: plan.address('inferenceBeacon'), implementations: [code] },
    ledgerManager: { ...at('ledger'), beacon: plan.address('ledgerBeacon') },
    flow: at('flow'),
    identityRegistry: at('identity'),
    daSigners: at('daSigners'),
    daEntrance: at('daEntrance'),
  }
}

/** Addresses that `deploy` gives: whether they hold code says whether this chain is a finished devnet. */
export function expectedAddresses(chain: JsonRpcProvider): string[] {
  const plan = buildPlan(walletOf('deployer', chain).address)
  return ['inference', 'ledger', 'flow', 'market', 'identity', 'daSigners', 'daEntrance'].map((name) =>
    plan.address(name),
  )
}

function buildPlan(owner: string) {
  const steps: Step[] = []
  const addresses = new Map<string, Hex>()
  const address = (name: string): Hex => {
    const found = addresses.get(name)
    if (found === undefined) throw new Error(`${name} is used before it is deployed.`)
    return found
  }
  const create = (name: string, { abi, bytecode }: Artifact, args: unknown[]) => {
    addresses.set(name, getCreateAddress({ from: owner, nonce: steps.length }) as Hex)
    steps.push({ to: null, data: bytecode + abi.encodeDeploy(args).slice(2) })
  }
  const call = (name: string, { abi }: Artifact, method: string, args: unknown[]) =>
    steps.push({ to: address(name), data: abi.encodeFunctionData(method, args) })
  planCompute(owner, { create, call, address })
  planStorage({ create, call, address })
  create('identity', artifacts.ownContract('IdentityRegistry'), [])
  create('daSigners', artifacts.ownContract('DASigners'), [])
  create('daEntrance', artifacts.ownContract('DAEntrance'), [address('daSigners')])
  return { steps, address }
}

interface Planner {
  create(name: string, artifact: Artifact, args: unknown[]): void
  call(name: string, artifact: Artifact, method: string, args: unknown[]): void
  address(name: string): Hex
}

function planCompute(owner: string, { create, call, address }: Planner): void {
  const ledger = artifacts.ledgerManager()
  const inference = artifacts.inferenceServing()
  const proxy = (name: string, initialize: string) => {
    create(`${name}Beacon`, artifacts.upgradeableBeacon(), [address(`${name}Code`)])
    create(name, artifacts.beaconProxy(), [address(`${name}Beacon`), initialize])
  }
  create('ledgerCode', ledger, [])
  proxy('ledger', ledger.abi.encodeFunctionData('initialize', [owner]))
  create('inferenceCode', inference, [])
  proxy('inference', inference.abi.encodeFunctionData('initialize', [LOCK_SECONDS, address('ledger'), owner]))
  call('ledger', ledger, 'registerService', ['inference', 'v1.0', address('inference'), 'Inference serving'])
  call('ledger', ledger, 'setRecommendedService', ['inference', 'v1.0'])
}

function planStorage({ create, call, address }: Planner): void {
  const market = artifacts.fixedPrice()
  const flow = artifacts.fixedPriceFlow()
  create('reward', artifacts.rewardStub, [])
  create('market', market, [])
  create('flow', flow, [0])
  call('market', market, 'initialize', [PRICE_PER_SECTOR, address('flow'), address('reward')])
  call('flow', flow, 'initialize', [address('market'), BLOCKS_PER_EPOCH])
}

/** All at once: waiting for each block would take as many blocks as there are steps. */
async function sendAll(owner: Wallet, steps: readonly Step[]): Promise<TransactionReceipt[]> {
  const sent = []
  for (const [nonce, step] of steps.entries()) sent.push(await owner.sendTransaction({ ...step, nonce, gasLimit: GAS }))
  return Promise.all(
    sent.map(async (transaction, at) => {
      const receipt = await transaction.wait()
      if (receipt === null) throw new Error(`Step ${at} of the deployment was not mined.`)
      return receipt
    }),
  )
}
