import { showUntrusted } from '../badge/escape'
import { formatCount } from '../badge/numbers'
import { prices } from './prices'
import type { ReportAnswer, ReportSection, Standing, Subject } from './report'
import { answer, describeQuestion, formatAmount, hasPayments, sampleOf, standingOf, tally } from './words'

const CHAIN = 'settlement events of the 0G serving contract'
const CHECKS = 'signed verdicts of this auditor, in its log'
const NOTHING = 'No settlement counts for this agent.'

/** Track record, completeness, models, technology, operations, fees. */
export function conductSections(subject: Subject): ReportSection[] {
  return [mandate(), process(subject), trackRecord(subject), technology(subject), operations(subject), fees(subject)]
}

function mandate(): ReportSection {
  const nothing = (question: string, text: string) => answer(question, text, 'unavailable', 'not looked at here')
  return {
    id: 'mandate',
    title: 'Regulation, mandate and limits',
    answers: [
      nothing('Is there a licence, a sanctions check?', 'No statement of an issuer is read here.'),
      nothing('What may it do, and up to which amount?', 'Mandate and policy contracts are not read here.'),
    ],
  }
}

function process({ agent }: Subject): ReportSection {
  const models = tally(agent.settlements.nodes.flatMap((item) => (item.service ? [item.service.model.text] : [])))
  const text = models.slice(0, 10).map(([model, times]) => `${showUntrusted(model, 60)} (${times})`)
  const named = text.length > 0
  return {
    id: 'process',
    title: 'Investment process',
    answers: [
      {
        ...answer(
          'Which models does it use?',
          named ? `By ${sampleOf(agent)}: ${text.join(', ')}. The name is the provider’s word.` : NOTHING,
          named ? 'claimed' : 'not-published',
          'service revisions of the providers',
        ),
        ...(named ? { untrusted: true as const } : {}),
      },
      question(agent, 'Is the enclave’s software known?', 'workload', 'attested'),
      answer(
        'What are prompt, data and strategy?',
        'Hashes at most are published; their meaning is not.',
        'not-published',
        CHAIN,
      ),
    ],
  }
}

function trackRecord({ agent, meta }: Subject): ReportSection {
  const { shares, settlements } = agent
  const newest = settlements.nodes[0]
  const waiting = BigInt(shares.settlements) - BigInt(shares.judged)
  return {
    id: 'track-record',
    title: 'Track record and performance presentation',
    answers: [
      answer(
        'What did it pay for?',
        hasPayments(agent)
          ? `${formatCount(BigInt(shares.settlements))} settlements, ${formatAmount(shares.amount)}${newest ? `; the newest in block ${newest.blockNumber} (${newest.blockTime})` : ''}.`
          : NOTHING,
        hasPayments(agent) ? 'proved' : 'not-published',
        CHAIN,
      ),
      answer(
        'What did it earn?',
        'Inference says nothing about profit or loss.',
        'not-published',
        'nothing proves this',
      ),
      answer(
        'Is the period complete?',
        `Every settlement that the index holds up to block ${meta.indexedHeight} is counted, judged or not; blocks up to ${meta.finalizedHeight} are final. ${formatCount(waiting)} wait for a verdict. That the index leaves none out is this operator’s word until the bundle of a month is checked against a node of yours.`,
        'claimed',
        CHAIN,
      ),
      question(agent, 'Do the bills open into the requests that were billed?', 'opening', 'proved'),
      question(agent, 'Are the contents there?', 'content', 'proved'),
    ],
  }
}

function technology({ agent }: Subject): ReportSection {
  return {
    id: 'technology',
    title: 'Technology risk',
    answers: [
      question(agent, 'Was each bill signed by the key that the chain named then?', 'signature', 'proved'),
      question(agent, 'Is that key held by an attested enclave?', 'enclave', 'attested'),
    ],
  }
}

function operations({ agent }: Subject): ReportSection {
  const { failed } = agent
  const listed = failed.nodes.slice(0, 5).map(({ id, blockTime, sentence }) => `${id} (${blockTime}): ${sentence}`)
  const count = `${failed.nodes.length}${failed.pageInfo.hasNextPage ? ' or more' : ''}`
  const none = hasPayments(agent) ? 'No settlement has a failed check.' : NOTHING
  return {
    id: 'incidents',
    title: 'Operations and incidents',
    answers: [
      answer(
        'What failed?',
        failed.nodes.length === 0 ? none : `${count} settlements: ${listed.join(' ')}`,
        failed.nodes.length > 0 ? 'failed' : noFailure(agent),
        CHECKS,
      ),
      answer('How reliably does it answer?', 'It is not probed from here.', 'unavailable', 'not looked at here'),
    ],
  }
}

/** That nothing failed is known once everything was looked at. */
function noFailure(agent: Subject['agent']): Standing {
  if (!hasPayments(agent)) return 'not-published'
  return agent.shares.judged === agent.shares.settlements ? 'proved' : 'partly'
}

function fees({ agent }: Subject): ReportSection {
  return {
    id: 'fees',
    title: 'Fees and expense',
    answers: [
      answer(
        'What did inference cost, and was it paid as signed?',
        hasPayments(agent)
          ? `${formatAmount(agent.shares.amount)} in all. ${describeQuestion(agent, 'payment')}`
          : NOTHING,
        hasPayments(agent) ? standingOf(agent, 'payment', 'proved') : 'not-published',
        CHAIN,
      ),
      prices(agent),
    ],
  }
}

/** The mark of a question follows from every settlement: one that failed or is open keeps it from being proved. */
function question(
  agent: Subject['agent'],
  text: string,
  id: Parameters<typeof describeQuestion>[1],
  standing: 'proved' | 'attested',
): ReportAnswer {
  if (!hasPayments(agent)) return answer(text, NOTHING, 'not-published', CHECKS)
  return answer(text, describeQuestion(agent, id), standingOf(agent, id, standing), CHECKS)
}
