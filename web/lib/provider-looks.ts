import 'server-only'
import { ProviderLooksDocument } from './generated/graphql'
import { askKept } from './graphql'
import { parseAddress } from './ids'
import { pick } from './result'

/** Who pays a provider, when its service answered for its enclave, and what changed from one look to the next. */
export async function getProviderLooks(address: string) {
  const parsed = parseAddress(address)
  if (parsed.kind === 'malformed') return parsed
  return pick(await askKept(ProviderLooksDocument, { address: parsed.address }), (data) => data)
}
export type ProviderLooks = Extract<Awaited<ReturnType<typeof getProviderLooks>>, { kind: 'found' }>['value']

const OUTCOME = new Map([
  ['not-served', 'It says that it has no report'],
  ['not-listed', 'Not asked: the network’s file does not name its address'],
  ['unreachable', 'It could not be reached'],
  ['time-out', 'It did not answer in time'],
  ['rate-limited', 'It asked us to come again later'],
  ['bad-answer', 'What it answered is no report'],
  ['too-large', 'Its answer was too large to keep'],
])
/** How an attempt to get a report ended, as a sentence. */
export function describeAttempt(outcome: string): string {
  return OUTCOME.get(outcome) ?? outcome
}

const DRIFT = new Map([
  ['mock-signer', 'It named a key whose private half is public'],
  ['signer', 'It named a key that its service does not hold'],
  ['shared-signer', 'Another provider named the same key'],
  ['code', 'The measured code changed'],
  ['system', 'The measured system changed'],
  ['models', 'Its list of models changed'],
  ['model-missing', 'The model that it advertises is not in its list'],
])
/** What kind of difference was seen, as a sentence. */
export function describeDrift(kind: string): string {
  return DRIFT.get(kind) ?? kind
}
