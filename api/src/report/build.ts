import { notFound } from '../rest/answers'
import type { Tools } from '../rest/endpoint'
import { lookedAtQuery, reportQuery } from '../rest/generated/operations'
import { conductSections } from './conduct'
import { identitySections } from './identity'
import { relationSections } from './relations'
import type { Look, Report, ReportAgent } from './report'
import { findUnattributed } from './unattributed'

/** Files of feedback whose look-ups are read. */
const MAX_FILES = 10

/** The due-diligence report of an agent. @throws RestError NOT_FOUND */
export async function buildReport(id: string, { ask, network, origin }: Tools): Promise<Report> {
  const { agent, meta, feedback, validations, agentCards } = await ask(reportQuery, { id })
  if (!agent) throw notFound('agent', id, meta, network)
  const look = (kind: string) => readLook(ask, kind)
  const cards = await Promise.all(agentCards.nodes.map(look('card')))
  const files = await Promise.all(feedback.nodes.slice(0, MAX_FILES).map(look('feedback')))
  const looks = { card: cards[0] ?? null, feedback: files.flatMap((file) => file ?? []) }
  const subject = { agent, meta, feedback, validations, looks }
  const unattributed = await findUnattributed(agent, meta.indexedHeight, { ask, network })
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

/** What the auditor found behind a hash or address when it last asked; null where it never did. */
const readLook =
  (ask: Tools['ask'], kind: string) =>
  async ({ id }: { id: string }): Promise<Look | null> =>
    (await ask(lookedAtQuery, { kind, subject: id })).commitments.nodes[0] ?? null

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
    `npx touchstone log fsck ${origin}/v1/log/`,
    `curl ${origin}/v1/agents/${id}.json`,
  ]
}

function nextMonth(time: string): string {
  const date = new Date(time)
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)).toISOString().slice(0, 10)
}
