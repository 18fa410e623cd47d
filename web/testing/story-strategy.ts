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
  const act = (state: string, more: object = {}) => ({
    ...{
      line: 2,
      createdAt: '2026-01-02T10:00:00.500Z',
      chainId: '31337',
      txHash: hash(`act ${JSON.stringify(more)}`),
    },
    ...{ state, sender: null, senderRole: null, reverted: null, blockNumber: null, blockTime: null, finality: null },
    ...{ order: null, ...more },
  })
  const mined = (order: string, senderRole: string, more: object = {}) =>
    act('mined', {
      ...{ order, senderRole, sender: hash(senderRole).slice(0, 42), reverted: false, finality: 'final' },
      ...{ blockNumber: 1_204, blockTime: '2026-01-02T10:00:04.000Z', ...more },
    })
  const actions =
    n === 3
      ? [
          ...[mined('after', 'wallet'), mined('before', 'payer'), mined('undecided', 'wallet', { finality: 'hot' })],
          ...[mined('after', 'other', { reverted: true }), act('waiting'), act('not-found')],
          act('other-chain', { chainId: '1' }),
        ]
      : []
  const roles = n === 3 ? ['payer', 'other'] : ['provider']
  const openings = [1, 3].includes(n)
    ? roles.flatMap((authorRole, place) => {
        const settlement = settlements[place]
        const stranger = [group(2, named('stranger', 'x'), named('unnamed', null))]
        const records = authorRole === 'other' ? stranger : shown
        const root = hash(`strategy ${place}`)
        return settlement
          ? [
              {
                settlement,
                root,
                author: settlement.payer,
                authorRole,
                truncated: place > 0,
                records,
                actions,
                moreActions: n === 3,
              },
            ]
          : []
      })
    : []
  const transactions = buildTransactions(n)
  return { commitments, transactions, complete: n !== 3, unreadCards: n === 3 ? 1 : 0, openings: () => openings }
}

/** Of the fourth agent every number, of the second few and not all read, of the third a contract, of others none. */
function buildTransactions(n: number) {
  const none = { named: 0, after: 0, before: 0, undecided: 0, otherSender: 0, waiting: 0, notFound: 0, otherChain: 0 }
  const uncounted = { account: null, sent: null, asOfBlock: null, ...none, complete: true }
  const counted = { ...uncounted, account: 'plain', sent: '412', asOfBlock: 1_300 }
  if (n === 1) return { ...counted, sent: '7', named: 2, after: 2, complete: false }
  if (n === 2) return { ...uncounted, account: 'contract', asOfBlock: 1_300 }
  if (n !== 3) return uncounted
  const others = { undecided: 1, otherSender: 3, waiting: 4, notFound: 1, otherChain: 5 }
  return { ...counted, named: 47, after: 31, before: 2, ...others }
}
