import type { TestChain } from './anvil.js'
import { encodeSteps, loggerAddress, loggerCode, logStep, type Step, sequencerCode, topic } from './contracts.js'

/** Contracts of the test chain. */
export const A = `0x${'aa'.repeat(20)}`
export const B = `0x${'bb'.repeat(20)}`
export const ROUTER = `0x${'cc'.repeat(20)}`
export const REVERTER = `0x${'dd'.repeat(20)}`
const IDENTITY = `0x${'4'.padStart(40, '0')}`

export async function deploy(chain: TestChain): Promise<void> {
  for (let topics = 0; topics <= 4; topics++)
    await chain.ask('anvil_setCode', loggerAddress(topics), loggerCode(topics))
  for (const address of [A, B]) await chain.ask('anvil_setCode', address, sequencerCode('delegatecall'))
  await chain.ask('anvil_setCode', ROUTER, sequencerCode('call'))
  await chain.ask('anvil_setCode', REVERTER, sequencerCode('call', true))
}

export async function send(chain: TestChain, to: string, steps: readonly Step[], from = 0): Promise<string> {
  return chain.ask<string>('eth_sendTransaction', {
    from: chain.accounts[from],
    to,
    data: encodeSteps(steps),
    gas: '0x100000',
  })
}

export async function mine(chain: TestChain, blocks: number): Promise<void> {
  await chain.ask('anvil_mine', `0x${blocks.toString(16)}`)
}

/**
 * A chain of every shape: logs with none to four topics of two contracts, several transactions a block, logs of two contracts
 * in one transaction, calls through a router, an inner call that reverts, transactions that fail, and empty blocks between.
 */
export async function populate(chain: TestChain, rounds: number): Promise<void> {
  await deploy(chain)
  await chain.ask('evm_setAutomine', false)
  for (let round = 0; round < rounds; round++) {
    const topics = [topic(1 + (round % 3)), topic(10 + (round % 2)), topic(round), topic(99)]
    await send(chain, A, [logStep(topics.slice(0, round % 5), `0x${'ab'.repeat(round % 40)}`)])
    await send(chain, B, [logStep([topic(1), topic(11)]), logStep([topic(2)])], 1)
    if (round % 2 === 0) {
      const inner = { to: A, data: encodeSteps([logStep([topic(1), topic(7)], '0x01')]) }
      const lost = { to: REVERTER, data: encodeSteps([{ to: B, data: encodeSteps([logStep([topic(3)])]) }]) }
      await send(chain, ROUTER, [inner, lost, { to: IDENTITY, data: '0x1234' }, inner], 2)
    }
    if (round % 3 === 0) await send(chain, REVERTER, [{ to: A, data: encodeSteps([logStep([topic(1)])]) }], 3)
    await mine(chain, 1)
    await mine(chain, 1 + (round % 7))
  }
  await chain.ask('evm_setAutomine', true)
}
