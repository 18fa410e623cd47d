import { JsonRpcProvider, Network } from 'ethers'

/** A client for a replayed chain: its network is known, answers are never cached, receipts are polled for often. */
export function connect(url: string, chainId: number): JsonRpcProvider {
  const network = Network.from(chainId)
  const chain = new JsonRpcProvider(url, network, { staticNetwork: network, cacheTimeout: -1, batchMaxCount: 1 })
  chain.pollingInterval = 50
  return chain
}
