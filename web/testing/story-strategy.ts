import { HOSTILE, hash } from './story-values'

interface Settled {
  id: string
  blockTime: string
  payer: string
}

/** The strategy of the n-th agent: of the fourth every standing, of the second nothing committed, of others nothing opened. */
export function buildStrategy(n: number, settlements: readonly Settled[], hostile: boolean) {
  const write = (plain: string, index: number) => ({ text: hostile ? (HOSTILE[index] ?? plain) : plain })
  const digest = (seed: string) => hash(seed).slice(2)
  const commit = (source: string, about: string, form: string, fromBlock: number) => ({
    ...{ source, about, form, fromBlock, toBlock: null, txHash: hash(`commit ${fromBlock}`), finality: 'final' },
    name: write(about === 'system' ? 'systemPromptHash' : 'tools', fromBlock % 10),
    value: form === 'unreadable' ? null : digest('system'),
  })
  const before = commit('metadata', 'system', 'hash', 905)
  const after = commit('card', 'tools', 'text', 990)
  const commitments = n === 3 ? [after, commit('inft', 'system', 'data', 906), before] : []
  const named = (standing: string, seed: string | null, committed: unknown = null) => ({
    ...{ standing, committed, sha256: seed === null ? null : digest(seed) },
  })
  const group = (line: number, system: unknown, tools: unknown) => ({
    records: 2,
    line,
    actions: line - 2,
    system,
    tools,
  })
  const shown =
    n === 3
      ? [
          group(2, named('equal', 'system', before), named('later', 'system', after)),
          group(4, named('different', 'another', before), named('unnamed', null)),
        ]
      : [group(2, named('uncommitted', 'system'), named('unread', null))]
  const roles = n === 3 ? ['payer', 'other'] : ['provider']
  const openings = [1, 3].includes(n)
    ? roles.flatMap((authorRole, place) => {
        const settlement = settlements[place]
        const stranger = [group(2, named('stranger', 'x'), named('unnamed', null))]
        const records = authorRole === 'other' ? stranger : shown
        const root = hash(`strategy ${place}`)
        return settlement
          ? [{ settlement, root, author: settlement.payer, authorRole, truncated: place > 0, records }]
          : []
      })
    : []
  return { commitments, complete: n !== 3, unreadCards: n === 3 ? 1 : 0, openings: () => openings }
}
