import type { ReportAgent, ReportAnswer, ReportSection, Subject } from './report'
import { answer, counted, list, sampleOf, tally } from './words'

const CHECKS = 'signed verdicts of this auditor'
const REQUESTS = 'events of the ERC-8004 validation registry'
const SHOWN = 5

/** Who checked, whether that can be taken back, and what other validators say. */
export function audit({ agent, meta, validations }: Subject): ReportSection {
  const { judged, settlements } = agent.shares
  return {
    id: 'audit',
    title: 'Audit',
    answers: [
      answer(
        'Who checked what, and when?',
        `${judged} of ${settlements} settlements have a signed verdict; verifier ${meta.verifier}. It is this operator’s own word until it is checked again.`,
        judged === '0' ? 'not-published' : 'claimed',
        CHECKS,
      ),
      again(agent),
      log(meta),
      validated(validations),
    ],
  }
}

function again(agent: ReportAgent): ReportAnswer {
  const question = 'Was a verdict made again?'
  const verdicts = agent.settlements.nodes.flatMap(({ verdict }) => verdict ?? [])
  if (verdicts.length === 0) return answer(question, 'There is no verdict yet.', 'not-published', CHECKS)
  const later = verdicts.filter(({ supersedes }) => supersedes !== null)
  const reasons = tally(later.flatMap((verdict) => verdict.reasons ?? ['reason not kept']))
  const why =
    reasons.length === 0 ? '' : ` Reasons: ${reasons.map(([reason, times]) => `${reason} ${times}`).join(', ')}.`
  const text = `Of ${sampleOf(agent)}, ${later.length} have a verdict that supersedes an earlier one.${why} Earlier ones stay in the log.`
  return answer(question, text, 'claimed', CHECKS)
}

/** The report has the checkpoint's words alone; signature and tree are for the reader to check. */
function log({ logCheckpoint }: Subject['meta']): ReportAnswer {
  const question = 'Can a verdict be taken back unseen?'
  const source = 'verdict log, c2sp.org/tlog-tiles; check it with: npx touchstone log fsck'
  if (!logCheckpoint) return answer(question, 'No checkpoint of a log was published yet.', 'not-published', source)
  const { origin, size, root } = logCheckpoint
  return answer(
    question,
    `The log ${origin} says that it has ${size} entries under root ${root}. Whoever keeps this checkpoint can show that one was changed or removed later. This report verified neither its signature nor its tree.`,
    'claimed',
    source,
  )
}

/** Who validates is chosen by who asks, so an answer is no more than the validator's word. */
function validated({ nodes, pageInfo }: Subject['validations']): ReportAnswer {
  const question = 'Did others validate it?'
  if (nodes.length === 0) return answer(question, 'No validation was requested.', 'not-published', REQUESTS)
  const answered = nodes.filter(({ responses }) => responses.length > 0)
  const shown = answered.map(
    ({ validator, responses }) => `${validator}: ${responses.map(({ response }) => `${response} of 100`).join(', ')}`,
  )
  const text = `${counted(nodes.length, pageInfo.hasNextPage)} requested, ${answered.length} answered. The agent’s side names the validator.${shown.length > 0 ? ` ${list(shown, SHOWN)}.` : ''}`
  return answer(question, text, answered.length > 0 ? 'claimed' : 'not-published', REQUESTS)
}
