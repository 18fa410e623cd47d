import { prepared, type Queryable } from '../database.js'
import { FINAL_HEIGHT } from '../facts/height.js'
import { CAPTURE_REPORT, FETCH_TRAIL } from '../queue/jobs.js'

/** Anchors behind a settlement that are looked at, the nearest first: its trail is not far. */
const MAX_ANCHORS = 200

/**
 * Whether evidence of a settlement is on its way: a file that provider or payer anchored at or behind it, final or not, that
 * was not asked for yet or is being asked for, or the report of its provider's enclave. Files of strangers count for nothing
 * here, and neither does any once the provider's own trail of this bill is here. What waits for a later round is not on
 * its way.
 */
const UNDER_WAY = `
  exists (
    select from (
      select root from anchor
      where payer = s.payer and provider = s.provider and author in (s.payer, s.provider)
        and block_number >= s.block_number
      order by block_number limit ${MAX_ANCHORS}) a
    left join graphile_worker.jobs j on j.key = '${FETCH_TRAIL}:' || a.root
    where s.nonce is not null
      and coalesce(j.run_at <= now(), not exists (select from verdicts.fetch_attempt f where f.root = a.root))
      and not exists (select from verdicts.trail t where t.root = a.root)
      and not exists (select from verdicts.withdrawal w where w.root = a.root)
      and not exists (
        select from verdicts.trail_settlement t join anchor o on o.root = t.root and o.author = s.provider
        where t.payer = s.payer and t.provider = s.provider and t.nonce = s.nonce
          and o.block_number <= ${FINAL_HEIGHT}))
  or exists (select from graphile_worker.jobs j where j.key = '${CAPTURE_REPORT}:' || s.provider and j.run_at <= now())`

/**
 * Until when a judgement waits for evidence that is under way; undefined where there is none, or where it has waited long
 * enough: then it goes on with what is there, and what comes later has it judged again. The caller holds the settlement's lock.
 */
export async function findWait(db: Queryable, settlementId: string, waitMs: number): Promise<Date | undefined> {
  if (waitMs === 0) return undefined
  const { rows } = await db.query<{ until: Date; waits: boolean }>(
    prepared(
      `insert into verdicts.judge_wait (settlement_id, until)
     select s.id, now() + $2 * interval '1 millisecond' from settlement s
     where s.id = $1 and s.status <= 1 and s.block_number <= ${FINAL_HEIGHT} and (${UNDER_WAY})
     on conflict (settlement_id) do update set until = judge_wait.until
     returning until, until > now() as waits`,
      [settlementId, waitMs],
    ),
  )
  const [row] = rows
  if (row?.waits) return row.until
  await db.query(prepared('delete from verdicts.judge_wait where settlement_id = $1', [settlementId]))
  return undefined
}
