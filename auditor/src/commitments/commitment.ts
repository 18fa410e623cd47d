import type { Hex } from '@touchstone/verify'
import type { Queryable } from '../database.js'
import { FINAL_HEIGHT } from '../facts/height.js'

/** What a hash on the chain is about. */
export type CommitmentKind = 'card' | 'feedback' | 'validation' | 'inft-data' | 'model'

export const COMMITMENT_KINDS: readonly CommitmentKind[] = ['card', 'feedback', 'validation', 'inft-data', 'model']

/** Those that are about an agent, and are looked up when somebody opens its page. */
export const AGENT_KINDS = ['card', 'feedback', 'validation'] as const satisfies readonly CommitmentKind[]

/** A hash on the chain and where its bytes are said to lie. */
export interface Commitment {
  kind: CommitmentKind
  /** Id of the fact. */
  subject: string
  /** A stranger's text. */
  uri: string
  /**
   * keccak256 of the file of a feedback or a validation request, storage root of INFT data and models; null for a card,
   * which has none on the chain.
   */
  expected: Hex | null
}

const ZERO = `0x${'0'.repeat(64)}`

const FACTS: Record<CommitmentKind, string> = {
  card: `select c.id as subject, c.uri, null::text as expected, c.agent_id from agent_card c
    where c.from_block <= ${FINAL_HEIGHT} and c.to_block is null and c.uri <> ''`,
  feedback: `select f.id as subject, f.uri, f.hash as expected, f.agent_id from feedback f
    where f.block_number <= ${FINAL_HEIGHT} and f.uri <> '' and f.hash <> '${ZERO}'`,
  validation: `select r.id as subject, r.uri, r.request_hash as expected, r.agent_id from validation_request r
    where r.block_number <= ${FINAL_HEIGHT} and r.uri <> '' and r.request_hash <> '${ZERO}'`,
  'inft-data': `select d.id as subject, '0g://' || d.data_hash as uri, d.data_hash as expected, null as agent_id
    from inft_data d where d.from_block <= ${FINAL_HEIGHT} and d.to_block is null and d.data_hash <> '${ZERO}'`,
  model: `select m.id as subject, '0g://' || m.model_root_hash as uri, m.model_root_hash as expected, null as agent_id
    from fine_tuning_deliverable m where m.added_block <= ${FINAL_HEIGHT} and m.model_root_hash <> '${ZERO}'`,
}

/** Registries hold millions of cards that nobody uses: unasked, one is looked at while its agent has a payer. */
const SWEPT: Partial<Record<CommitmentKind, string>> = {
  card: 'exists (select from payer_link l where l.agent_id = c.agent_id and l.to_block is null)',
}

/** Undefined where the fact is gone, replaced or names nothing any more. */
export async function findCommitment(
  db: Queryable,
  kind: CommitmentKind,
  subject: string,
): Promise<Commitment | undefined> {
  const { rows } = await db.query<Commitment>(
    `select subject, uri, expected from (${FACTS[kind]}) c where subject = $1`,
    [subject],
  )
  return rows[0] && { ...rows[0], kind }
}

const IS_CHECKED = `exists (select from verdicts.commitment_check k
  where k.kind = $1 and k.subject = c.subject and k.uri = left(c.uri, 300))`

/** A page of commitments that were never looked at, or under another address or hash, behind a subject. */
export async function listUnchecked(
  db: Queryable,
  kind: CommitmentKind,
  after: string,
  page: number,
): Promise<{ subjects: string[]; next: string }> {
  const { rows } = await db.query<{ subject: string; checked: boolean }>(
    `select c.subject, ${IS_CHECKED} as checked
     from (select * from (${FACTS[kind]}) c where subject > $2 and ${SWEPT[kind] ?? 'true'} order by subject limit $3) c
     order by 1`,
    [kind, after, page],
  )
  return {
    subjects: rows.filter(({ checked }) => !checked).map(({ subject }) => subject),
    next: rows.length < page ? '' : (rows.at(-1)?.subject ?? ''),
  }
}

/** Commitments about agents, with a payer or not, that were never looked at; the earliest by id, so many of each agent. */
export async function listUncheckedOf(
  db: Queryable,
  kind: (typeof AGENT_KINDS)[number],
  agents: readonly string[],
  each: number,
): Promise<string[]> {
  const { rows } = await db.query<{ subject: string }>(
    `select o.subject from unnest($2::text[]) a(id)
     cross join lateral (
       select c.subject from (${FACTS[kind]}) c where c.agent_id = a.id and not ${IS_CHECKED}
       order by c.subject limit $3) o`,
    [kind, agents, each],
  )
  return rows.map(({ subject }) => subject)
}
