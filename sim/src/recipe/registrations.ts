import { directCall, type TransactionDraft } from '../chain/draft.js'
import type { Recipe } from '../chain/generatedChain.js'
import { CONTRACTS } from '../contracts.js'
import { chooseHeights } from './heights.js'
import { SELECTORS, TOPICS } from './topics.js'
import { dynamic, padDigits, tail, textHex, word } from './words.js'

export interface RegistrationRecipeOptions {
  seed: number
  blocks: number
  /** Share of blocks with registrations, (0, 1]. */
  density: number
  /** Registrations, each a transaction of its own, in such a block. At most 4 096. */
  perBlock: number
  /** Agents that one owner registers. */
  agentsPerOwner?: number
}

const WALLET_KEY = tail(textHex('agentWallet'))

/** A chain of ERC-8004 registrations: `register(string)` sent by the owner to the registry itself, ids from 0 on. */
export function buildRegistrationRecipe(options: RegistrationRecipeOptions): Recipe {
  const { seed, blocks, density, perBlock, agentsPerOwner = 4 } = options
  const heights = chooseHeights(seed, blocks, density, 0)
  const ordinals = new Map([...heights].map((height, at) => [height, at]))
  return {
    head: blocks - 1,
    heights,
    drafts: (height) => {
      const ordinal = height < blocks ? ordinals.get(height) : heights.length + height - blocks
      if (ordinal === undefined) return []
      return Array.from({ length: perBlock }, (_, at) => register(ordinal * perBlock + at, agentsPerOwner))
    },
  }
}

function register(id: number, agentsPerOwner: number): TransactionDraft {
  const owner = `0xd0d0${padDigits(Math.floor(id / agentsPerOwner).toString(16), 36)}`
  const uri = tail(textHex(`data:application/json,{"name":"Agent ${id}"}`))
  const [agent, holder] = [`0x${word(id)}`, `0x${word(owner)}`]
  const address = CONTRACTS.identity
  return directCall(owner, address, `${SELECTORS.register}${word(32)}${uri}`, [
    { address, topics: [TOPICS.transfer, `0x${word(0)}`, holder, agent], data: '0x' },
    { address, topics: [TOPICS.metadataUpdate], data: agent },
    { address, topics: [TOPICS.registered, agent, holder], data: `0x${word(32)}${uri}` },
    {
      address,
      topics: [TOPICS.metadata, agent, TOPICS.agentWallet],
      data: `0x${dynamic([], [WALLET_KEY, tail(owner.slice(2))])}`,
    },
  ])
}
