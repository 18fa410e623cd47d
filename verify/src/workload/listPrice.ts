/** What was charged, beside tokens times the listed price. Decides nothing: `bytes-fit-bill` does where it can. */
import type { Usage } from '../content/usage.js'
import type { Candidate } from '../opening/candidates.js'
import type { ServiceInForce, SettlementSubject } from '../subject.js'
import type { Observation } from '../verdict.js'
import { findService } from './inForce.js'

/** Compares `charged`, neuron, with the usage at the service's listed prices; says why they may differ. */
export function observeListPrice(service: ServiceInForce, usage: Usage, charged: bigint): Observation {
  const listed = usage.promptTokens * service.inputPrice + usage.completionTokens * service.outputPrice
  const reason =
    service.pricing === 'plain'
      ? 'A price that changed between the requests and the bill would explain a difference.'
      : `The service does not bill tokens times price (${service.pricing.modified}), so that the two may differ.`
  const verdict =
    charged === listed ? 'the same' : charged > listed ? `${charged - listed} more` : `${listed - charged} less`
  const text = `Charged ${charged} neuron; ${usage.promptTokens} + ${usage.completionTokens} tokens at the listed prices come to ${listed}: ${verdict}. ${reason}`
  return { id: 'list-price', question: 'workload', text, evidence: [] }
}

/**
 * The same for a whole bill whose requests are published with the counts of every response. Nothing where the two agree
 * under a service that bills by the token: `bytes-fit-bill` then says it of every single request.
 */
export function observeBill(subject: SettlementSubject, opened: Candidate | undefined): Observation[] {
  const service = findService(subject.services, subject.blockTime)
  if (opened === undefined || service === undefined || subject.item === null) return []
  const total = { promptTokens: 0n, completionTokens: 0n }
  for (const { response } of opened.requests) {
    if (response?.usage.kind !== 'stated') return []
    total.promptTokens += response.usage.usage.promptTokens
    total.completionTokens += response.usage.usage.completionTokens
  }
  const listed = total.promptTokens * service.inputPrice + total.completionTokens * service.outputPrice
  if (service.pricing === 'plain' && listed === subject.item.totalFee) return []
  return [observeListPrice(service, total, subject.item.totalFee)]
}
