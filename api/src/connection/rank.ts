import { registerEnumType } from 'type-graphql'
import type { RowList } from './rowList'
import type { Where } from './where'

/** What the largest parties have most of, of all that they ever settled. */
export type PartyRank = 'settlements' | 'amount'
export const PartyRankEnum: Record<PartyRank, PartyRank> = { settlements: 'settlements', amount: 'amount' }
registerEnumType(PartyRankEnum, {
  name: 'PartyRank',
  description:
    'Most accepted settlements, or most neuron that they moved, first, of final blocks as last counted; of agents those that entered their histories when they were counted; parties without one are left out. A cursor is such a figure and an address: who is counted anew while a reader pages moves up, and where that takes it past the cursor no later page has it.',
})

/**
 * A list of parties, the largest first, from what `derived.party` keeps of them as `t`.
 * @param join what else the columns need, with its `join`.
 */
export function rankedList(name: string, rank: PartyRank, columns: string, join = ''): RowList {
  return {
    name: `${name} by ${rank}`,
    columns: `${columns}, t.address, t.${rank}::text as "rankKey"`,
    from: `derived.party t ${join}`,
    keys: [
      { column: `t.${rank}`, field: 'rankKey', kind: rank === 'amount' ? 'number' : 'id' },
      { column: 't.address', field: 'address', kind: 'text' },
    ],
  }
}

/** Keeps to the parties of a role. */
export function ofRole(where: Where, role: 'payer' | 'provider' | 'agent'): Where {
  return where.add(`t.role = '${role}'`)
}
