import type { Network } from '@touchstone/networks'
import { Wallet } from 'ethers'
import { fund, keyOf, walletOf } from '../chain/keys.js'
import { startReplayAnvil } from './anvil.js'
import { deployCode } from './code.js'
import { connect } from './connect.js'
import { placeOthers } from './others.js'
import { type Cast, OG } from './pair.js'
import { replayPairs } from './pairs.js'
import type { Truth } from './truth.js'

const PURSE = 1_000_000n * OG
const USERS = ['atlas', 'birch', 'cedar', 'dune']

export interface RunningReplay {
  url: string
  /** Height at which the chain begins: no block of the file's history before it exists. */
  firstBlock: number
  /** Height at which the last thing of the truth has happened. */
  lastBlock: number
  truth: Truth
  stop(): Promise<void>
}

/**
 * Plays a network's recorded history on a chain of its own: chain id, proxies, beacons and implementations as in the
 * network's file, code of every generation from the official packages, and payments under each.
 *
 * The chain begins at the last start block of the file, since no chain can be mined through the millions of blocks
 * between them; contracts that stood side by side in time follow each other here.
 * @param cache folder for the bytecode of old packages
 * @throws BytecodeError where an old package cannot be had; Error where anvil or an official contract does not do as told.
 */
export async function startReplay(network: Network, port: number, cache: string): Promise<RunningReplay> {
  const firstBlock = Math.max(...network.contracts.map(({ startBlock }) => startBlock))
  const anvil = await startReplayAnvil(port, network.chainId, firstBlock)
  const chain = connect(anvil.url, network.chainId)
  const truth: Truth = { settlements: [], switches: [], anchors: [], agents: [] }
  const stop = async () => {
    chain.destroy()
    await anvil.stop()
  }
  try {
    const cast: Cast = {
      owner: walletOf('deployer', chain),
      provider: walletOf('provider/alder', chain),
      stranger: walletOf('provider/beech', chain),
      users: USERS.map((name) => walletOf(`agent/${name}`, chain)),
      signer: new Wallet(keyOf('tee/alder')),
    }
    const wallets = [cast.owner, cast.provider, cast.stranger, ...cast.users]
    await fund(
      chain,
      wallets.map(({ address }) => address),
      PURSE,
    )
    const code = await deployCode(chain, cast.owner, cache)
    await placeOthers(network, { chain, owner: cast.owner, users: cast.users, truth })
    await replayPairs(network, { chain, cast, code, truth })
    const lastBlock = await chain.getBlockNumber()
    await chain.send('anvil_mine', [`0x${(network.finality + 2).toString(16)}`])
    anvil.keepMining()
    return { url: anvil.url, firstBlock, lastBlock, truth, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
