import { hash, settlementId } from './story-values'
import { PAYERS, PROVIDERS } from './stub-world'

const HOSTILE = '<img src=x onerror="pwned=1">\u202Egnp.exe\u0000'
const NAMES = ['swapped-answer', 'mock-key']

const words = (name: string, hostile: boolean) => ({
  name,
  title: hostile ? HOSTILE : name === 'mock-key' ? 'Mock key' : 'Swapped answer',
  what: hostile ? HOSTILE : 'Somebody exchanges the text of the answer.',
  why: 'It takes a chat id, not the answer.',
  instead: 'The digest is made again.',
  writtenAbout: ['true'],
})

/** A run of the devnet: one attack that the bytes give away, and one that the verdict of a bill does. */
function buildRun(name: string, hostile: boolean) {
  const inBytes = name === 'swapped-answer'
  const check = {
    ...{ id: 'response-bytes', question: 'content', title: 'The response has the digest that was signed' },
    ...{
      status: 'fail',
      expected: '2efe91',
      found: '2ef091',
      reason: hostile ? HOSTILE : 'Another response was signed.',
    },
  }
  const id = settlementId(inBytes ? 57 : 52)
  return {
    ...words(name, hostile),
    at: Date.now() - 3_000,
    asExplained: inBytes,
    subject: {
      ...{ provider: PROVIDERS[0], payer: PAYERS[0], model: hostile ? HOSTILE : 'qwen3-32b' },
      ...{ chatId: 'c0ffee', servedAt: Date.now() - 60_000, settlement: id, root: hash('root 57') },
    },
    exchange: inBytes ? { request: '{"q":1}', served: hostile ? HOSTILE : 'Hold.', received: 'Sell.' } : null,
    sdk: [
      {
        ...{ package: '@0gfoundation/0g-compute-ts-sdk', version: '0.9.0', call: 'processResponse(provider, chatID)' },
        ...{ ended: 'returned', answer: hostile ? HOSTILE : 'true', printed: ['Summary: PASSED'], milliseconds: 40 },
      },
    ],
    ours: {
      call: inBytes ? 'verifyResponseProof({ … })' : null,
      checks: inBytes ? [check] : [],
      settlements: [{ id, about: 'The bill.', questions: inBytes ? ['content'] : ['signature'] }],
    },
  }
}

/** What the devnet answers below /attacks. `empty`: a devnet on which nothing was billed yet. */
export function answerAttacks(path: string, world: string): { status: number; body: object } {
  const hostile = world === 'hostile'
  const name = path.slice('/attacks/'.length)
  if (path === '/attacks') return { status: 200, body: { attacks: NAMES.map((each) => words(each, hostile)) } }
  if (!NAMES.includes(name)) return { status: 404, body: { error: 'No such attack', known: NAMES } }
  if (world === 'empty') return { status: 503, body: { error: 'No inference is billed yet.', isWaiting: true } }
  return { status: 200, body: buildRun(name, hostile) }
}
