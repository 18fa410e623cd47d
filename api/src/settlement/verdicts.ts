import { groupByKey, pickByKey, type Relation, type RequestContext } from '../context'
import { parseVerdictBody, type VerdictBody } from './verdictBody'
import type { Verdict } from './verdictTypes'

/** Columns of a verdict `v`. */
export const VERDICT_COLUMNS = `v.id, v.settlement_id as "settlementId", v.outcome, v.fault, v.inputs, v.supersedes,
  v.verifier, v.judged_at as "judgedAt", v.body, v.body_signature as "bodySignature", v.key_id as "keyId", v.reasons,
  v.block_hash as "blockHash"`

/** Judgements shown of one settlement, newest first: re-judging is rare, but nothing bounds it. */
const MAX_HISTORY = 50

/** Verdicts with their bodies, by id. */
export const verdictById: Relation<string, Verdict | null> = {
  load: async (ids, { services }) => {
    const sql = `select ${VERDICT_COLUMNS} from verdicts.verdict v where v.id = any($1::bigint[])`
    const rows = await services.database.query<Verdict & Record<string, unknown>>(sql, [ids], true)
    return pickByKey(
      ids,
      rows,
      (row) => row.id,
      (row) => row ?? null,
    )
  },
}

/** Every judgement of a settlement, newest first. */
export const verdictsBySettlement: Relation<string, Verdict[]> = {
  load: async (ids, { services }) => {
    const sql = `select h.* from unnest($1::text[]) s(id) cross join lateral (
      select ${VERDICT_COLUMNS} from verdicts.verdict v where v.settlement_id = s.id order by v.id desc limit $2) h`
    const rows = await services.database.query<Verdict & Record<string, unknown>>(sql, [ids, MAX_HISTORY], true)
    return groupByKey(ids, rows, (row) => row.settlementId)
  },
}

/** The body of a verdict, parsed once a request. */
export const verdictBody: Relation<string, VerdictBody | null> = {
  load: (ids, context) => Promise.all(ids.map((id) => readBody(id, context))),
}

async function readBody(id: string, context: RequestContext): Promise<VerdictBody | null> {
  const verdict = await context.load(verdictById, id)
  return verdict && parseVerdictBody(verdict.body)
}
