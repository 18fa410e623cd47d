import { formatAmount, formatCount, formatShare, toBigInt } from './format'
import type { SharesFieldsFragment } from './generated/graphql'
import { QUESTIONS } from './questions'
import { splitQuestion } from './shares'

/** Grades that enter a history. */
const STRONG = new Set(['S', 'A', 'A-'])

/** What the linked payers of an agent spent in all, and how much of it is nobody's history of this agent. Neuron. */
export interface Unattributed {
  amount: bigint
  base: bigint
}

interface SpendLink {
  payer: string
  strength: string
  payerPage: { shares: { amount: string } }
}

/**
 * What payers with a link of A- or better spent beyond what enters the agent's history: before the link, after it, or
 * while another agent was linked as well. Undefined without such a payer, or where the sums contradict each other.
 */
export function findUnattributed(shares: { amount: string }, links: readonly SpendLink[]): Unattributed | undefined {
  const payers = new Map(
    links.filter((link) => STRONG.has(link.strength)).map((link) => [link.payer, link.payerPage.shares.amount]),
  )
  const base = [...payers.values()].reduce((sum, amount) => sum + toBigInt(amount), 0n)
  const amount = base - toBigInt(shares.amount)
  return base > 0n && amount >= 0n ? { amount, base } : undefined
}

/**
 * The first line of a subject's page: what of its payments is attested and opened, of all accepted ones, judged or not;
 * what failed; what of the spend belongs to nobody.
 * @param since where counting begins, e.g. `block 900`.
 */
export function writeHeadline(
  shares: SharesFieldsFragment,
  unattributed: Unattributed | undefined,
  since: string,
): string {
  const { settlements } = shares
  if (toBigInt(settlements) === 0n) return `No payment counts yet; since ${since}.`
  const passed = (id: 'enclave' | 'opening') =>
    formatShare(String(splitQuestion(shares, id).pass.settlements), settlements)
  const payments = `${formatCount(settlements)} ${settlements === '1' ? 'payment' : 'payments'}`
  const parts = [
    `${passed('enclave')} of ${payments} attested`,
    `${passed('opening')} opened`,
    countFailed(shares),
    ...(unattributed ? [describeUnattributed(unattributed)] : []),
  ]
  return `${parts.join(', ')}; since ${since}.`
}

function describeUnattributed({ amount, base }: Unattributed): string {
  return `${formatShare(String(amount), String(base))} of ${formatAmount(String(base))} 0G spent by its payers unattributable`
}

/** One payment can fail two questions: then only the least number of payments that failed is known. */
function countFailed(shares: SharesFieldsFragment): string {
  const counts = QUESTIONS.map((id) => splitQuestion(shares, id).fail.settlements).filter((count) => count > 0n)
  const [most] = counts.sort((a, b) => (a === b ? 0 : a < b ? 1 : -1))
  if (most === undefined)
    return toBigInt(shares.judged) === toBigInt(shares.settlements) ? 'none failed' : 'none failed so far'
  return `${counts.length > 1 ? 'at least ' : ''}${formatCount(String(most))} failed`
}
