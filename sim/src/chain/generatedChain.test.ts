import { keccak256, verifyHeader } from '@touchstone/verify'
import { describe, expect, it } from 'vitest'
import { CONTRACTS } from '../contracts.js'
import { buildRegistrationRecipe } from '../recipe/registrations.js'
import { buildSettlementRecipe } from '../recipe/settlements.js'
import { FLOW, IDENTITY, LEDGER, SERVING } from '../traffic/abi.js'
import { GeneratedChain } from './generatedChain.js'
import { encodeHeader, rootsOf, sealHeader, ZERO_HASH } from './header.js'
import { toHex } from './hex.js'

const OPTIONS = { chainId: 5, finality: 3 }

describe('GeneratedChain', () => {
  it('hashes every header as if it had been encoded whole, across all sizes of heights', () => {
    const recipe = buildSettlementRecipe({ seed: 3, blocks: 66_000, density: 0.001, itemsPerBlock: 2 })
    const chain = new GeneratedChain(recipe, OPTIONS)
    let parentHash = ZERO_HASH
    for (let number = 0; number <= chain.head; number++) {
      const header = chain.header(number)
      if (!header) throw new Error(`There is no block ${number}.`)
      expect(header.parentHash).toBe(parentHash)
      parentHash = header.hash
      const isSparse = number > 600 && number < 65_400
      if (isSparse && number % 97 !== 0) continue
      expect(sealHeader(header).hash).toBe(header.hash)
      expect(verifyHeader(encodeHeader(header), header.hash as `0x${string}`).kind).toBe('read')
    }
    expect(chain.header(chain.head + 1)).toBeUndefined()
  })

  it('generates the same block whenever it is asked, and finds it by each of its hashes', () => {
    const chain = new GeneratedChain(
      buildRegistrationRecipe({ seed: 3, blocks: 200, density: 0.6, perBlock: 3 }),
      OPTIONS,
    )
    const heights = [...chain.loggedHeights(0, chain.head)]
    expect(heights.length).toBeGreaterThan(100)
    expect([...chain.loggedHeights(50, 60)]).toEqual(heights.filter((height) => height >= 50 && height <= 60))
    const before = heights.map((height) => chain.block(height))
    for (const [at, height] of heights.entries()) {
      const block = chain.block(height)
      expect(block).toEqual(before[at])
      expect(rootsOf(block?.transactions ?? [])).toMatchObject({
        receiptsRoot: block?.header.receiptsRoot,
        transactionsRoot: block?.header.transactionsRoot,
      })
      for (const { hash, raw } of block?.transactions ?? []) expect(hash).toBe(toHex(keccak256(raw)))
      const tx = block?.transactions[2]
      expect(chain.findTransaction(tx?.hash ?? '')).toEqual({ block, index: 2 })
      expect(chain.blockByHash(block?.header.hash ?? '')).toEqual(block)
    }
    expect(chain.blockByHash(`0x${'7'.repeat(64)}`)).toBeUndefined()
    expect(chain.findTransaction(`0x${'7'.repeat(64)}`)).toBeUndefined()
  })
})

describe('recipes', () => {
  it('encode settle calls and their logs as a general encoder does', () => {
    const recipe = buildSettlementRecipe({
      seed: 1,
      blocks: 40,
      density: 1,
      itemsPerBlock: 7,
      providers: 3,
      payers: 5,
    })
    const chain = new GeneratedChain(recipe, OPTIONS)
    const levels = new Map<string, bigint>()
    const nonces = new Map<string, bigint>()
    let settled = 0
    for (let number = 1; number <= chain.head; number++)
      for (const { draft, logs } of chain.transactions(number)) {
        const { to, from, input } = draft.call
        const parsed = (to === CONTRACTS.ledger ? LEDGER : SERVING).parseTransaction({ data: input })
        if (!parsed) throw new Error('The call does not decode.')
        const owner = to === CONTRACTS.ledger ? LEDGER : SERVING
        expect(owner.encodeFunctionData(parsed.name, parsed.args.toArray())).toBe(input)
        for (const { address, topics, data } of logs) {
          const abi = address === CONTRACTS.ledger ? LEDGER : SERVING
          const event = abi.parseLog({ topics, data })
          if (!event) throw new Error('The log does not decode.')
          expect(abi.encodeEventLog(event.name, event.args.toArray())).toEqual({ topics, data })
          if (event.name === 'BalanceUpdated') {
            const account = `${event.args[0]} ${event.args[1]}`
            const before = levels.get(account)
            levels.set(account, event.args[2])
            if (parsed.name === 'settleFeesWithTEE') expect(event.args[2]).toBeLessThan(before ?? 0n)
          }
        }
        if (parsed.name !== 'settleFeesWithTEE') continue
        for (const item of parsed.args[0]) {
          expect(item.provider.toLowerCase()).toBe(from)
          const account = `${item.user} ${item.provider}`
          expect(item.nonce).toBeGreaterThan(nonces.get(account) ?? 0n)
          nonces.set(account, item.nonce)
          settled += 1
        }
      }
    expect(settled).toBe(7 * 36)
  })

  it('encode registrations and their logs as a general encoder does', () => {
    const recipe = buildRegistrationRecipe({ seed: 1, blocks: 6, density: 1, perBlock: 20 })
    let next = 0n
    for (const height of recipe.heights)
      for (const { call } of recipe.drafts(height)) {
        const parsed = IDENTITY.parseTransaction({ data: call.input })
        expect(parsed && IDENTITY.encodeFunctionData('register', parsed.args.toArray())).toBe(call.input)
        const names: string[] = []
        for (const step of call.steps) {
          if (!('topics' in step)) throw new Error('A registration calls nobody.')
          const event = IDENTITY.parseLog(step)
          if (!event) throw new Error('The log does not decode.')
          names.push(event.name)
          const args =
            event.name === 'MetadataSet' ? [next, 'agentWallet', 'agentWallet', call.from] : event.args.toArray()
          expect(IDENTITY.encodeEventLog(event.name, args)).toEqual({ topics: step.topics, data: step.data })
        }
        expect(names).toEqual(['Transfer', 'MetadataUpdate', 'Registered', 'MetadataSet'])
        next += 1n
      }
    expect(next).toBe(100n)
    expect(FLOW.getEvent('Submit')?.topicHash).toMatch(/^0x167ce04d/)
  })
})
