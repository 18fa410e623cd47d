import { buildAggregates, buildCommitments } from './story-commitments'
import { buildEnclaves } from './story-enclave'
import { buildLogCheckpoints, buildLogEntries, buildLogHead } from './story-log'
import { buildModels } from './story-model'
import { buildPublished } from './story-published'
import { buildSettlement, type Story } from './story-settlement'
import { buildAgent, buildPayer, buildProvider, filterSettlements, type ListArgs, toConnection } from './story-subject'
import { address, CHAIN, CONTRACT, hash, secondsAgo } from './story-values'

/** What the stub API shows: `full` every outcome, `empty` a chain on which nothing happened, `hostile` an attacker's. */
export type World = 'full' | 'empty' | 'stale' | 'hostile'

export const PAYERS = ['atlas', 'basis', 'cinder', 'delta', 'echo'].map(address)
export const PROVIDERS = ['in-enclave', 'relay', 'mock'].map(address)
const NAMES = ['Atlas Research', 'Basis Trader', 'Cinder Risk', 'Delta Neutral', 'Echo Scout']

type Kind = Pick<Story, 'outcome' | 'sentence' | 'statuses' | 'fault'>
const KINDS: readonly Kind[] = [
  {
    outcome: 'partial',
    sentence: 'The bytes are the ones that were signed and billed; no enclave report is published.',
    statuses: ['pass', 'pass', 'pass', 'pass', 'absent', 'absent'],
  },
  {
    outcome: 'failed',
    sentence: 'Failed: the provider published a response other than the one it signed.',
    statuses: ['pass', 'pass', 'pass', 'fail', 'absent', 'absent'],
    fault: 'provider',
  },
  {
    outcome: 'paid',
    sentence: 'Paid. No evidence published.',
    statuses: ['pass', 'pass', 'absent', 'absent', 'absent', 'absent'],
  },
  { outcome: 'verified', sentence: 'Inference verified.', statuses: ['pass', 'pass', 'pass', 'pass', 'pass', 'pass'] },
  {
    outcome: 'relayed',
    sentence: 'Relay verified: proves which endpoint was called, not which model ran.',
    statuses: ['pass', 'pass', 'pass', 'pass', 'pass', 'absent'],
  },
  {
    outcome: 'unavailable',
    sentence: 'Could not check: no source delivers the anchored bytes.',
    statuses: ['pass', 'pass', 'unavailable', 'unavailable', 'absent', 'absent'],
  },
  { outcome: 'pending', sentence: 'Waiting for its first verdict.', statuses: [null, null, null, null, null, null] },
  {
    outcome: 'rejected',
    sentence: 'Refused by the contract. It says nothing about the payer that it names.',
    statuses: ['absent', 'absent', 'absent', 'absent', 'absent', 'absent'],
  },
  {
    outcome: 'failed',
    sentence: 'Failed: the bill is signed with a publicly known key.',
    statuses: ['pass', 'fail', 'absent', 'absent', 'absent', 'absent'],
    fault: 'provider',
  },
  {
    outcome: 'failed',
    sentence: 'Failed: the published list opens to another fee.',
    statuses: ['pass', 'pass', 'fail', 'absent', 'absent', 'absent'],
    fault: 'provider',
  },
]
const AMOUNTS = ['2500000000000000', '812', '1204500000000000000', '48213000000000000', '99999999999999']

/** Sixty settlements and some newer ones, one of each kind in turn, newest first. */
function buildSettlements(hostile: boolean, extra: number) {
  return Array.from({ length: 60 + extra }, (_, place) => {
    const age = place - extra
    const kind = cycle(KINDS, age)
    const [payer, provider, amount] = [cycle(PAYERS, age), cycle(PROVIDERS, age), cycle(AMOUNTS, age)]
    return buildSettlement({ ...kind, n: 60 - age, payer, provider, amount, ago: Math.max(1, 12 + age * 9), hostile })
  })
}

function cycle<T>(values: readonly T[], index: number): T {
  const value = values.at(index % values.length)
  if (value === undefined) throw new RangeError('There is nothing to cycle through.')
  return value
}

