import { toBigInt } from './format'
import type { UsedFieldsFragment } from './generated/graphql'

/** A model, or a provider, with how many of the newest payments it got and how much. */
export interface Used {
  name: string
  settlements: number
  amount: bigint
  /** Trust modes derived from what the service registers. */
  modes: string[]
}

/** What the newest payments went to, most money first. `base`: of how many payments; `isAll`: whether there are no others. */
export function tallyUsed(used: UsedFieldsFragment, of: 'model' | 'provider') {
  const found = new Map<string, Used>()
  for (const { amount, provider, service } of used.nodes) {
    const name = of === 'provider' ? provider : (service?.model.text ?? '')
    const entry = found.get(name) ?? { name, settlements: 0, amount: 0n, modes: [] }
    entry.settlements += 1
    entry.amount += toBigInt(amount)
    const mode = service?.derivedMode ?? 'unknown'
    if (!entry.modes.includes(mode)) entry.modes.push(mode)
    found.set(name, entry)
  }
  const rows = [...found.values()].sort((a, b) => (a.amount === b.amount ? 0 : a.amount < b.amount ? 1 : -1))
  return {
    rows,
    base: used.nodes.length,
    amount: rows.reduce((sum, row) => sum + row.amount, 0n),
    isAll: !used.pageInfo.hasNextPage,
  }
}
