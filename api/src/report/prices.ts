import type { ReportAgent, ReportAnswer } from './report'
import { answer, hasPayments, list, sampleOf } from './words'

const SHOWN = 5

/** Prices of the revisions that were in force at each settlement of the sample, in the order of the chain. */
export function prices(agent: ReportAgent): ReportAnswer {
  const question = 'Did prices change while it paid?'
  const source = 'service revisions of the providers'
  if (!hasPayments(agent)) return answer(question, 'No settlement counts for this agent.', 'not-published', source)
  const last = new Map<string, string>()
  const changes: string[] = []
  let unknown = 0
  for (const { service, provider, blockNumber } of agent.settlements.nodes.toReversed()) {
    if (!service) {
      unknown += 1
      continue
    }
    const price = `${service.inputPrice} in, ${service.outputPrice} out`
    const before = last.get(provider)
    if (before !== undefined && before !== price)
      changes.push(`${provider} by block ${blockNumber}: ${before} to ${price}`)
    last.set(provider, price)
  }
  if (last.size === 0) return answer(question, 'No revision of a service is known for them.', 'not-published', source)
  const found = changes.length === 0 ? 'none' : `${changes.length}`
  const rest = unknown > 0 ? ` For ${unknown} the revision is not known.` : ''
  const text = `In ${sampleOf(agent)}: ${found}, in neuron a token as registered.${rest}${changes.length > 0 ? ` ${list(changes.toReversed(), SHOWN)}.` : ''}`
  return answer(question, text, unknown > 0 || agent.settlements.pageInfo.hasNextPage ? 'partly' : 'proved', source)
}
