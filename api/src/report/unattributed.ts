import { mayBeCut } from '../link/cut'
import type { Tools } from '../rest/endpoint'
import { payerTotalsQuery } from '../rest/generated/operations'
import { toPayerId } from '../words/ids'
import type { ReportAgent, Unattributed } from './report'

/** Payers whose spend is added up. */
const MAX_PAYERS = 20

const MEANING =
  'What linked payers paid while the link was weaker than A-, held for a part of the window only, or was shared with another agent.'

/**
 * What the linked payers spent, less what enters this agent's history.
 * @param height to which the agent was read; payers are read after it, and the sum says so where more was indexed meanwhile.
 */
export async function findUnattributed(
  agent: ReportAgent,
  height: number,
  { ask, network }: Pick<Tools, 'ask' | 'network'>,
): Promise<Unattributed> {
  const linked = [...new Set(agent.links.map((link) => link.payer))]
  const answers = await Promise.all(
    linked.slice(0, MAX_PAYERS).map((payer) => ask(payerTotalsQuery, { id: toPayerId(network.chainId, payer) })),
  )
  const payers = answers.flatMap(({ payer }) =>
    payer ? [{ address: payer.address, label: payer.label?.label ?? null, ...payer.shares }] : [],
  )
  const nothing = { payers, settlements: null, amount: null, isExact: false }
  if (linked.length === 0) return { ...nothing, why: 'No payer is linked to it, so nothing is added up.' }
  if (linked.length > MAX_PAYERS)
    return { ...nothing, why: `${linked.length} payers are linked, of which ${MAX_PAYERS} at most are added up here.` }
  if (mayBeCut(agent.links))
    return { ...nothing, why: 'More payers may be linked than are listed, so none are added up.' }
  const left = (of: 'settlements' | 'amount') =>
    String(payers.reduce((sum, payer) => sum + BigInt(payer[of]), 0n) - BigInt(agent.shares[of]))
  const isExact = answers.every(({ meta }) => meta.indexedHeight === height)
  const why = isExact ? MEANING : `${MEANING} Blocks came in while this was read, so that it may be a little too high.`
  return { payers, settlements: left('settlements'), amount: left('amount'), isExact, why }
}
