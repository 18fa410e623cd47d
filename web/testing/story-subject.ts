import type { buildSettlement } from './story-settlement'
import { buildRevision } from './story-settlement'
import { buildStrategy } from './story-strategy'
import { address, agentId, CHAIN, HOSTILE, hash, payerId, REGISTRY, secondsAgo } from './story-values'

type Settlement = ReturnType<typeof buildSettlement>

/** Arguments of a settlements field. */
export interface ListArgs {
  first?: number | null
  after?: string | null
  filter?: Partial<Record<string, unknown>> | null
}

/** A page of a list, by a cursor that is an index. */
export function toConnection<T>(nodes: readonly T[], { first, after }: ListArgs) {
  const start = after ? Number(after) : 0
  const page = nodes.slice(start, start + (first ?? 25))
  const end = start + page.length
  return {
    nodes: page,
    edges: page.map((node, index) => ({ node, cursor: String(start + index + 1) })),
    pageInfo: {
      hasNextPage: end < nodes.length,
      hasPreviousPage: start > 0,
      startCursor: String(start),
      endCursor: String(end),
    },
  }
}

/** The settlements that a filter leaves. */
export function filterSettlements(all: readonly Settlement[], filter: ListArgs['filter']): Settlement[] {
  const cells = filter?.questions as readonly { question: string; status: readonly string[] }[] | null | undefined
  const outcomes = filter?.outcome as readonly string[] | null | undefined
  const times = filter?.times as { from?: string | null; until?: string | null } | null | undefined
  return all.filter(
    (settlement) =>
      (!outcomes || outcomes.includes(settlement.outcome)) &&
      (!times?.from || settlement.blockTime >= times.from) &&
      (!times?.until || settlement.blockTime < times.until) &&
      (!filter?.model || filter.model === settlement.service?.model.text) &&
      (cells ?? []).every(({ question, status }) =>
        settlement.questions.some((asked) => asked.id === question && status.includes(asked.status ?? '')),
      ) &&
      (!filter?.payer || filter.payer === settlement.payer) &&
      (!filter?.provider || filter.provider === settlement.provider) &&
      (!filter?.agent || settlement.agents.some(({ agent }) => agent.id === filter.agent)),
  )
}

const sum = (settlements: readonly Settlement[]) =>
  settlements.reduce((total, { amount }) => total + BigInt(amount), 0n).toString()

/** Shares as the API computes them: refused settlements are left out, waiting ones are in the base only. */
export function toShares(all: readonly Settlement[]) {
  const counted = all.filter((settlement) => settlement.outcome !== 'rejected')
  const judged = counted.filter((settlement) => settlement.outcome !== 'pending')
  const cells = ['payment', 'signature', 'opening', 'content', 'enclave', 'workload'].flatMap((question) =>
    ['pass', 'fail', 'unavailable', 'absent'].flatMap((status) => {
      const some = judged.filter((settlement) =>
        settlement.questions.some((asked) => asked.id === question && asked.status === status),
      )
      return some.length === 0 ? [] : [{ question, status, settlements: String(some.length), amount: sum(some) }]
    }),
  )
  return {
    settlements: String(counted.length),
    amount: sum(counted),
    judged: String(judged.length),
    judgedAmount: sum(judged),
    cells,
  }
}

function toPoints(all: readonly Settlement[], points: number) {
  const now = Date.now()
  const step = 600_000 / points
  return Array.from({ length: points }, (_, index) => {
    const from = now - 600_000 + index * step
    const inside = all.filter(({ blockTime }) => Date.parse(blockTime) >= from && Date.parse(blockTime) < from + step)
    return { from: new Date(from).toISOString(), until: new Date(from + step).toISOString(), ...toShares(inside) }
  })
}

function toHistory(all: readonly Settlement[]) {
  return {
    settlements: (args: ListArgs) => toConnection(filterSettlements(all, args.filter), args),
    shares: toShares(all),
    sharesOverTime: ({ points }: { points: number }) => toPoints(all, points),
  }
}

