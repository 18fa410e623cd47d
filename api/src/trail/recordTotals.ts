import type { Total } from '../connection/page'
import type { Relation } from '../context'

/** Records of some files, of one bill alone where a nonce is given. */
export interface RecordsKey {
  roots: string[]
  nonce: string | null
}

const SQL = `select k.place, coalesce((
    select sum(t.records) from jsonb_array_elements_text(k.roots::jsonb) r(root)
    join verdicts.trail_settlement t on t.root = r.root and (k.nonce is null or t.nonce = k.nonce)), 0) as value
  from unnest($1::text[], $2::numeric[]) with ordinality k(roots, nonce, place)`

/** Counted when a file is read, so that nobody counts its lines again. */
export const recordTotals: Relation<RecordsKey, Total> = {
  keyOf: ({ roots, nonce }) => `${nonce} ${roots.join(' ')}`,
  load: async (keys, { services }) => {
    const values = [keys.map(({ roots }) => JSON.stringify(roots)), keys.map(({ nonce }) => nonce)]
    const rows = await services.database.query<{ place: string; value: string }>(SQL, values)
    const byPlace = new Map(rows.map((row) => [row.place, row.value]))
    return keys.map((_, index) => ({ value: byPlace.get(String(index + 1)) ?? '0', isEstimate: false }))
  },
}
