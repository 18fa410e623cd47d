import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as agenticId from '../../abi/AgenticId'
import * as entrance from '../../abi/DAEntrance'
import * as signers from '../../abi/DASigners'
import * as fineTuning from '../../abi/FineTuningServing'
import * as flow from '../../abi/Flow'
import * as identity from '../../abi/IdentityRegistry'
import * as serving from '../../abi/InferenceServing'
import * as serving2025 from '../../abi/InferenceServing2025'
import * as ledger from '../../abi/LedgerManager'
import * as reputation from '../../abi/ReputationRegistry'
import * as validation from '../../abi/ValidationRegistry'
import { address, encodeLog } from '../../testing/logs'
import { decodeCall, decodeEvent } from './decode'

const CONTRACTS = [serving, serving2025, ledger, flow, entrance, signers, fineTuning, identity, reputation, validation]
const EVENTS = [...CONTRACTS, agenticId].flatMap(({ events }) => Object.values<AnyEvent>(events))
const FUNCTIONS = [serving, serving2025, ledger, identity].flatMap(({ functions }) => Object.values<AnyCall>(functions))

type AnyEvent = Parameters<typeof decodeEvent<unknown>>[0] & { topic: string }
type AnyCall = Parameters<typeof decodeCall<unknown>>[0] & { sighash: string }

const toWord = (value: bigint) => value.toString(16).padStart(64, '0')
/** Pointers and lengths that lead somewhere, addresses, and words that are neither. */
const word = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 12 }).map((n) => toWord(32n * BigInt(n))) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 70 }).map((n) => toWord(BigInt(n))) },
  { weight: 2, arbitrary: fc.bigInt({ min: 0n, max: 2n ** 160n - 1n }).map(toWord) },
  { weight: 1, arbitrary: fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }).map(toWord) },
  { weight: 1, arbitrary: fc.constantFrom('f'.repeat(64), '0'.repeat(64), toWord(2n ** 32n), toWord(2n ** 255n)) },
)
/** Now and then cut anywhere, or in upper case, which the reader of this room leaves to the codec. */
const digits = fc
  .tuple(fc.array(word, { maxLength: 24 }), fc.option(fc.nat(2000)), fc.integer({ min: 0, max: 19 }))
  .map(([words, cut, spelling]) => {
    const text = words.join('').slice(0, cut ?? undefined)
    if (spelling === 0) return text.toUpperCase()
    return spelling === 1 ? `${text}g` : text
  })

/** What a decoder does, its exceptions included. */
function outcome(decode: () => unknown): unknown {
  try {
    return decode()
  } catch (error) {
    return (error as Error).message
  }
}

describe('decodeEvent and decodeCall', () => {
  it('say of any data what the codecs say, in values and in words', () => {
    let read = 0
    const log = fc.record({ event: fc.constantFrom(...EVENTS), topics: fc.array(word, { maxLength: 4 }), digits })
    fc.assert(
      fc.property(log, fc.boolean(), ({ event, topics, digits: data }, isOwn) => {
        const count = Object.values(event.params).filter(({ indexed }) => indexed).length
        const padded = [...topics, ...topics, ...'0000'.split('').map(() => toWord(7n))].slice(0, count)
        const own = [event.topic, ...(isOwn ? padded : topics).map((topic) => `0x${topic}`)]
        const given = { address: address(1), logIndex: 0, topics: own, data: `0x${data}` }
        const told = outcome(() => event.decode(given))
        if (typeof told !== 'string') read += 1
        expect(outcome(() => decodeEvent(event, given))).toEqual(told)
      }),
      { numRuns: 1500 },
    )
    // Most data is no data of that event: what decodes at all must not be rare.
    expect(read).toBeGreaterThan(150)
  })

  it('read calls likewise', () => {
    let read = 0
    fc.assert(
      fc.property(fc.constantFrom(...FUNCTIONS), digits, (call, data) => {
        const input = `${call.sighash}${data}`
        const told = outcome(() => call.decode(input))
        if (typeof told !== 'string') read += 1
        expect(outcome(() => decodeCall(call, input))).toEqual(told)
      }),
      { numRuns: 1000 },
    )
    expect(read).toBeGreaterThan(50)
  })

  it('read what is well-formed without the codec of the package', () => {
    const log = encodeLog('serving', 'BalanceUpdated', [address(2), address(3), 2n ** 256n - 1n, 5n])
    const { params, is } = serving.events.BalanceUpdated
    const event = { params, is: is.bind(serving.events.BalanceUpdated), decode: () => expect.unreachable() }
    const fields = { user: address(2), provider: address(3), amount: 2n ** 256n - 1n, pendingRefund: 5n }
    expect(decodeEvent(event, { ...log, logIndex: 0 })).toEqual(fields)
  })
})
