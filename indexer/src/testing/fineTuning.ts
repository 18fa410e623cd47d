import { createRequire } from 'node:module'
import path from 'node:path'
import { Contract, type JsonRpcSigner, parseEther, Wallet } from 'ethers'
import { TEST_CHAIN_ID } from './anvil'
import { type Artifact, type Deployment, deploy, openZeppelin, send } from './contracts'

const load = createRequire(__filename)
const compute = path.dirname(load.resolve('@0gfoundation/0g-compute-ts-sdk'))
const fineTuningServing = (): Artifact =>
  load(path.join(compute, 'fine-tuning/contract/typechain/factories/FineTuningServing__factory.js'))
    .FineTuningServing__factory

const LOCK_TIME = 86_400
const PENALTY_PERCENT = 30
const SERVICE = 'fine-tuning-v1.0'
const VERIFIER_MESSAGE = [
  { name: 'id', type: 'string' },
  { name: 'encryptedSecret', type: 'bytes' },
  { name: 'modelRootHash', type: 'bytes' },
  { name: 'nonce', type: 'uint256' },
  { name: 'taskFee', type: 'uint256' },
  { name: 'user', type: 'address' },
]

/** The official fine-tuning contract beside the others, in the SDK's build. */
export interface FineTuning {
  address: string
  of(from: JsonRpcSigner): Contract
}

export async function deployFineTuning({ owner, ledger, ledgerManager }: Deployment): Promise<FineTuning> {
  const code = await deploy(owner, fineTuningServing(), [])
  const beacon = await deploy(owner, openZeppelin('UpgradeableBeacon'), [code])
  const address = await deploy(owner, openZeppelin('BeaconProxy'), [beacon, '0x'])
  const of = (from: JsonRpcSigner) => new Contract(address, fineTuningServing().abi, from)
  await send(of(owner), 'initialize', [LOCK_TIME, ledgerManager.address, owner.address, PENALTY_PERCENT])
  await send(ledger(owner), 'registerService', ['fine-tuning', 'v1.0', address, 'test'])
  return { address, of }
}

/** One task from registration to payment. @returns the fee. */
export async function runTask(
  deployment: Deployment,
  fineTuning: FineTuning,
  { provider, payer, id, root }: { provider: JsonRpcSigner; payer: JsonRpcSigner; id: string; root: string },
): Promise<bigint> {
  const tee = Wallet.createRandom()
  const [own, owners, users] = [provider, deployment.owner, payer].map((from) => fineTuning.of(from))
  if (!own || !owners || !users) throw new Error('There are three parties.')
  const stake = (await own.getFunction('MIN_PROVIDER_STAKE')()) as bigint
  const quota = [8n, 64n, 1n, 500n, 'H100']
  await send(own, 'addOrUpdateService', ['http://127.0.0.1:1', quota, 7n, false, ['m'], tee.address], stake)
  await send(owners, 'acknowledgeTEESignerByOwner', [provider.address])
  await send(deployment.ledger(payer), 'addLedger', [''], parseEther('5'))
  await send(deployment.ledger(payer), 'transferFund', [provider.address, SERVICE, parseEther('1')])
  await send(users, 'acknowledgeTEESigner', [provider.address, true])
  await send(own, 'addDeliverable', [payer.address, id, root])
  await send(users, 'acknowledgeDeliverable', [provider.address, id])
  const fee = 12_345n
  const said = { id, encryptedSecret: '0x01', modelRootHash: root, nonce: 1n, taskFee: fee, user: payer.address }
  const domain = { name: '0G Fine-Tuning Serving', version: '1', chainId: TEST_CHAIN_ID }
  const signature = await tee.signTypedData(
    { ...domain, verifyingContract: fineTuning.address },
    { VerifierMessage: VERIFIER_MESSAGE },
    said,
  )
  await send(own, 'settleFees', [{ ...said, signature }])
  return fee
}
