import { EVIDENCE_LOOKUPS } from './exists-evidence'
import {
  AgentExistsDocument,
  NetworkStateDocument,
  PayerExistsDocument,
  ProviderExistsDocument,
  SettlementExistsDocument,
} from './generated/graphql'
import { type Answer, ask } from './graphql'
import { type Malformed, parseAddress, parseAgentId, parseSettlementId } from './ids'
import { readSegment } from './segment'
import { listAttacks } from './try-api'

/** What stands at an address of this site. `unknown` where the API did not answer: the page then says so itself. */
export type Existence = Malformed | { kind: 'exists' | 'missing' | 'unknown' }

/** Lists whose JSON stands where an object's page would. */
const LISTS: ReadonlySet<string> = new Set(['agents', 'models', 'providers', 'reports'])

/** Milliseconds. The lookup comes before every object page, so it gives up early and leaves the word to the page. */
const DEADLINE = 3_000

/**
 * Whether the object named by a path exists. Needed before rendering: Next.js can answer 404 with a rendered body only
 * for a path without a page; `notFound()` inside a page sends an empty body to visitors without JavaScript.
 */
export async function lookUp(pathname: string): Promise<Existence> {
  const [, kind = '', raw = '', ...rest] = pathname.split('/')
  if (raw === '' || rest.length > 0 || (raw === 'json' && LISTS.has(kind))) return { kind: 'exists' }
  const text = readSegment(raw)
  const look = Object.hasOwn(EVIDENCE_LOOKUPS, kind) ? EVIDENCE_LOOKUPS[kind] : undefined
  if (look) return lookUpEvidence(look(text, DEADLINE))
  switch (kind) {
    case 'agents': {
      const id = parseAgentId(text)
      if (id.kind === 'malformed') return id
      return toExistence(await ask(AgentExistsDocument, { id: id.id }, DEADLINE), (data) => data.agent)
    }
    case 'settlements': {
      const id = parseSettlementId(text)
      if (id.kind === 'malformed') return id
      return toExistence(await ask(SettlementExistsDocument, { id: id.id }, DEADLINE), (data) => data.settlement)
    }
    case 'providers': {
      const id = parseAddress(text)
      if (id.kind === 'malformed') return id
      return toExistence(await ask(ProviderExistsDocument, { address: id.address }, DEADLINE), (data) => data.provider)
    }
    case 'try':
      return lookUpAttack(text)
    case 'address': {
      const id = parseAddress(text)
      if (id.kind === 'malformed') return id
      return lookUpPayer(id.address)
    }
    default:
      return { kind: 'exists' }
  }
}

async function lookUpEvidence(looked: ReturnType<(typeof EVIDENCE_LOOKUPS)[string]>): Promise<Existence> {
  const answer = await looked
  if (answer.kind === 'malformed') return answer
  if (answer.kind !== 'found') return { kind: 'unknown' }
  return { kind: answer.value ? 'exists' : 'missing' }
}

async function lookUpAttack(name: string): Promise<Existence> {
  const attacks = await listAttacks(DEADLINE)
  // The list itself has a JSON twin below the same path.
  if (attacks.kind !== 'found' || name === 'json') return { kind: 'unknown' }
  return { kind: attacks.value.some((attack) => attack.name === name) ? 'exists' : 'missing' }
}

async function lookUpPayer(address: string): Promise<Existence> {
  const network = await ask(NetworkStateDocument, {}, DEADLINE)
  if (network.kind !== 'found') return { kind: 'unknown' }
  const id = `eip155:${network.value.network.chainId}:${address}`
  return toExistence(await ask(PayerExistsDocument, { id }, DEADLINE), (data) => data.payer)
}

function toExistence<T>(answer: Answer<T>, select: (value: T) => unknown): Existence {
  if (answer.kind !== 'found') return { kind: 'unknown' }
  return { kind: select(answer.value) === null ? 'missing' : 'exists' }
}