/** Everything that the API can be asked for, in the form that graphql-js resolves. */
export function buildRoot(world: World, extra: number, evidenced?: string) {
  const empty = world === 'empty'
  const hostile = world === 'hostile'
  const settlements = empty ? [] : buildSettlements(hostile, extra)
  const agents = empty ? [] : NAMES.map((name, n) => buildAgent(n, name, PAYERS.slice(n, n + 1), settlements, hostile))
  const bare = empty ? [] : [buildAgent(7, 'Minted, never paid', [], settlements, hostile)]
  const finding = 'Claims TeeML (in-enclave); its additional info says that it relays to centralized:aliyun.'
  const providers = empty
    ? []
    : PROVIDERS.map((provider, n) => buildProvider(provider, n === 1 ? finding : null, PAYERS, settlements, hostile))
  const payers = empty
    ? []
    : PAYERS.map((payer, n) => buildPayer(payer, PROVIDERS, agents[n]?.links ?? [], settlements))
  return {
    settlements: (args: ListArgs) => toConnection(filterSettlements(settlements, args.filter), args),
    settlement: ({ id }: { id: string }) => {
      const like = settlements.find(({ outcome }) => outcome === 'verified')
      if (id === evidenced && like) return { ...like, id }
      return settlements.find((settlement) => settlement.id === id) ?? null
    },
    agents: (args: ListArgs) => toConnection(args.filter?.linked ? agents : [...agents, ...bare], args),
    agent: ({ id }: { id: string }) => [...agents, ...bare].find((agent) => agent.id === id) ?? null,
    payers: (args: ListArgs) => toConnection(payers, args),
    payer: ({ id }: { id: string }) => payers.find((payer) => payer.id === id) ?? null,
    providers: (args: ListArgs) => toConnection(providers, args),
    provider: (args: { address: string }) => providers.find((provider) => provider.address === args.address) ?? null,
    network: { ...buildNetwork(world), agents: countAgents() },
    ...buildEnclaves(PROVIDERS, settlements, hostile),
    aggregates: (args: { of: string; by: string; id?: string }) =>
      buildAggregates(settlementsOf(args.of, args.id), args.by === 'day' ? 86_400_000 : 3_600_000),
    agentCards: (args: ListArgs & { agent: string }) => toConnection(commitmentsOf(args.agent).agentCards, args),
    feedback: (args: ListArgs) => toConnection(commitmentsOf(String(args.filter?.agent)).feedback, args),
    validations: (args: ListArgs) => toConnection(commitmentsOf(String(args.filter?.agent)).validations, args),
    ...buildModels(PROVIDERS, settlements, hostile),
    ...buildPublished(settlements),
    registries: () =>
      toConnection(
        empty
          ? []
          : [{ id: address('registry'), kind: 'erc8004', version: '2.0.0', chainId: CHAIN, agents: countAgents() }],
        {},
      ),
    meta: { readAt: secondsAgo(0), logCheckpoint: empty ? null : buildLogHead(hostile) },
    logEntries: (args: ListArgs) => toConnection(empty ? [] : buildLogEntries(settlements, hostile), args),
    logCheckpoints: (args: ListArgs) => toConnection(empty ? [] : buildLogCheckpoints(), args),
    search: ({ text }: { text: string }) => find(text),
  }

  function countAgents() {
    const minted = String(agents.length + bare.length)
    return { minted, withFile: String(agents.length), withPayments: String(agents.length) }
  }

  function settlementsOf(of: string, id: string | undefined) {
    if (of === 'agent') return settlements.filter(({ agents: linked }) => linked.some(({ agent }) => agent.id === id))
    return of === 'network' ? settlements : settlements.filter((one) => one.payer === id || one.provider === id)
  }

  function commitmentsOf(id: string) {
    const agent = agents.find((one) => one.id === id)
    return agent ? buildCommitments(agent, hostile) : { agentCards: [], feedback: [], validations: [] }
  }

  function find(text: string) {
    const hits = [
      ...agents.map((agent) => ({ kind: 'agent', id: agent.id, label: agent.name.text, detail: agent.id })),
      ...payers.map((payer) => ({ kind: 'payer', id: payer.id, label: payer.address, detail: null })),
      ...providers.map((provider) => ({ kind: 'provider', id: provider.id, label: provider.address, detail: null })),
      ...settlements.map(({ id, txHash }) => ({ kind: 'settlement', id, label: id, detail: txHash })),
    ]
    return hits.filter((hit) => `${hit.label} ${hit.detail}`.toLowerCase().includes(text.toLowerCase())).slice(0, 10)
  }
}

function buildNetwork(world: World) {
  const stale = world === 'stale'
  return {
    name: 'devnet',
    displayName: 'Devnet',
    chainId: CHAIN,
    finality: 2,
    head: 81_204,
    indexedHeight: stale ? 79_000 : 81_203,
    indexedHash: hash('head'),
    indexedTime: secondsAgo(stale ? 1_400 : 1),
    finalizedHeight: stale ? 78_998 : 81_201,
    lag: stale ? 2_204 : 1,
    routers: [],
    verifier: 'touchstone 0.1.0',
    waiting: world === 'empty' ? '0' : '6',
    waitingSince: world === 'empty' ? null : secondsAgo(20),
    lastRemoval: world === 'empty' ? null : { settlementId: `${CHAIN}-${hash('orphan')}-0`, blockNumber: 80_001 },
    lastVerdictAt: secondsAgo(3),
    contracts: [{ kind: 'inferenceServing', address: CONTRACT, startBlock: 3 }],
    digest: world === 'empty' ? null : { height: 81_201, digest: hash('digest'), events: '4120', capability: 'trace' },
    implementations: ['E', 'D'].map((generation, place) => ({
      ...{ contract: CONTRACT, kind: 'inferenceServing', label: 'inference', generation, retired: false },
      ...{ implementation: address(`code ${generation}`), fromBlock: place === 0 ? 900 : 3 },
      ...{ toBlock: place === 0 ? null : 900, txHash: place === 0 ? hash('upgrade') : null },
    })),
    faultySources:
      world === 'empty'
        ? []
        : [
            {
              source: { text: 'http://127.0.0.1:5678' },
              mismatches: '12',
              lastAt: secondsAgo(40),
              lastRoot: hash('root 60'),
            },
          ],
  }
}
