import { RpcError } from '@subsquid/rpc-client'
import type { Network } from '@touchstone/networks'
import { ConfigError } from './config-error'
import { printableUrl, type Rpc } from './rpc'

/** A node that is overloaded for a moment says so in words like these; that is no reason to stop for good. */
const PASSING = /rate|limit|too many|busy|overload|time[d ]?-?out|capacity|temporar|try again/i

/** A node behind the same address may lag: one null says nothing yet. */
const TRIES = 3
const PAUSE_MS = 500

/**
 * Asserts that the RPC can tell of the blocks that are read from it next: that it still has the first of them, and gives
 * its logs. Otherwise the SDK would stop on it again and again, with an error that names neither.
 * @param from first block that will be asked for; undefined where only blocks that are not final yet will be.
 * @param head height of the RPC's newest block.
 * @throws ConfigError naming the RPC and what to do.
 */
export async function assertHistory(
  rpc: Pick<Rpc, 'url' | 'findBlockHash' | 'getLogs'>,
  network: Network,
  { from, head }: { from: number | undefined; head: number },
): Promise<void> {
  const final = head - network.finality
  const block = Math.max(from === undefined ? final + 1 : Math.min(from, final), 0)
  const where = `RPC ${printableUrl(rpc.url)}`
  const addresses = network.contracts.map(({ address }) => address)
  const [missing, refused] = await Promise.all([
    refusalOf(async () => (await rpc.findBlockHash(block)) === undefined),
    refusalOf(async () => !Array.isArray(await rpc.getLogs(block, addresses))),
  ])
  if (missing)
    throw new ConfigError(
      `${where} has no block ${block}, from which on network ${network.name} is read, though its head is ${head}${missing}: set RPC_URL or WS_URL to a node that keeps all blocks since then (an archive node), or GATEWAY_URL to a gateway that has them.`,
    )
  if (refused)
    throw new ConfigError(
      `${where} does not give the logs of block ${block} (eth_getLogs)${refused}: set RPC_URL or WS_URL to a node that serves logs.`,
    )
}

/** @returns what the node said, in brackets, where it lacks what was asked for; undefined where it has it, or may have it. */
async function refusalOf(lacks: () => Promise<boolean>): Promise<string | undefined> {
  try {
    for (let tries = 0; tries < TRIES; tries++) {
      if (!(await lacks())) return undefined
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
    return ' (it answered null)'
  } catch (error) {
    const isFinal = error instanceof RpcError && !PASSING.test(error.message)
    return isFinal ? ` (${error.message.slice(0, 200)})` : undefined
  }
}
