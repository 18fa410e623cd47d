import type { Queryable } from '../database.js'

/** SQL for the height up to which facts are final, -1 before the first; only facts up to it are looked at. */
export const FINAL_HEIGHT = '(select coalesce(max(height), -1) from squid_processor.status)'

/** Finalised height, -1 where nothing is indexed yet. */
export async function getFinalHeight(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ height: number }>(`select ${FINAL_HEIGHT} as height`)
  return rows[0]?.height ?? -1
}
