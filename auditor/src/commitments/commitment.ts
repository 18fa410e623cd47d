import type { Hex } from '@touchstone/verify'
import type { Queryable } from '../database.js'
import { FINAL_HEIGHT } from '../facts/height.js'

/** What a hash on the chain is about. */
export type CommitmentKind = 'card' | 'feedback' | 'inft-data' | 'model'

export const COMMITMENT_KINDS: readonly CommitmentKind[] = ['card', 'feedback', 'inft-data', 'model']

/** A hash on the chain and where its bytes are said to lie. */
export interface Commitment {
  kind: CommitmentKind
  /** Id of the fact. */
  subject: string
  /** A stranger's text. */
  uri: string
  /** keccak256 of a feedback's file, storage root of INFT data and models; null for a card, which has none on the chain. */
  expected: Hex | null
}

const ZERO = `0x${'0'.repeat(64)}`

// Registries hold millions of cards that nobody uses: one is looked at while its agent has a payer.
const FACTS: Record<CommitmentKind, string> = {
  card: `select c.id as subject, c.uri, null::text as expected from agent_card c
    where c.from_block <= ${FINAL_HEIGHT} and c.to_block is null and c.uri <> ''
      and exists (select from payer_link l where l.agent_id = c.agent_id and l.to_block is null)`,
  feedback: `select f.id as subject, f.uri, f.hash as expected from feedback f
    where f.block_number <= ${FINAL_HEIGHT} and f.uri <> '' and f.hash <> '${ZERO}'`,
  'inft-data': `select d.id as subject, '0g://' || d.data_hash as uri, d.data_hash as expected from inft_data d
    where d.from_block <= ${FINAL_HEIGHT} and d.to_block is null and d.data_hash <> '${ZERO}'`,
  model: `select m.id as subject, '0g://' || m.model_root_hash as uri, m.model_root_hash as expected
    from fine_tuning_deliverable m where m.added_block <= ${FINAL_HEIGHT} and m.model_root_hash <> '${ZERO}'`,
}

/** Undefined where the fact is gone, replaced or names nothing any more. */
export async function findCommitment(
  db: Queryable,
  kind: CommitmentKind,
  subject: string,
): Promise<Commitment | undefined> {
  const { rows } = await db.query<Commitment>(`select * from (${FACTS[kind]}) c where subject = $1`, [subject])
  return rows[0] && { ...rows[0], kind }
}

/** A page of commitments that were never looked at, or under another address or hash, behind a subject. */
export async function listUnchecked(
  db: Queryable,
  kind: CommitmentKind,
  after: string,
  page: number,
): Promise<{ subjects: string[]; next: string }> {
  const { rows } = await db.query<{ subject: string; checked: boolean }>(
    `select c.subject, exists (select from verdicts.commitment_check k
       where k.kind = $1 and k.subject = c.subject and k.uri = left(c.uri, 300)) as checked
     from (select * from (${FACTS[kind]}) f where subject > $2 order by subject limit $3) c order by 1`,
    [kind, after, page],
  )
  return {
    subjects: rows.filter(({ checked }) => !checked).map(({ subject }) => subject),
    next: rows.length < page ? '' : (rows.at(-1)?.subject ?? ''),
  }
}
