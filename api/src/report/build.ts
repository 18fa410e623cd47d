import { notFound } from '../rest/answers'
import type { Tools } from '../rest/endpoint'
import { payerTotalsQuery, reportQuery } from '../rest/generated/operations'
import { toPayerId } from '../words/ids'
import { conductSections } from './conduct'
import { identitySections } from './identity'
import { relationSections } from './relations'
import type { Report, ReportAgent, Unattributed } from './report'

/** Payers whose spend is added up. */
const MAX_PAYERS = 20

/** The due-diligence report of an agent. @throws RestError NOT_FOUND */
export async function buildReport(id: string, { ask, network, origin }: Tools): Promise<Report> {
  const { agent, meta } = await ask(reportQuery, { id })
  if (!agent) throw notFound('agent', id, meta, network)
  const subject = { agent, meta }
  const unattributed = await findUnattributed(agent, { ask, network })
  return {
    spec: 'touchstone-report/1',
    meta,
    agent: agent.id,
    name: agent.name?.text ?? null,
    sections: [...identitySections(subject), ...conductSections(subject), ...relationSections(subject, unattributed)],
    unattributed,
    recheck: recheck(agent, origin),
    limits: [
      'A mark says how an answer is known, not whether it is good. No grade is given.',
      `Lists are cut; the counts are of everything up to block ${meta.indexedHeight}.`,
      'Names, descriptions, addresses of files and models are words of the agent or of a provider.',
      'The chain proves keys and payments. It proves no person, no intention and no profit.',
    ],
  }
}

/** What the linked payers spent, less what enters this agent's history. */
async function findUnattributed(
  agent: ReportAgent,
  { ask, network }: Pick<Tools, 'ask' | 'network'>,
): Promise<Unattributed> {
  const linked = [...new Set(agent.links.map((link) => link.payer))]
  const answers = await Promise.all(
    linked.slice(0, MAX_PAYERS).map((payer) => ask(payerTotalsQuery, { id: toPayerId(network.chainId, payer) })),
  )
  const payers = answers.flatMap(({ payer }) =>
    payer ? [{ address: payer.address, label: payer.label?.label ?? null, ...payer.shares }] : [],
  )
  if (linked.length > MAX_PAYERS)
    return {
      payers,
      settlements: null,
      amount: null,
      why: `${linked.length} payers are linked, too many to add up here.`,
    }
  const left = (of: 'settlements' | 'amount') =>
    String(payers.reduce((sum, payer) => sum + BigInt(payer[of]), 0n) - BigInt(agent.shares[of]))
  const why =
    'What linked payers paid while the link was weaker than A-, held for a part of the window only, or was shared with another agent.'
  return { payers, settlements: left('settlements'), amount: left('amount'), why }
}

function recheck(agent: ReportAgent, origin: string): string[] {
  const id = encodeURIComponent(agent.id)
  const newest = agent.settlements.nodes[0]
  return [
    ...(newest
      ? [
          `curl -o bundle.zip ${origin}/v1/bundles/${newest.id}.zip && npx touchstone verify bundle.zip --rpc <your node>`,
          `curl -o month.zip '${origin}/v1/bundles/${id}.zip?from=${newest.blockTime.slice(0, 7)}-01&to=${nextMonth(newest.blockTime)}' && npx touchstone verify month.zip --rpc <your node>`,
        ]
      : []),
    `cast call ${agent.registry} 'ownerOf(uint256)(address)' ${agent.agentId} --rpc-url <your node>`,
    `curl ${origin}/v1/agents/${id}.json`,
  ]
}

function nextMonth(time: string): string {
  const date = new Date(time)
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)).toISOString().slice(0, 10)
}
