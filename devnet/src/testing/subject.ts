import type { Hex, ServiceInForce, SettlementSubject } from '@touchstone/verify'
import type { Log } from 'ethers'
import { ledgerManager } from '../chain/artifacts.js'
import { CHAIN_ID } from '../chain/connect.js'
import type { Settled } from './receipts.js'
import type { Running } from './running.js'

/** What a verifier is told about a provider's first settlement, read from the chain as an indexer would. */
export async function firstSubject(
  devnet: Running,
  { item, caller, status, hash }: Settled,
): Promise<SettlementSubject> {
  const { inference, chain } = devnet
  const receipt = await chain.getTransactionReceipt(hash)
  const block = receipt && (await chain.getBlock(receipt.blockNumber))
  if (!receipt || !block) throw new Error(`${hash} is not mined.`)
  const filter = inference.filters.BalanceUpdated?.(item.user, caller)
  const levels = (filter && (await inference.queryFilter(filter, 0, receipt.blockNumber))) ?? []
  const at = levels.findIndex((log) => log.transactionHash === hash)
  const levelOf = (log: Log | undefined): bigint | null =>
    log === undefined ? null : (inference.interface.parseLog(log)?.args.amount ?? null)
  const spent = receipt.logs.map((log) => ledgerManager().abi.parseLog(log)).find((log) => log?.name === 'FundSpent')
  const service = await inference.getFunction('getService').staticCall(caller)
  return {
    ...{
      id: `${CHAIN_ID}-${hash}-0`,
      chainId: CHAIN_ID,
      generation: 'E',
      ordinal: 0,
      contract: lower(await inference.getAddress()),
    },
    ...{ txHash: hash as Hex, blockNumber: block.number, blockHash: block.hash as Hex },
    ...{ blockTime: block.timestamp * 1000, status, unsettledAmount: 0n, caller: lower(caller) },
    payer: lower(item.user),
    item: { ...toPlain(item), user: lower(item.user), provider: lower(item.provider) },
    fundSpent: spent?.args.amount ?? null,
    ...{ balanceAfter: levelOf(levels[at]), balanceBefore: levelOf(levels[at - 1]), previousNonce: null },
    ...{ signer: lower(service.teeSignerAddress), signerAcknowledged: service.teeSignerAcknowledged },
    services: [await serviceInForce(devnet, service)],
  }
}

async function serviceInForce({ chain }: Running, service: Record<string, unknown>): Promise<ServiceInForce> {
  const first = await chain.getBlock(0)
  return {
    ...{ since: (first?.timestamp ?? 0) * 1000, until: null, model: String(service.model), targetTeeAddress: null },
    teeSigner: lower(String(service.teeSignerAddress)),
    ...{ inputPrice: service.inputPrice as bigint, outputPrice: service.outputPrice as bigint, pricing: 'plain' },
  }
}

// A decoded struct is an array with names.
function toPlain({ totalFee, requestsHash, nonce, signature }: Settled['item']) {
  return { totalFee, requestsHash, nonce, signature }
}

function lower(address: string): Hex {
  return address.toLowerCase() as Hex
}
