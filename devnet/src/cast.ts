import type { Wallet } from 'ethers'
import { fundAccount, startCalling } from './agent/agent.js'
import { registerAgent, toAgentId } from './agent/register.js'
import { AGENTS, type AgentStory } from './agent/story.js'
import { fund, walletOf } from './chain/keys.js'
import { within } from './deadline.js'
import { mintReportOf } from './enclave/report.js'
import { Provider } from './provider/provider.js'
import { acknowledgeSigners, registerService } from './provider/register.js'
import { PROVIDERS } from './provider/story.js'
import { persist } from './repeat.js'
import { type StrangersDeeds, startStranger } from './stranger.js'
import type { World } from './world.js'

/** Everybody who acts on the devnet. */
export interface Cast {
  /** Agents by name, for the start page. */
  examples: { label: string; agent: string }[]
  actors: readonly Actor[]
  deeds: StrangersDeeds
  stop(): Promise<void>
}

/** An agent with the provider at which it infers. */
export interface Actor {
  story: AgentStory
  wallet: Wallet
  provider: Provider
}

const STOP_MS = 6_000
const PURSE = 1_000n * 10n ** 18n

/** Puts services and agents on chain, then starts their traffic, which goes on until the world stops. */
export async function startCast(world: World, portOf: (name: string) => number): Promise<Cast> {
  const now = Date.now()
  const providers = await Promise.all(
    PROVIDERS.map(async (story) => new Provider(world, story, await mintReportOf(story, world.pki, now))),
  )
  const actors = AGENTS.map((story) => ({
    story,
    wallet: agentWallet(world, story),
    provider: byName(providers, story),
  }))
  const wallets = [...actors.map(({ wallet }) => wallet), ...providers.map(({ wallet }) => wallet)]
  const stranger = walletOf('stranger', world.chain).address
  await fund(world.chain, [...wallets.map(({ address }) => address), stranger], PURSE)
  await openServices(world, providers, portOf)
  const examples = []
  // One after the other: each file lists the number that its agent will get.
  for (const { story, wallet } of actors)
    examples.push({ label: story.name, agent: toAgentId(world, await registerAgent(world, story, wallet)) })
  const deeds: StrangersDeeds = { refused: [] }
  const traffic = startTraffic(world, providers, actors, deeds)
  return {
    ...{ examples, actors, deeds },
    async stop() {
      const ended = Promise.all([traffic, ...providers.map((provider) => provider.stop())])
      // What is cut off here is tried again at the next start: bills lie in the outboxes.
      await within('The traffic', STOP_MS, ended).catch((error) => world.log.warn(String(error)))
    },
  }
}

async function openServices(world: World, providers: Provider[], portOf: (name: string) => number): Promise<void> {
  const { inference } = world.contracts
  await Promise.all(
    providers.map(async (provider) => {
      const port = portOf(provider.story.name)
      await provider.listen(port)
      await registerService(inference, provider.story, provider.wallet, `http://127.0.0.1:${port}`)
    }),
  )
  const addresses = providers.map(({ wallet }) => wallet.address)
  await acknowledgeSigners(inference, world.chain, addresses)
}

/** Resolves when every actor has ended, after the world began to stop. */
async function startTraffic(
  world: World,
  providers: readonly Provider[],
  actors: readonly Actor[],
  deeds: StrangersDeeds,
): Promise<void> {
  const live = async ({ story, wallet, provider }: Actor) => {
    const { address } = provider.wallet
    const broker = await persist(`Funding of ${story.name}`, () => fundAccount(world, wallet, address), world)
    if (broker) await startCalling(world, story, wallet, broker, address)
  }
  const [victim] = actors
  const victims = victim && { payer: victim.wallet.address, provider: victim.provider.wallet.address }
  const intruder = victims && startStranger(world, victims, deeds)
  for (const provider of providers) provider.startBilling()
  await Promise.all([...actors.map(live), intruder])
}

function agentWallet(world: World, story: AgentStory): Wallet {
  return walletOf(`agent/${story.name.toLowerCase()}`, world.chain)
}

function byName(providers: readonly Provider[], { name, provider }: AgentStory): Provider {
  const found = providers.find(({ story }) => story.name === provider)
  if (found === undefined) throw new Error(`${name} infers at ${provider}, which is no provider of this devnet.`)
  return found
}
