import { mayBeCut } from '../link/cut'
import { HISTORY_GRADES } from '../link/spans'
import type { ReportAgent, ReportAnswer, ReportSection, Standing, Subject, Unattributed } from './report'
import { answer, formatAmount, list, sampleOf } from './words'

const LINKS = 'links of payers to agents, from registry and serving contract'
const SHOWN = 8

/** Who pays, whether that is the owner's own address, and what cannot be attributed. */
export function duties({ agent }: Subject, unattributed: Unattributed): ReportSection {
  return {
    id: 'duties',
    title: 'Segregation of duties, and spend that cannot be attributed',
    answers: [
      payers(agent),
      ownAddress(agent),
      answer(
        'Which spend of the linked payers cannot be attributed?',
        describeUnattributed(unattributed),
        standingOfSpend(agent, unattributed),
        LINKS,
      ),
    ],
  }
}

function payers({ links }: ReportAgent): ReportAnswer {
  const question = 'Who pays for it, and how strong is the link?'
  if (links.length === 0) return answer(question, 'No payer is linked to it.', 'not-published', LINKS)
  const shown = list(
    links.map((link) => `${link.payer} ${link.type} ${link.strength}${link.ambiguous ? ', ambiguous' : ''}`),
    SHOWN,
  )
  const isCut = mayBeCut(links)
  const rest = isCut ? ' Weak links are read up to a limit, and there may be more than were read.' : ''
  return answer(question, `${shown}.${rest}`, standingOfLinks(links, isCut), LINKS)
}

/** Weaker than A- is the word of one side. What was cut is never all of it. */
function standingOfLinks(links: ReportAgent['links'], isCut: boolean): Standing {
  const strong = links.filter(({ strength }) => (HISTORY_GRADES as readonly string[]).includes(strength)).length
  if (strong === 0) return 'claimed'
  return strong === links.length && !isCut ? 'proved' : 'partly'
}

/** Addresses are compared, which says nothing about persons: another address is never more than a part of the answer. */
function ownAddress(agent: ReportAgent): ReportAnswer {
  const question = 'Does another address than an owner’s pay for it?'
  const owners = new Set([agent.owner, agent.resolvedOwner, ...agent.ownerships.map((interval) => interval.address)])
  const paying = [...new Set(agent.settlements.nodes.map((item) => item.payer))]
  if (paying.length === 0) return answer(question, 'No settlement counts for this agent.', 'not-published', LINKS)
  const own = paying.filter((payer) => owners.has(payer))
  const sample = sampleOf(agent)
  return own.length > 0
    ? answer(
        question,
        `Not always: in ${sample}, ${list(own, SHOWN)} paid and owns or owned the token.`,
        'proved',
        LINKS,
      )
    : answer(
        question,
        `In ${sample}, no payer has the address of an owner, now or before. Two addresses can be one person; no chain tells.`,
        'partly',
        LINKS,
      )
}

function standingOfSpend({ links }: ReportAgent, { amount, isExact }: Unattributed): Standing {
  if (amount === null) return links.length === 0 ? 'not-published' : 'unavailable'
  return isExact ? 'proved' : 'partly'
}

function describeUnattributed({ settlements, amount, why }: Unattributed): string {
  if (settlements === null || amount === null) return why
  return `${settlements} settlements, ${formatAmount(amount)}. ${why}`
}
