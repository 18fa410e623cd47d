import { type HDNodeWallet, hexlify, type JsonRpcSigner, randomBytes, Wallet } from 'ethers'
import { TEST_CHAIN_ID } from './anvil'
import { type Deployment, send } from './contracts'

/** A provider with its signing key. */
export interface TestProvider {
  signer: JsonRpcSigner
  teeSigner: HDNodeWallet
}

export interface TestItem {
  user: string
  provider: string
  totalFee: bigint
  requestsHash: string
  nonce: bigint
  signature: string
}

const TYPES = {
  TEESettlement: [
    { name: 'requestsHash', type: 'bytes32' },
    { name: 'nonce', type: 'uint256' },
    { name: 'provider', type: 'address' },
    { name: 'user', type: 'address' },
    { name: 'totalFee', type: 'uint256' },
  ],
}

/** A service as addOrUpdateService takes it, with its stake paid on registration. */
export interface TestService {
  serviceType: string
  url: string
  model: string
  verifiability: string
  inputPrice: bigint
  outputPrice: bigint
  additionalInfo: string
  teeSignerAddress: string
}

export function buildService(teeSignerAddress: string, change: Partial<TestService> = {}): TestService {
  return {
    serviceType: 'chatbot',
    url: 'http://127.0.0.1:1',
    model: 'qwen/qwen3-8b',
    verifiability: 'TeeML',
    inputPrice: 10n,
    outputPrice: 20n,
    additionalInfo: JSON.stringify({ TargetSeparated: false, TEEVerifier: 'dstack' }),
    teeSignerAddress,
    ...change,
  }
}

/** Registers a service with its stake and has the contract owner acknowledge the signer. */
export async function registerProvider(deployment: Deployment, signer: JsonRpcSigner): Promise<TestProvider> {
  const teeSigner = Wallet.createRandom()
  const serving = deployment.serving(signer)
  const stake = (await serving.getFunction('MIN_PROVIDER_STAKE')()) as bigint
  await send(serving, 'addOrUpdateService', [buildService(teeSigner.address)], stake)
  await send(deployment.serving(deployment.owner), 'acknowledgeTEESignerByOwner', [signer.address])
  return { signer, teeSigner }
}

/** Signs a bill the way the broker does (EIP-712). */
export async function signItem(
  deployment: Deployment,
  provider: TestProvider,
  what: { user: string; totalFee: bigint; nonce: bigint; provider?: string },
  change: Partial<TestItem> = {},
): Promise<TestItem> {
  const message = { provider: provider.signer.address, ...what, requestsHash: hexlify(randomBytes(32)) }
  const domain = {
    name: '0G Inference Serving',
    version: '1',
    chainId: TEST_CHAIN_ID,
    verifyingContract: deployment.inferenceServing.address,
  }
  return { ...message, signature: await provider.teeSigner.signTypedData(domain, TYPES, message), ...change }
}

export function settle(deployment: Deployment, provider: TestProvider, items: TestItem[]) {
  return send(deployment.serving(provider.signer), 'settleFeesWithTEE', [items])
}
