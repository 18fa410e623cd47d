import type { Conditions } from './filter'

/** Keeps a value and gives its placeholder. */
export type Bind = (value: unknown, type: string) => string

/**
 * Conditions on the settlement itself, whichever branch looks for it.
 * @param parties the table whose columns say payer and provider: settlement `s`, or the verdict in force `c`.
 */
export function buildWhere(conditions: Conditions, bind: Bind, parties: 's' | 'c' = 's'): string[] {
  const { payer, provider, requestsHash, txHash, accepted, model, amount } = conditions
  const where: string[] = []
  if (payer) where.push(`${parties}.payer = ${bind(payer, 'text')}`)
  if (provider) where.push(`${parties}.provider = ${bind(provider, 'text')}`)
  if (requestsHash) where.push(`s.requests_hash = ${bind(requestsHash, 'text')}`)
  if (txHash) where.push(`s.tx_hash = ${bind(txHash, 'text')}`)
  if (accepted !== undefined) where.push(accepted ? 's.accepted' : 'not s.accepted')
  if (model !== undefined)
    where.push(`s.service_id in (select id from service_revision where model = ${bind(model, 'text')})`)
  if (amount?.min !== undefined) where.push(`s.settled_amount >= ${bind(amount.min, 'numeric')}`)
  if (amount?.max !== undefined) where.push(`s.settled_amount <= ${bind(amount.max, 'numeric')}`)
  return where
}

/** Bounds in blocks, on the column whose index is walked. Times become blocks: no index knows both. */
export function buildRange({ blocks, times }: Conditions, block: string, bind: Bind): string[] {
  const where: string[] = []
  if (blocks?.from !== undefined) where.push(`${block} >= ${bind(blocks.from, 'int')}`)
  if (blocks?.until !== undefined) where.push(`${block} < ${bind(blocks.until, 'int')}`)
  if (times?.from !== undefined) {
    const from = bind(times.from, 'timestamptz')
    where.push(`s.block_time >= ${from}`)
    where.push(
      `${block} >= (select block_number from settlement where block_time >= ${from} order by block_time limit 1)`,
    )
  }
  if (times?.until !== undefined) {
    const until = bind(times.until, 'timestamptz')
    const last = `select block_number from settlement where block_time < ${until} order by block_time desc limit 1`
    where.push(`s.block_time < ${until}`, `${block} <= (${last})`)
  }
  return where
}
