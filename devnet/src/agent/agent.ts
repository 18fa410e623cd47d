import { createZGComputeNetworkBroker, type ZGComputeNetworkBroker } from '@0gfoundation/0g-compute-ts-sdk'
import type { Wallet } from 'ethers'
import { repeat } from '../repeat.js'
import type { World } from '../world.js'
import { type AgentStory, toRequest } from './story.js'

/** In 0G. The official client refuses to open a ledger below 3. */
const LEDGER_0G = 20
const LEDGER_LOW = 5n * 10n ** 18n
/** What the official client wants locked at a provider before it lets a request go. */
const LOCKED = 3n * 10n ** 18n
const FIRST_CALLS = 3
const AT_ONCE_MS = 200
const PAUSE_MS = 12_000
const LATER_MS = 24_000
const SPREAD_MS = 6_000
const EARLY = 25
const CALL_MS = 30_000
const ACTS_EVERY = 3

/**
 * Funds the agent's account at its provider with the official client. `acknowledgeProviderSigner` is the client's call
 * that only sends the transaction: its checks of the provider's enclave report would ask for a quote that nobody serves.
 */
export async function fundAccount(world: World, wallet: Wallet, provider: string): Promise<ZGComputeNetworkBroker> {
  const { ledgerManager, inferenceServing } = world.deployment
  const broker = await createZGComputeNetworkBroker(wallet as never, ledgerManager.address, inferenceServing.address)
  // Each step is left out where an earlier try has done it.
  if (await hasAccount(world, wallet.address, provider)) return broker
  if (!(await hasLedger(world, wallet.address))) await broker.ledger.addLedger(LEDGER_0G)
  await broker.ledger.transferFund(provider, 'inference', LOCKED)
  await broker.inference.acknowledgeProviderSigner(provider)
  return broker
}

/**
 * Asks, pays, asks again, until the world stops: a few calls at once, then one every dozen seconds, after some minutes
 * fewer.
 */
export function startCalling(
  world: World,
  story: AgentStory,
  wallet: Wallet,
  broker: ZGComputeNetworkBroker,
  provider: string,
): Promise<void> {
  let n = 0
  let followed: string | undefined
  const step = async () => {
    await ask(broker, provider, story, n, followed)
    followed = story.acts && n % ACTS_EVERY === 0 ? await act(wallet) : undefined
    n += 1
    if (n % 20 === 0) await topUp(broker)
  }
  // What the agent did is told at once: a bill that is written between the two requests would hear of it from neither.
  const pause = (done: number) => (followed === undefined ? pauseMs(done) : AT_ONCE_MS)
  return repeat(`A call of ${story.name}`, pause, step, world)
}

function pauseMs(done: number): number {
  if (done < FIRST_CALLS) return AT_ONCE_MS
  return (done < EARLY ? PAUSE_MS : LATER_MS) + Math.random() * SPREAD_MS
}

/** What an agent does after an inference: a small payment, which needs no contract. @returns its hash, once it is mined. */
async function act(wallet: Wallet): Promise<string> {
  const sent = await wallet.sendTransaction({ to: wallet.address, value: 1n })
  await sent.wait()
  return sent.hash
}

async function ask(
  broker: ZGComputeNetworkBroker,
  provider: string,
  story: AgentStory,
  n: number,
  followed: string | undefined,
): Promise<void> {
  const { endpoint, model } = await broker.inference.getServiceMetadata(provider)
  const headers = await broker.inference.getRequestHeaders(provider)
  const answer = await fetch(`${endpoint}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: toRequest(story, model, n, followed),
    signal: AbortSignal.timeout(CALL_MS),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${endpoint} answered ${answer.status}: ${text.slice(0, 200)}`)
}

/** The client moves funds from ledger to provider by itself; the ledger is filled here. */
async function topUp(broker: ZGComputeNetworkBroker): Promise<void> {
  const { availableBalance } = await broker.ledger.ledger.getLedger()
  if (availableBalance < LEDGER_LOW) await broker.ledger.depositFund(LEDGER_0G)
}

async function hasAccount(world: World, user: string, provider: string): Promise<boolean> {
  return (await world.contracts.inference.getFunction('accountExists').staticCall(user, provider)) as boolean
}

async function hasLedger(world: World, user: string): Promise<boolean> {
  const absent = world.contracts.ledger.interface.getError('LedgerNotExists')?.selector
  try {
    await world.contracts.ledger.getFunction('getLedger').staticCall(user)
    return true
  } catch (error) {
    if (absent !== undefined && (error as { data?: string }).data?.startsWith(absent)) return false
    throw error
  }
}
