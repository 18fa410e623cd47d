import { CONTRACTS } from '../contracts.js'
import type { Rng } from '../rng.js'
import { NAMING_URI } from '../truth/agents.js'
import { IDENTITY } from './abi.js'
import type { Action, ActionContext } from './actions.js'
import type { Execution } from './execution.js'
import { FACTORY, OPERATORS, PAYERS, REENTRANT, TEXTS, WALLETS } from './people.js'
import { encodeRawCall } from './rawText.js'
import { addressOf, keyOf, signWallet } from './signing.js'
import type { World } from './world.js'

const MAX_UINT = 2n ** 256n - 1n

/** ERC-8004: registrations, transfers, wallets and files. */
export const AGENT_ACTIONS: readonly Action[] = [
  { name: 'register', weight: 6, run: register },
  { name: 'register by contract', weight: 2, run: registerByContract },
  { name: 'register and re-enter', weight: 2, run: registerReentering },
  { name: 'transfer', weight: 4, run: transfer },
  { name: 'set wallet', weight: 4, run: setWallet },
  { name: 'unset wallet', weight: 1, run: unsetWallet },
  { name: 'set uri', weight: 3, run: setUri },
  { name: 'set metadata', weight: 2, run: setMetadata },
]

const URIS = [NAMING_URI, 'https://agents.example/1.json', '', ...TEXTS]

function register({ world, rng, begin }: ActionContext): Execution {
  const [owner, uri] = [rng.pick(PAYERS), rng.pick(URIS)]
  const run = begin(owner, CONTRACTS.identity, encodeRawCall(IDENTITY, 'register', [uri]))
  // No registry counts so far; a hostile one may name any id.
  const id = rng.chance(0.05) && !world.identity.agent(MAX_UINT) ? MAX_UINT : undefined
  world.identity.register(run, owner, uri, undefined, id)
  return run
}

/** A contract registers an agent, and may pass it on to whoever asked. */
function registerByContract({ world, rng, begin }: ActionContext): Execution {
  const [sender, uri] = [rng.pick(PAYERS), rng.pick(URIS)]
  const run = begin(sender, FACTORY, '0x12345678')
  run.call(CONTRACTS.identity, encodeRawCall(IDENTITY, 'register', [uri]), (caller) => {
    const id = world.identity.register(run, caller, uri)
    if (rng.chance(0.6)) world.identity.transfer(run, caller, sender, id)
  })
  return run
}

/** The mint's callback sets metadata and passes the token on before the registration is logged. */
function registerReentering({ world, rng, begin }: ActionContext): Execution {
  const [sender, other] = [rng.pick(PAYERS), rng.pick(PAYERS)]
  const run = begin(sender, REENTRANT, '0x12345678')
  run.call(CONTRACTS.identity, encodeRawCall(IDENTITY, 'register', ['']), (caller) => {
    world.identity.register(run, caller, '', (id) => {
      if (rng.chance(0.5)) world.identity.setMetadata(run, id, 'key', '0x01')
      if (rng.chance(0.5)) world.identity.setUri(run, caller, id, 'ipfs://inner')
      if (rng.chance(0.8)) world.identity.transfer(run, caller, other, id)
    })
  })
  return run
}

/** Any agent that is registered; undefined where there is none. */
export function pickAgent(world: World, rng: Rng): { id: bigint; owner: string } | undefined {
  const ids = world.identity.ids()
  if (ids.length === 0) return undefined
  const id = rng.pick(ids)
  return { id, owner: world.identity.agent(id)?.owner ?? '' }
}

/** The number of an agent that there is not; some of them are registered later. */
export function pickUnknownId(world: World, rng: Rng): bigint {
  const next = BigInt(world.identity.ids().length + rng.int(0, 3))
  return rng.chance(0.7) && !world.identity.agent(next) ? next : 2n ** 255n
}

/** By the owner, by a contract, or pulled in by the new owner who was approved. */
function transfer({ world, rng, begin }: ActionContext): Execution | undefined {
  const found = pickAgent(world, rng)
  if (!found) return undefined
  const to = rng.pick(PAYERS)
  const input = IDENTITY.encodeFunctionData('transferFrom', [found.owner, to, found.id])
  const sender = rng.pick([found.owner, to, OPERATORS[0] ?? ''])
  if (rng.chance(0.7)) {
    const run = begin(sender, CONTRACTS.identity, input)
    world.identity.transfer(run, found.owner, to, found.id)
    return run
  }
  const run = begin(sender, FACTORY, '0x12345678')
  run.call(CONTRACTS.identity, input, () => world.identity.transfer(run, found.owner, to, found.id))
  return run
}

function setWallet({ world, rng, begin }: ActionContext): Execution | undefined {
  const found = pickAgent(world, rng)
  if (!found) return undefined
  const name = rng.pick(WALLETS)
  const newWallet = addressOf(name)
  const isGenuine = rng.chance(0.8)
  const what = { agentId: found.id, newWallet, owner: found.owner, deadline: 2_000_000_000n }
  const signature = signWallet(keyOf(isGenuine ? name : 'nobody'), what, {
    chainId: world.chainId,
    contract: CONTRACTS.identity,
  })
  const input = IDENTITY.encodeFunctionData('setAgentWallet', [found.id, newWallet, what.deadline, signature])
  const run = begin(rng.chance(0.8) ? found.owner : newWallet, CONTRACTS.identity, input)
  world.identity.setWallet(run, found.id, newWallet, isGenuine ? 'verified' : 'mismatch')
  return run
}

function unsetWallet({ world, rng, begin }: ActionContext): Execution | undefined {
  const found = pickAgent(world, rng)
  if (!found) return undefined
  const run = begin(found.owner, CONTRACTS.identity, IDENTITY.encodeFunctionData('unsetAgentWallet', [found.id]))
  world.identity.setWallet(run, found.id, null)
  return run
}

function setUri({ world, rng, begin }: ActionContext): Execution | undefined {
  const found = pickAgent(world, rng)
  if (!found) return undefined
  const uri = rng.pick(URIS)
  const run = begin(found.owner, CONTRACTS.identity, encodeRawCall(IDENTITY, 'setAgentURI', [found.id, uri]))
  world.identity.setUri(run, found.owner, found.id, uri)
  return run
}

function setMetadata({ world, rng, begin }: ActionContext): Execution | undefined {
  const found = pickAgent(world, rng)
  if (!found) return undefined
  const input = IDENTITY.encodeFunctionData('setMetadata', [found.id, 'key', '0xff00'])
  const run = begin(rng.chance(0.7) ? found.owner : (OPERATORS[1] ?? ''), CONTRACTS.identity, input)
  world.identity.setMetadata(run, found.id, 'key', '0xff00')
  return run
}
