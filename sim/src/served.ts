import { ForkChain } from './chain/forkChain.js'
import { GeneratedChain, type Recipe } from './chain/generatedChain.js'
import { toQuantity } from './chain/hex.js'
import { DEPLOYED, SIM_CHAIN_ID, toNetworkFile } from './contracts.js'
import { buildRegistrationRecipe } from './recipe/registrations.js'
import { buildSettlementRecipe } from './recipe/settlements.js'
import { type RpcServer, startRpcServer } from './rpc/server.js'
import type { Settings } from './settings.js'

/** A generated chain that is served, with the means to let it go on. */
export interface ServedChain {
  rpc: RpcServer
  chain: ForkChain
  /** A network's file that names the served endpoints. */
  network: object
  /** Adds the next block of the same kind. @returns its height. */
  mineNext(): number
  close(): Promise<void>
}

/** Generates a chain by the settings and serves it. */
export async function serveGenerated(settings: Settings): Promise<ServedChain> {
  const { finality } = settings
  const recipe = buildRecipe(settings)
  const base = new GeneratedChain(recipe, { chainId: SIM_CHAIN_ID, finality })
  const chain = new ForkChain({ chainId: SIM_CHAIN_ID, finality, base })
  const mineNext = () => chain.mine(recipe.drafts(chain.snapshot().head + 1)).header.number
  const rpc = await startRpcServer({
    ...settings,
    chain,
    deployed: DEPLOYED,
    extraMethods: { sim_mine: () => toQuantity(mineNext()) },
  })
  const timer = settings.mineEveryMs > 0 ? setInterval(mineNext, settings.mineEveryMs) : undefined
  return {
    rpc,
    chain,
    network: toNetworkFile({ url: rpc.url, wsUrl: rpc.wsUrl, finality }),
    mineNext,
    close: () => {
      clearInterval(timer)
      return rpc.close()
    },
  }
}

function buildRecipe({ profile, seed, blocks, density, perBlock }: Settings): Recipe {
  return profile === 'settlements'
    ? buildSettlementRecipe({ seed, blocks, density, itemsPerBlock: perBlock })
    : buildRegistrationRecipe({ seed, blocks, density, perBlock })
}
