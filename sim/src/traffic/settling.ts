import { CONTRACTS } from '../contracts.js'
import type { Rng } from '../rng.js'
import { MULTICALL, SERVING } from './abi.js'
import type { Action, ActionContext } from './actions.js'
import { type Execution, Revert } from './execution.js'
import { OPERATORS, PAYERS, PROVIDERS, SMART_PROVIDERS } from './people.js'
import type { ServingContract } from './serving.js'
import { keyOf, signItem } from './signing.js'
import type { Item } from './terms.js'
import type { World } from './world.js'

const MAX_UINT = 2n ** 256n - 1n

/** Settle calls: by the provider itself, by a contract, by a multicall, after a call that failed. */
export const SETTLING: readonly Action[] = [
  { name: 'settle', weight: 12, run: settleDirectly },
  { name: 'settle by contract', weight: 4, run: (context) => settleByContract(context, false) },
  { name: 'settle after a revert', weight: 3, run: (context) => settleByContract(context, true) },
  { name: 'settle by multicall', weight: 3, run: settleByMulticall },
  { name: 'settle elsewhere', weight: 1, run: settleAtHomonym },
]

function settleDirectly({ world, rng, begin }: ActionContext): Execution | undefined {
  const contract = rng.chance(0.2) ? world.retired : world.serving
  const provider = rng.pick(PROVIDERS)
  const items = drawItems(world, rng, contract, provider)
  const run = begin(provider, contract.address, encodeSettle(items))
  contract.settle(run, provider, items)
  return run
}

function settleByContract({ world, rng, begin }: ActionContext, isAfterRevert: boolean): Execution | undefined {
  const at = rng.int(0, 1)
  const [provider = '', operator = ''] = [SMART_PROVIDERS[at], OPERATORS[at]]
  if (!canSettleWithin(world, provider)) return undefined
  const run = begin(operator, provider, '0xb61d27f6')
  const settle = (items: Item[], fails: boolean) =>
    run.call(world.serving.address, encodeSettle(items), (caller) => {
      world.serving.settle(run, caller, items)
      if (fails) throw new Revert()
    })
  if (isAfterRevert) {
    settle(drawItems(world, rng, world.serving, provider), true)
    // A call that fails around one that succeeds: nothing of either comes out.
    run.call(provider, '0x', () => {
      settle(drawItems(world, rng, world.serving, provider), false)
      throw new Revert()
    })
  }
  settle(drawItems(world, rng, world.serving, provider), false)
  if (rng.chance(0.3)) settle(drawItems(world, rng, world.serving, provider), false)
  return run
}

function settleByMulticall({ world, rng, begin }: ActionContext): Execution | undefined {
  const able = SMART_PROVIDERS.filter((provider) => canSettleWithin(world, provider))
  if (able.length === 0) return undefined
  const input = MULTICALL.encodeFunctionData('aggregate', [able.map((target) => [target, true, '0x'])])
  const run = begin(rng.pick(OPERATORS), CONTRACTS.multicall, input)
  for (const provider of able)
    run.call(provider, '0x', () => {
      const items = drawItems(world, rng, world.serving, provider)
      run.call(world.serving.address, encodeSettle(items), (caller) => world.serving.settle(run, caller, items))
    })
  return run
}

/** The same selector and the same logs at a contract that is none of ours. */
function settleAtHomonym({ world, rng, begin }: ActionContext): Execution | undefined {
  const provider = rng.pick(PROVIDERS)
  const items = drawItems(world, rng, world.serving, provider)
  const run = begin(provider, CONTRACTS.homonym, encodeSettle(items))
  for (const { user, totalFee } of items) {
    run.emit(CONTRACTS.homonym, SERVING, 'BalanceUpdated', [user, provider, totalFee, 0n])
    run.emit(CONTRACTS.homonym, SERVING, 'TEESettlementResult', [user, 0, 0n])
  }
  return run
}

/** Without FundSpent no log of an inner call says which level belongs to an item: such traffic begins with the upgrade. */
function canSettleWithin(world: World, provider: string): boolean {
  return world.ledgerLogsSpending() && world.serving.service(provider) !== undefined
}

export function encodeSettle(items: readonly Item[]): string {
  return SERVING.encodeFunctionData('settleFeesWithTEE', [items])
}

/** Items of all kinds: honest ones, and one for each reason of the contract to refuse or to pay less. */
function drawItems(world: World, rng: Rng, contract: ServingContract, provider: string): Item[] {
  const items: Item[] = []
  for (let count = rng.int(1, 5); count > 0; count--) items.push(drawItem(world, rng, contract, provider, items))
  return items
}

function drawItem(world: World, rng: Rng, contract: ServingContract, provider: string, before: Item[]): Item {
  const able = PAYERS.filter((payer) => contract.account(payer, provider))
  const usual = able.length > 0 && rng.chance(0.85) ? able : PAYERS
  const user = before.length > 0 && rng.chance(0.3) ? (before.at(-1)?.user ?? '') : rng.pick(usual)
  const account = contract.account(user, provider)
  let last = account?.nonce ?? 0n
  for (const item of before) if (item.user === user && item.nonce > last) last = item.nonce
  const kind = rng.int(0, 19)
  const wanted = {
    user,
    provider: kind === 0 ? rng.pick(PROVIDERS) : provider,
    totalFee: drawFee(rng, kind, account?.balance ?? 0n),
    requestsHash: `0x${rng
      .int(1, 2 ** 31)
      .toString(16)
      .padStart(64, '0')}`,
    nonce: kind === 1 ? last : last + BigInt(rng.int(1, 1000)),
  }
  const service = contract.service(provider)
  const key = service === undefined || kind === 2 ? 'nobody' : service.keyName
  const domain = { chainId: world.chainId, contract: contract.address, scheme: world.schemeOf(contract.address) }
  if (kind === 3) return { ...wanted, signature: `0x${'77'.repeat(rng.int(0, 1) * 3000)}`, isGenuine: false }
  return { ...wanted, signature: signItem(keyOf(key), wanted, domain), isGenuine: key !== 'nobody' }
}

function drawFee(rng: Rng, kind: number, balance: bigint): bigint {
  if (kind === 4) return balance + BigInt(rng.int(1, 100))
  if (kind === 5) return MAX_UINT
  if (kind === 6) return 0n
  return BigInt(rng.int(1, 60))
}
