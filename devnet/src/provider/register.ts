import { Contract, type JsonRpcProvider, type Wallet } from 'ethers'
import { walletOf } from '../chain/keys.js'
import { signerOf } from './signing.js'
import { type ProviderStory, toAdditionalInfo } from './story.js'

const STAKE = 100n * 10n ** 18n

interface Service {
  url: string
  teeSignerAcknowledged: boolean
}

/**
 * Registers the service with its stake, or corrects the URL of an earlier run, and has the contract's owner acknowledge
 * its signer. The label is "TeeML" for all, as on mainnet, whatever they are.
 */
export async function registerService(
  inference: Contract,
  story: ProviderStory,
  wallet: Wallet,
  url: string,
): Promise<void> {
  const before = await findService(inference, wallet.address)
  if (before?.url === url) return
  const service = {
    ...{ serviceType: 'chatbot', url, model: story.model, verifiability: 'TeeML' },
    ...{ inputPrice: story.inputPrice, outputPrice: story.outputPrice },
    ...{ additionalInfo: toAdditionalInfo(story), teeSignerAddress: signerOf(story).address },
  }
  const contract = inference.connect(wallet) as Contract
  const value = before === undefined ? STAKE : 0n
  await (await contract.getFunction('addOrUpdateService').send(service, { value })).wait()
}

/** The contract owner's part: without it no settlement is accepted. */
export async function acknowledgeSigners(
  inference: Contract,
  chain: JsonRpcProvider,
  providers: readonly string[],
): Promise<void> {
  const owner = walletOf('deployer', chain)
  const contract = inference.connect(owner) as Contract
  const sent = []
  for (const provider of providers) {
    if ((await findService(inference, provider))?.teeSignerAcknowledged) continue
    const nonce = await owner.getNonce('pending')
    sent.push(await contract.getFunction('acknowledgeTEESignerByOwner').send(provider, { nonce }))
  }
  await Promise.all(sent.map((transaction) => transaction.wait()))
}

async function findService(inference: Contract, provider: string): Promise<Service | undefined> {
  if (!(await inference.getFunction('serviceExists').staticCall(provider))) return undefined
  const { url, teeSignerAcknowledged } = (await inference.getFunction('getService').staticCall(provider)) as Service
  return { url, teeSignerAcknowledged }
}
