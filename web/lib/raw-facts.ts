import type { SettlementDetails } from './api'
import { formatExactAmount } from './format'

/** One fact of the chain as text: the name under which the API has it, and its exact value. */
export interface RawFact {
  name: string
  value: string
}

const RESULT = ['success', 'partial', 'provider mismatch', 'no TEE signer', 'invalid nonce', 'invalid signature']

/** Every fact of a settlement, exact, in the order in which an engineer looks for them. What is null says so. */
export function listRawFacts(settlement: SettlementDetails): RawFact[] {
  const money = (neuron: string | null) =>
    neuron === null ? 'null' : `${neuron} neuron = ${formatExactAmount(neuron)} 0G`
  return [
    { name: 'id', value: settlement.id },
    { name: 'contract', value: settlement.contract },
    { name: 'txHash', value: settlement.txHash },
    { name: 'txFrom', value: settlement.txFrom },
    { name: 'blockNumber', value: String(settlement.blockNumber) },
    { name: 'blockHash', value: settlement.blockHash },
    { name: 'blockTime', value: settlement.blockTime },
    { name: 'logIndex', value: String(settlement.logIndex) },
    { name: 'n', value: String(settlement.n) },
    { name: 'finality', value: settlement.finality },
    { name: 'status', value: `${settlement.status} (${RESULT[settlement.status] ?? 'unknown'})` },
    { name: 'accepted', value: String(settlement.accepted) },
    { name: 'payer', value: settlement.payer },
    { name: 'provider', value: settlement.provider },
    { name: 'namedProvider', value: settlement.namedProvider ?? 'null' },
    { name: 'amount', value: money(settlement.amount) },
    { name: 'totalFee', value: money(settlement.totalFee) },
    { name: 'unsettledAmount', value: money(settlement.unsettledAmount) },
    { name: 'fundSpent', value: money(settlement.fundSpent) },
    { name: 'balanceBefore', value: money(settlement.balanceBefore) },
    { name: 'balanceAfter', value: money(settlement.balanceAfter) },
    { name: 'requestsHash', value: settlement.requestsHash ?? 'null' },
    { name: 'nonce', value: settlement.nonce ?? 'null' },
    { name: 'previousNonce', value: settlement.previousNonce ?? 'null' },
    { name: 'signature', value: settlement.signature ?? 'null' },
    { name: 'signer', value: settlement.signer ?? 'null' },
    { name: 'signerAcknowledged', value: String(settlement.signerAcknowledged) },
    { name: 'calldata', value: settlement.calldata },
  ]
}

/** Pretty JSON of a verdict's body; a body that is no JSON is shown as it came. */
export function formatJson(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}
