import { formatCount } from './format'

/** How many transactions a wallet sent and records name; each number counts different transactions. */
export interface SentAndNamed {
  account: string | null
  sent: string | null
  asOfBlock: number | null
  named: number
  after: number
  before: number
  undecided: number
  otherSender: number
  waiting: number
  notFound: number
  otherChain: number
  complete: boolean
}

/** What is known of the wallet's own transactions, in sentences: never that one which nothing names had no inference before it. */
export function describeSent(transactions: SentAndNamed): string {
  const { account, sent, asOfBlock, after, before, undecided, complete } = transactions
  if (account === 'contract')
    return 'The wallet is a contract: its nonce counts what it created, not transactions, so that no number is known.'
  if (account === 'delegated')
    return 'The wallet’s account has delegated to code (EIP-7702): its nonce counts delegations too, so that no number is known.'
  if (account !== 'plain' || sent === null || asOfBlock === null)
    return 'How many transactions the wallet sent was not asked yet; what preceded them is not known.'
  const total = BigInt(sent)
  const own = BigInt(after + before + undecided)
  const first = `${count(total, 'transaction was', 'transactions were')} sent by the wallet up to block ${formatCount(asOfBlock)}.`
  if (total === 0n) return first
  const records = complete ? 'records of opened bills' : 'the records that are read here, not all there are'
  const named = `${formatCount(after)} of them ${after === 1 ? 'is' : 'are'} named by ${records}, after the inference that names ${after === 1 ? 'it' : 'them'}`
  // The node's count and the looks are of different moments and nodes: where they contradict each other, nothing is subtracted.
  if (own > total) return `${first} ${named}. The records name more of them than that: the rest is not known.`
  const rest = total - own
  const unknown = `what preceded ${rest === 1n ? 'it' : 'them'} is not known`
  return `${first} ${named}; ${formatCount(String(rest))} ${rest === 1n ? 'is' : 'are'} named by none of them: ${unknown}.`
}

/** What becomes of the other named transactions, a sentence each. */
export function describeNamed({
  before,
  undecided,
  otherSender,
  waiting,
  notFound,
  otherChain,
}: SentAndNamed): string[] {
  const said: [number, string, string][] = [
    [
      before,
      'is named, but lies before the inference that names it.',
      'are named, but lie before the inference that names them.',
    ],
    [undecided, 'is named, and nothing tells which came first.', 'are named, and nothing tells which came first.'],
    [otherSender, 'was sent by another address.', 'were sent by other addresses.'],
    [waiting, 'is not looked up yet, or lies behind that block.', 'are not looked up yet, or lie behind that block.'],
    [
      notFound,
      'is in no block that the node knows; no more is known of it.',
      'are in no block that the node knows; no more is known of them.',
    ],
    [otherChain, 'is on another chain, and not looked up.', 'are on other chains, and not looked up.'],
  ]
  return said.flatMap(([n, one, many]) => (n === 0 ? [] : [`${formatCount(n)} ${n === 1 ? one : many}`]))
}

function count(n: bigint, one: string, many: string): string {
  return `${formatCount(String(n))} ${n === 1n ? one : many}`
}

const STATES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'other-chain': 'On another chain: not looked up.',
    waiting: 'Not looked up yet.',
    'not-found': 'In no block that the node knows; no more is known.',
    after: 'After the inference.',
    before: 'Not after the inference.',
    undecided: 'Nothing tells whether it came after the inference.',
  }),
)

/** What is known of one named transaction; of a word that is new to this page nothing is said but that. */
export function describeAction({ state, order }: { state: string; order: string | null }): string {
  return (
    STATES.get(state === 'mined' ? (order ?? '') : state) ?? 'Could not be read: a word that this page does not know.'
  )
}

const SENDERS: ReadonlyMap<string, string> = new Map(
  Object.entries({ wallet: 'the agent’s wallet', payer: 'a payer of the agent', other: 'another address' }),
)

/** Who sent a transaction, as far as the agent's links tell. */
export function nameSender(role: string | null): string {
  return SENDERS.get(role ?? '') ?? 'somebody'
}
