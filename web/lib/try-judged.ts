import { getSettlement } from './api'
import type { AttackRun } from './try-run'

type Named = AttackRun['ours']['settlements'][number]

/** A settlement that a run names, as the API knows it by now. */
export interface JudgedBill extends Named {
  result: Awaited<ReturnType<typeof getSettlement>>
}

/** What the auditor says of the bills that a run names. */
export async function judgeBills({ ours }: AttackRun): Promise<JudgedBill[]> {
  return Promise.all(
    ours.settlements.map(async (named) => ({ ...named, result: await getSettlement(named.id, undefined) })),
  )
}
