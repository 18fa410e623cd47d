import { formatShare } from '../badge/numbers'
import type { ReportSection, Subject, Unattributed } from './report'
import { answer, formatAmount, hasPayments, sampleOf, tally } from './words'

const LINKS = 'links of payers to agents, from registry and serving contract'
const CHAIN = 'settlement events of the 0G serving contract'
const SHOWN = 8

/** Who stands opposite: providers, payers, duties, references, audit. */
export function relationSections(subject: Subject, unattributed: Unattributed): ReportSection[] {
  return [
    providers(subject),
    duties(subject, unattributed),
    {
      id: 'references',
      title: 'Complaints and references',
      answers: [
        answer('What do others say?', 'Feedback is not read by this report.', 'unavailable', 'not looked at here'),
      ],
    },
    audit(subject),
  ]
}

function providers({ agent }: Subject): ReportSection {
  const { nodes } = agent.settlements
  const found = tally(nodes.map((item) => item.provider))
  const modes = tally(nodes.map((item) => item.service?.derivedMode ?? 'unknown'))
  const shown = found
    .slice(0, SHOWN)
    .map(([who, times]) => `${who} ${formatShare(BigInt(times), BigInt(nodes.length))}`)
  const isKnown = hasPayments(agent)
  const none = 'No settlement counts for this agent.'
  return {
    id: 'providers',
    title: 'Service providers and concentration',
    answers: [
      answer(
        'Who runs its inference, and how concentrated is that?',
        isKnown ? `${found.length} providers in ${sampleOf(agent)}: ${shown.join(', ')}.` : none,
        isKnown ? 'proved' : 'not-published',
        CHAIN,
      ),
      answer(
        'Do they run it themselves in an enclave, or relay it?',
        isKnown ? `By ${sampleOf(agent)}: ${modes.map(([mode, times]) => `${mode} ${times}`).join(', ')}.` : none,
        isKnown ? 'claimed' : 'not-published',
        'registered service description; what the enclave proves stands under technology risk',
      ),
    ],
  }
}

function duties({ agent }: Subject, unattributed: Unattributed): ReportSection {
  const payers = [...new Set(agent.links.map((link) => link.payer))]
  const grades = agent.links
    .slice(0, SHOWN)
    .map((link) => `${link.payer} ${link.type} ${link.strength}${link.ambiguous ? ', ambiguous' : ''}`)
  const same = payers.includes(agent.owner)
  return {
    id: 'duties',
    title: 'Segregation of duties, and spend that cannot be attributed',
    answers: [
      answer(
        'Who pays for it, and how strong is the link?',
        payers.length === 0 ? 'No payer is linked to it.' : `${grades.join('; ')}.`,
        payers.length === 0 ? 'not-published' : 'proved',
        LINKS,
      ),
      answer(
        'Is the payer somebody else than the owner?',
        payers.length === 0
          ? 'No payer is linked to it.'
          : same
            ? 'No: the owner’s own key is linked as payer.'
            : 'Yes: no linked payer is the owner’s key. Two keys can be one person.',
        payers.length === 0 ? 'not-published' : 'proved',
        LINKS,
      ),
      answer(
        'Which spend of the linked payers cannot be attributed?',
        describeUnattributed(unattributed),
        unattributed.amount === null ? 'unavailable' : 'proved',
        LINKS,
      ),
    ],
  }
}

function describeUnattributed({ settlements, amount, why }: Unattributed): string {
  if (settlements === null || amount === null) return why
  return `${settlements} settlements, ${formatAmount(amount)}. ${why}`
}

function audit({ agent, meta }: Subject): ReportSection {
  const { logCheckpoint: log } = meta
  const { judged, settlements } = agent.shares
  return {
    id: 'audit',
    title: 'Audit',
    answers: [
      answer(
        'Who checked what, and when?',
        `${judged} of ${settlements} settlements have a signed verdict; verifier ${meta.verifier}. It is this operator’s own word until it is checked again.`,
        judged === '0' ? 'not-published' : 'proved',
        'signed verdicts of this auditor',
      ),
      answer(
        'Can a verdict be taken back unseen?',
        log
          ? `No: the log ${log.origin} has ${log.size} entries under a signed checkpoint, root ${log.root}.`
          : 'No checkpoint of a log was published yet.',
        log ? 'proved' : 'not-published',
        'verdict log, c2sp.org/tlog-tiles',
      ),
      answer(
        'Did others validate it?',
        'Validations are not read by this report.',
        'unavailable',
        'not looked at here',
      ),
    ],
  }
}