/** An agent whose payers' settlements are given. */
export function buildAgent(
  n: number,
  name: string,
  payers: readonly string[],
  all: readonly Settlement[],
  hostile: boolean,
) {
  const text = (plain: string, index: number) => ({ text: hostile ? (HOSTILE[index] ?? plain) : plain })
  const own = all.filter((settlement) => payers.includes(settlement.payer))
  const wallet = payers[0] ?? null
  const interval = {
    address: wallet ?? address('nobody'),
    how: 'transfer',
    signature: null,
    fromBlock: 900 + n,
    toBlock: null,
    txHash: hash(`mint ${n}`),
  }
  const agent = {
    id: agentId(n),
    chainId: CHAIN,
    registry: REGISTRY,
    agentId: String(n),
    name: text(name, 0),
    description: text('Compares yields and rebalances once a day.', 5),
    uri: text(`https://agents.example/${n}.json`, 4),
    owner: wallet ?? address('nobody'),
    resolvedOwner: n === 1 ? address('behind custody') : null,
    wallet,
    walletHow: wallet ? 'register' : null,
    mintedBlock: 900 + n,
    mintedTime: secondsAgo(60_000),
    mintTxHash: hash(`mint ${n}`),
    finality: 'final',
    ownerships: [interval],
    wallets: wallet ? [interval] : [],
    strategy: buildStrategy(n, own, hostile),
    ...toHistory(own),
  }
  return { ...agent, links: payers.flatMap((payer) => toLinks(agent, payer, text)) }
}

function toLinks(
  agent: { id: string; shares: { settlements: string; amount: string } },
  payer: string,
  text: (plain: string, index: number) => { text: string },
) {
  // The payer spent a third more than what enters the history.
  const spent = ((BigInt(agent.shares.amount) * 4n) / 3n).toString()
  const payerPage = { label: null, shares: { ...agent.shares, amount: spent } }
  const link = { agent, payer, payerPage, fromBlock: 905, toBlock: null, ambiguous: false }
  return [
    {
      ...link,
      id: `${agent.id} ${payer} L4`,
      type: 'L4',
      strength: 'A',
      evidence: text('The payer is the wallet that the registry holds.', 2).text,
      txHash: hash('link'),
      entersHistory: true,
    },
    {
      ...link,
      id: `${agent.id} ${payer} L5`,
      type: 'L5',
      strength: 'B',
      evidence: text('The payer minted the agent.', 3).text,
      txHash: hash('mint'),
      entersHistory: false,
    },
  ]
}

/** A payer with its settlements. */
export function buildPayer(
  payer: string,
  providers: readonly string[],
  links: readonly unknown[],
  all: readonly Settlement[],
) {
  return {
    id: payerId(payer),
    address: payer,
    label: null,
    accounts: providers.map((provider) => buildAccount(payer, provider)),
    links,
    ...toHistory(all.filter((settlement) => settlement.payer === payer)),
  }
}

function buildAccount(payer: string, provider: string) {
  return {
    payer,
    provider,
    balance: '1234500000000000001',
    pendingRefund: '0',
    nonce: '1760000000000000000',
    updatedBlock: 81_190,
  }
}

/** The first payer pays nine tenths. */
function buildClients(payers: readonly string[]) {
  const largest = payers.slice(0, 2).map((payer, n) => ({ payer, settlements: '10', amount: n === 0 ? '900' : '100' }))
  return { settlements: '20', amount: '1000', payers: String(payers.length), since: secondsAgo(9_000), largest }
}

/** A provider with its settlements. */
export function buildProvider(
  provider: string,
  finding: string | null,
  payers: readonly string[],
  all: readonly Settlement[],
  hostile: boolean,
) {
  const service = buildRevision(provider, 0, hostile)
  return {
    id: `eip155:${CHAIN}:${provider}`,
    address: provider,
    service,
    revisions: [buildRevision(provider, 800, hostile), service],
    acknowledgements: [
      {
        signer: address(`signer ${provider}`),
        acknowledged: false,
        cause: 'reset',
        fromBlock: 400,
        txHash: hash('ack 1'),
      },
      {
        signer: address(`signer ${provider}`),
        acknowledged: true,
        cause: 'owner',
        fromBlock: 420,
        txHash: hash('ack 2'),
      },
    ],
    labelFinding: hostile ? HOSTILE[6] : finding,
    clients: buildClients(payers),
    payers: () => payers.map((payer) => buildAccount(payer, provider)),
    ...toHistory(all.filter((settlement) => settlement.provider === provider)),
  }
}
