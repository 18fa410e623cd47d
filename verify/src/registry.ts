/** The one table of checks: ids, claims and what a question needs. API, pages and documents read their words from here. */
import type { QuestionId } from './verdict.js'

/** How a question is asked on a page. */
export const QUESTION_TITLES: Record<QuestionId, string> = {
  payment: 'Was it paid?',
  signature: 'Which key signed the bill?',
  opening: 'Does the list of requests add up?',
  content: 'Are these the bytes?',
  enclave: 'Is the key held by a genuine enclave?',
  workload: 'Which code and model ran?',
}

interface CheckEntry {
  id: string
  question: QuestionId
  /** What holds when the check passes. */
  title: string
  /**
   * `required`: its question cannot pass without it. `conditional`: counts like a required one wherever it was made.
   * `fact`: says something that only the outcome reads.
   */
  role: 'required' | 'conditional' | 'fact'
}

/** Every check, in the order in which it is shown. A settlement asks all of them, other subjects a part. */
export const CHECKS = [
  { id: 'contract-accepted', question: 'payment', title: 'The contract accepted the bill', role: 'required' },
  {
    id: 'parties-agree',
    question: 'payment',
    title: 'Calldata, caller and log name the same parties',
    role: 'required',
  },
  { id: 'fund-spent', question: 'payment', title: 'The ledger spent exactly the settled amount', role: 'required' },
  {
    id: 'balance-level',
    question: 'payment',
    title: 'The account fell by exactly the settled amount',
    role: 'required',
  },
  { id: 'nonce-increases', question: 'payment', title: 'The nonce is higher than every one before', role: 'required' },

  { id: 'header-hash', question: 'payment', title: 'The header hashes to the block', role: 'required' },
  { id: 'receipt-proof', question: 'payment', title: 'The receipt lies under the receipts root', role: 'required' },
  { id: 'log-agrees', question: 'payment', title: 'The proven logs say what was indexed', role: 'required' },
  {
    id: 'calldata-proof',
    question: 'payment',
    title: 'The calldata lies under the transactions root',
    role: 'conditional',
  },

  { id: 'signature-form', question: 'signature', title: 'The signature has the one accepted form', role: 'required' },
  { id: 'signer-matches', question: 'signature', title: "The bill is signed by the service's key", role: 'required' },
  {
    id: 'signer-acknowledged',
    question: 'signature',
    title: 'The contract owner acknowledged that key',
    role: 'required',
  },
  { id: 'signer-secret', question: 'signature', title: 'The key is not one that everybody knows', role: 'required' },

  {
    id: 'opening-published',
    question: 'opening',
    title: 'The requests behind the bill are published',
    role: 'required',
  },
  {
    id: 'record-fields',
    question: 'opening',
    title: 'Every request is well-formed and its fees add up',
    role: 'required',
  },
  {
    id: 'requests-hash',
    question: 'opening',
    title: 'The requests recompute to the signed commitment',
    role: 'required',
  },
  { id: 'fee-sum', question: 'opening', title: 'The fees sum to the billed amount', role: 'required' },
  {
    id: 'single-reading',
    question: 'opening',
    title: 'The committed bytes can be read in one way only',
    role: 'required',
  },
  {
    id: 'no-equivocation',
    question: 'opening',
    title: 'The provider published one list of requests only',
    role: 'required',
  },

  {
    id: 'storage-root',
    question: 'content',
    title: 'The published file recomputes to its anchored root',
    role: 'required',
  },
  {
    id: 'request-bytes',
    question: 'content',
    title: 'Every request is published and has the signed digest',
    role: 'required',
  },
  {
    id: 'response-bytes',
    question: 'content',
    title: 'Every response is published and has the signed digest',
    role: 'required',
  },
  {
    id: 'response-signature',
    question: 'content',
    title: 'Every response is signed by a key of the service',
    role: 'required',
  },
  { id: 'distinct-signatures', question: 'content', title: 'No signature stands under two requests', role: 'required' },
  { id: 'bytes-fit-bill', question: 'content', title: 'The tokens in every response fit its fee', role: 'required' },

  {
    id: 'report-published',
    question: 'enclave',
    title: 'A report was observed that names the key',
    role: 'required',
  },
  { id: 'quote-form', question: 'enclave', title: 'The quote is complete and of a known kind', role: 'required' },
  { id: 'quote-chain', question: 'enclave', title: "The quote's signatures end in a pinned root", role: 'required' },
  {
    id: 'collateral-valid',
    question: 'enclave',
    title: "The maker's collateral is signed and was in force",
    role: 'required',
  },
  { id: 'tcb-not-revoked', question: 'enclave', title: 'The platform is not revoked', role: 'required' },
  { id: 'module-identity', question: 'enclave', title: "The TDX module is the maker's", role: 'required' },
  { id: 'td-attributes', question: 'enclave', title: 'Nobody can debug the enclave', role: 'required' },
  { id: 'report-data', question: 'enclave', title: 'The quote binds the signing key', role: 'required' },
  {
    id: 'rtmr-replay',
    question: 'enclave',
    title: 'The event log replays to the measured registers',
    role: 'required',
  },
  { id: 'compose-hash', question: 'enclave', title: 'The published compose is the measured one', role: 'required' },
  { id: 'gpu-evidence', question: 'enclave', title: "The GPUs' evidence ends in a pinned root", role: 'conditional' },

  { id: 'code-known', question: 'workload', title: 'The measured code is a known release', role: 'required' },
  { id: 'model-matches', question: 'workload', title: 'The measured model is the advertised one', role: 'required' },
  {
    id: 'model-pinned',
    question: 'workload',
    title: "The model's weights are pinned in measured code",
    role: 'required',
  },
  {
    id: 'image-provenance',
    question: 'workload',
    title: 'The images were signed where their source says',
    role: 'conditional',
  },
  { id: 'relay-endpoint', question: 'workload', title: 'The known code relays to a named endpoint', role: 'fact' },
] as const satisfies readonly CheckEntry[]

export type CheckId = (typeof CHECKS)[number]['id']

/** Claim of every check by its id. */
export const CHECK_TITLES: Readonly<Record<string, string>> = Object.fromEntries(
  CHECKS.map((entry) => [entry.id, entry.title]),
)

/** The registry's entry of an id. @throws RangeError for an id that no check has: a bug of ours, never evidence. */
export function getCheckEntry(id: string): (typeof CHECKS)[number] {
  const entry = CHECKS.find((candidate) => candidate.id === id)
  if (entry === undefined) throw new RangeError(`No check has the id "${id}". Add it to CHECKS.`)
  return entry
}
