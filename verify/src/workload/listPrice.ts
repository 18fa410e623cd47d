/** What was charged, beside tokens times the listed price. Decides nothing: `bytes-fit-bill` does where it can. */
import type { Usage } from '../content/usage.js'
import type { ServiceInForce } from '../subject.js'
import type { Observation } from '../verdict.js'

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
