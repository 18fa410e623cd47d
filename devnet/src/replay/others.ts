import type { Network } from '@touchstone/networks'
import type { Hex } from '@touchstone/verify'
import { Contract, id, type JsonRpcProvider, type Wallet } from 'ethers'
import * as artifacts from '../chain/artifacts.js'
import { deploy, place, send } from './place.js'
import type { Truth } from './truth.js'

/** Neuron per sector of 256 bytes, as on mainnet's turbo network. */
const PRICE_PER_SECTOR = 30_733_644_962n
/** So many that no mining epoch ever ends here. */
const BLOCKS_PER_EPOCH = 1_000_000_000n
const ANCHORS = 2

interface Stage {
  chain: JsonRpcProvider
  owner: Wallet
  users: readonly Wallet[]
  truth: Truth
}

/**
 * Every other contract that is in use, at its own address: the storage Flow with anchors, the identity registry with
 * agents. What nothing here speaks to is a contract that accepts every call: its address must hold code.
 */
export async function placeOthers(network: Network, stage: Stage): Promise<void> {
  const { chain, owner } = stage
  for (const contract of network.contracts) {
    if (contract.retired || contract.unconfirmed) continue
    if (contract.kind === 'flow') await playFlow(contract.address, stage)
    else if (contract.kind === 'identityRegistry') await playIdentity(contract.address, stage)
    else if (contract.kind === 'fineTuningServing') await placeFineTuning(contract, stage)
    else if (contract.kind !== 'inferenceServing' && contract.kind !== 'ledgerManager') {
      const silent = await deploy(owner, artifacts.rewardStub)
      if (contract.upgradeable) await place(chain, owner, contract.address, artifacts.erc1967Proxy(), [silent, '0x'])
      else await chain.send('anvil_setCode', [contract.address, await chain.getCode(silent)])
    }
  }
}

async function playFlow(flow: Hex, { chain, owner, users, truth }: Stage): Promise<void> {
  const { abi } = artifacts.fixedPriceFlow()
  await place(chain, owner, flow, artifacts.fixedPriceFlow(), [0])
  const market = await deploy(owner, artifacts.fixedPrice())
  const reward = await deploy(owner, artifacts.rewardStub)
  const setMarket = artifacts.fixedPrice().abi.encodeFunctionData('initialize', [PRICE_PER_SECTOR, flow, reward])
  await send(owner, { to: market, data: setMarket }, 'The market')
  await send(owner, { to: flow, data: abi.encodeFunctionData('initialize', [market, BLOCKS_PER_EPOCH]) }, 'The Flow')
  const author = users[0] as Wallet
  for (let n = 0; n < ANCHORS; n++) {
    const root = id(`${flow}/anchor/${n}`) as Hex
    const submission = { data: { length: 256n, tags: '0x', nodes: [{ root, height: 0n }] }, submitter: author.address }
    const data = abi.encodeFunctionData('submit', [submission])
    await send(author, { to: flow, data, value: PRICE_PER_SECTOR }, 'An anchor')
    truth.anchors.push({ flow, root })
  }
}

/** The registry behind an ERC-1967 proxy, as the file says; two agents, the second of which changes hands. */
async function playIdentity(registry: Hex, { chain, owner, users, truth }: Stage): Promise<void> {
  const implementation = await deploy(owner, artifacts.ownContract('IdentityRegistry'))
  await place(chain, owner, registry, artifacts.erc1967Proxy(), [implementation, '0x'])
  const [first, second, buyer] = users as [Wallet, Wallet, Wallet]
  const { abi } = artifacts.ownContract('IdentityRegistry')
  const lower = (wallet: Wallet) => wallet.address.toLowerCase() as Hex
  for (const [n, user] of [first, second].entries()) {
    const contract = new Contract(registry, abi, user)
    const agentId = BigInt(await contract.getFunction('register(string)').staticCall(`data:,agent${n}`))
    const data = abi.encodeFunctionData('register(string)', [`data:,agent${n}`])
    await send(user, { to: registry, data }, 'A registration')
    truth.agents.push({ registry, agentId, owner: lower(user) })
  }
  const sold = truth.agents.at(-1)
  if (sold === undefined) return
  const data = abi.encodeFunctionData('transferFrom', [second.address, buyer.address, sold.agentId])
  await send(second, { to: registry, data }, 'A sale')
  sold.owner = lower(buyer)
}

async function placeFineTuning(
  { address, beacon, implementations }: Network['contracts'][number],
  { chain, owner }: Stage,
) {
  const code = implementations?.[0]?.address
  if (beacon === undefined || code === undefined)
    throw new Error(`${address} has no beacon or implementation on record.`)
  const deployed = await deploy(owner, artifacts.fineTuningServing())
  await chain.send('anvil_setCode', [code, await chain.getCode(deployed)])
  await place(chain, owner, beacon, artifacts.upgradeableBeacon(), [code])
  await place(chain, owner, address, artifacts.beaconProxy(), [beacon, '0x'])
}
