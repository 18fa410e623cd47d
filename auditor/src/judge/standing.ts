import type { Queryable } from '../database.js'
import type { NewestVerdict, NewVerdict } from './verdictRows.js'

/**
 * Whether the verdict in force stays although the evidence now gives another, since bytes that it rests on were withdrawn:
 * nobody can look at them again, and a withdrawal must neither undo nor hide what was found in them. A failure stays
 * whatever comes; anything else stays until the verifier or its trust material changes, because an old reading that
 * nobody can repeat is no proof. Another failure, and another block, are judged anew.
 */
export async function standsWithdrawn(db: Queryable, latest: NewestVerdict, next: NewVerdict): Promise<boolean> {
  const { trust, blockHash } = JSON.parse(next.body) as { trust: string; blockHash: string }
  if (!latest.inForce || latest.blockHash !== blockHash || next.outcome === 'failed') return false
  const { rows } = await db.query<{ trust: string }>(
    `select v.body::jsonb ->> 'trust' as trust from verdicts.verdict v
     where v.id = $1 and exists (
       select from verdicts.withdrawal w where w.root in (
         select t ->> 'root' from jsonb_array_elements(v.body::jsonb -> 'trails') t
         union all
         select '0x' || (r ->> 'sha256') from jsonb_array_elements(v.body::jsonb -> 'reports') r))`,
    [latest.id],
  )
  const [found] = rows
  if (found === undefined) return false
  return latest.outcome === 'failed' || (latest.verifier === next.verifier && found.trust === trust)
}
