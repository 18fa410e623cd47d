import type { Rng } from '../rng.js'
import { LEDGER, SERVING } from './abi.js'
import { type Action, type ActionContext, callAs, type Step } from './actions.js'
import { type Execution, Revert } from './execution.js'
import { INFERENCE } from './ledger.js'
import { buildAcknowledgement } from './payerActions.js'
import { OPERATORS, PAYERS, PROVIDERS, SMART_PAYER, SMART_PROVIDERS } from './people.js'
import type { ServingContract } from './serving.js'
import type { World } from './world.js'

/** Money into the ledger, on to the accounts at providers, and back. */
export const MONEY_ACTIONS: readonly Action[] = [
  { name: 'pay in', weight: 6, run: payIn },
  { name: 'deposit', weight: 12, run: deposit },
  { name: 'several by contract', weight: 4, run: actByContract },
  { name: 'retrieve', weight: 3, run: retrieve },
  { name: 'delete account', weight: 1, run: deleteAccount },
]

/** Pays into the ledger or takes back from it: nothing logs that, and some of it reverts. */
function payIn(context: ActionContext): Execution {
  const { world, rng } = context
  const caller = rng.pick([...PAYERS, SMART_PAYER])
  const { body, ...call } = drawPayment(world, rng, caller)
  return callAs(context, { caller, ...call }, body)
}

/** Most often one that succeeds. */
function drawPayment({ ledger }: World, rng: Rng, user: string): Step {
  const value = BigInt(rng.int(1, 1000))
  const to = ledger.address
  if (ledger.has(user) === rng.chance(0.1)) {
    const input = LEDGER.encodeFunctionData('addLedger', ['by simulation'])
    return { to, input, value, body: (run) => ledger.addLedger(run, user, value) }
  }
  const kind = rng.int(0, 2)
  if (kind === 0) {
    const input = LEDGER.encodeFunctionData('depositFund')
    return { to, input, value, body: (run) => ledger.deposit(run, user, value) }
  }
  if (kind === 1) {
    const recipient = rng.pick([...PAYERS, SMART_PAYER])
    const input = LEDGER.encodeFunctionData('depositFundFor', [recipient])
    return { to, input, value, body: (run) => ledger.depositFor(run, user, recipient, value) }
  }
  const input = LEDGER.encodeFunctionData('refund', [value])
  return { to, input, value: 0n, body: (run) => ledger.refund(run, user, value) }
}

function deposit({ world, rng, begin }: ActionContext): Execution {
  const contract = rng.chance(0.2) ? world.retired : world.serving
  const user = rng.pick(PAYERS)
  const { to, input, body } = drawTransfer(world, rng, contract, user)
  const run = begin(user, to, input)
  body(run)
  return run
}

function drawTransfer(world: World, rng: Rng, contract: ServingContract, user: string): Step {
  const provider = rng.pick([...PROVIDERS, ...SMART_PROVIDERS])
  const amount = BigInt(rng.int(1, 200))
  const input = LEDGER.encodeFunctionData('transferFund', [provider, INFERENCE, amount])
  const body = (run: Execution) => {
    world.ledger.transfer(run, user, provider, amount)
    const hasAccount = contract.account(user, provider) !== undefined
    const [name, last] = hasAccount ? (['depositFund', 0n] as const) : (['addAccount', ''] as const)
    const inner = SERVING.encodeFunctionData(name, [user, provider, last])
    run.call(contract.address, inner, () => contract.deposit(run, user, provider, amount), amount)
  }
  return { to: world.ledger.address, input, value: 0n, body }
}

/**
 * A contract that pays does several things in one transaction, of which some fail. It logs nothing but what moves its
 * accounts: of any other log an index would not ask for the calls.
 */
function actByContract({ world, rng, begin }: ActionContext): Execution {
  const run = begin(rng.pick(OPERATORS), SMART_PAYER, '0xb61d27f6')
  for (let left = rng.int(2, 5); left > 0; left--) {
    const { to, input, value, body } = drawStep(world, rng)
    const fails = rng.chance(0.2)
    const act = () => {
      body(run)
      if (fails) throw new Revert()
    }
    run.call(to, input, act, value)
  }
  return run
}

function drawStep(world: World, rng: Rng): Step {
  const kind = rng.int(0, 4)
  if (kind <= 1) return drawTransfer(world, rng, world.serving, SMART_PAYER)
  if (kind <= 3) return drawPayment(world, rng, SMART_PAYER)
  const own = world.serving.listAccounts().find(({ user }) => user === SMART_PAYER)
  const provider = own?.provider ?? rng.pick(PROVIDERS)
  return buildAcknowledgement(world.serving, { payer: SMART_PAYER, provider, acknowledged: rng.chance(0.8) })
}

/** Pays out what was locked, then locks the rest: the ledger's one call does both, for each provider that it names. */
function retrieve(context: ActionContext): Execution | undefined {
  const { world, rng } = context
  const accounts = world.serving.listAccounts()
  if (accounts.length === 0) return undefined
  const { user: caller, provider } = rng.pick(accounts)
  const others = accounts.filter((other) => other.user === caller && other.provider !== provider)
  const providers = [provider, ...others.filter(() => rng.chance(0.3)).map((other) => other.provider)]
  const input = LEDGER.encodeFunctionData('retrieveFund', [providers, INFERENCE])
  return callAs(context, { caller, to: world.ledger.address, input }, (run) => {
    world.ledger.retrieve(run, caller, providers)
    for (const from of providers) {
      const call = (name: string, body: () => void) =>
        run.call(world.serving.address, SERVING.encodeFunctionData(name, [caller, from]), body)
      call('processRefund', () => world.serving.processRefund(run, caller, from))
      call('requestRefundAll', () => world.serving.requestRefundAll(run, caller, from))
    }
  })
}

function deleteAccount(context: ActionContext): Execution | undefined {
  const { world, rng } = context
  const accounts = world.serving.listAccounts()
  if (accounts.length === 0) return undefined
  const { user: caller, provider } = rng.pick(accounts)
  const input = LEDGER.encodeFunctionData('deleteLedger', [])
  return callAs(context, { caller, to: world.ledger.address, input }, (run) => {
    world.ledger.deleteLedger(run, caller)
    const inner = SERVING.encodeFunctionData('deleteAccount', [caller, provider])
    run.call(world.serving.address, inner, () => world.serving.deleteAccount(run, caller, provider))
  })
}
