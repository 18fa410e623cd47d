import { hashText } from '@touchstone/recorder'
import type { Contract, Wallet } from 'ethers'
import { CHAIN_ID } from '../chain/connect.js'
import type { World } from '../world.js'
import { type AgentStory, toSystemText } from './story.js'

/**
 * Registers the agent in the identity registry from the wallet that pays for its inferences, once.
 * @returns its agent id.
 */
export async function registerAgent(world: World, story: AgentStory, wallet: Wallet): Promise<bigint> {
  const registry = world.contracts.registry.connect(wallet) as Contract
  const before = await findRegistered(world, wallet.address)
  if (before !== undefined) return before
  // The file lists its own id, so the id is asked for first; nobody else registers at the same time.
  const expected = (await registry.getFunction('register(string)').staticCall('data:,')) as bigint
  const register = registry.getFunction('register(string,(string,bytes)[])')
  const transaction = await register.send(toCardUri(world, story, expected), toMetadata(story))
  await transaction.wait()
  const found = await findRegistered(world, wallet.address)
  if (found !== expected) throw new Error(`${story.name} was registered as ${found}, expected ${expected}.`)
  return found
}

/** CAIP-like id of an agent: chain, registry, number. */
export function toAgentId(world: World, id: bigint): string {
  return `eip155:${CHAIN_ID}:${world.deployment.identityRegistry.address.toLowerCase()}:${id}`
}

async function findRegistered(world: World, owner: string): Promise<bigint | undefined> {
  const { registry } = world.contracts
  const filter = registry.filters.Transfer?.('0x0000000000000000000000000000000000000000', owner)
  if (filter === undefined) throw new Error('The registry has no Transfer event.')
  const [log] = await registry.queryFilter(filter, world.deployment.identityRegistry.startBlock)
  return log === undefined ? undefined : BigInt(log.topics[3] ?? 0)
}

/** Metadata that is set with the registration, and so before the first inference. */
function toMetadata(story: AgentStory): [key: string, value: string][] {
  if (story.commits !== 'hash' && story.commits !== 'another') return []
  const committed = story.commits === 'hash' ? toSystemText(story) : `${toSystemText(story)} Never take a risk.`
  return [['systemSha256', `0x${hashText(committed)}`]]
}

/** ERC-8004 registration file as a data: URI. */
function toCardUri(world: World, story: AgentStory, id: bigint): string {
  const agentRegistry = `eip155:${CHAIN_ID}:${world.deployment.identityRegistry.address}`
  const card = {
    type: 'https://eips.ethereum.org/EIPS/eip-8004#registration-v1',
    name: story.name,
    description: story.description,
    services: [{ name: 'web', endpoint: `https://${story.name.toLowerCase()}.example` }],
    x402Support: false,
    active: true,
    registrations: [{ agentId: Number(id), agentRegistry }],
    supportedTrust: ['tee-attestation'],
    ...(story.commits === 'text' ? { systemPrompt: toSystemText(story) } : {}),
  }
  return `data:application/json;base64,${Buffer.from(JSON.stringify(card)).toString('base64')}`
}
