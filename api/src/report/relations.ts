import { formatShare } from '../badge/numbers'
import { audit } from './audit'
import { duties } from './duties'
import { references } from './references'
import type { ReportSection, Subject, Unattributed } from './report'
import { answer, hasPayments, sampleOf, tally } from './words'

const CHAIN = 'settlement events of the 0G serving contract'
const SHOWN = 8

/** Who stands opposite: providers, payers, duties, references, audit. */
export function relationSections(subject: Subject, unattributed: Unattributed): ReportSection[] {
  return [providers(subject), duties(subject, unattributed), references(subject), audit(subject)]
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
        isKnown
          ? `${found.length} providers in ${sampleOf(agent)}: ${shown.join(', ')}${found.length > SHOWN ? `, and ${found.length - SHOWN} more` : ''}.`
          : none,
        isKnown ? (agent.settlements.pageInfo.hasNextPage ? 'partly' : 'proved') : 'not-published',
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
