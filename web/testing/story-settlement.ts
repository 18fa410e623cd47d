import { doesNotProve } from '@touchstone/verify'
import {
  address,
  agentId,
  CHAIN,
  CONTRACT,
  HOSTILE,
  hash,
  payerId,
  REPORT_SOURCE,
  REPORT_TIME,
  reportDigest,
  secondsAgo,
  settlementId,
} from './story-values'

type Status = 'pass' | 'fail' | 'unavailable' | 'absent' | null
type Statuses = readonly [Status, Status, Status, Status, Status, Status]

/** What a settlement's story is about. */
export interface Story {
  n: number
  outcome: string
  sentence: string
  statuses: Statuses
  fault?: 'provider' | 'payer'
  payer: string
  provider: string
  amount: string
  ago: number
  /** Text to put into every field that somebody outside can fill. */
  hostile?: boolean
}

const QUESTIONS = ['payment', 'signature', 'opening', 'content', 'enclave', 'workload'] as const
const TITLES = [
  'Was it paid?',
  'Which key signed the bill?',
  'Does the list of requests add up?',
  'Are these the bytes?',
  'Does the key live in a genuine enclave?',
  'Running which code and model?',
]
const CHECKS: Readonly<Record<string, readonly string[]>> = {
  payment: [
    'The contract accepted the item',
    'FundSpent equals the amount',
    'The balance fell by the amount',
    'The nonce increases',
  ],
  signature: [
    'The signature recovers to the registered signer',
    'The signer is acknowledged',
    'The key is not publicly known',
  ],
  opening: ['A published list recomputes to the requests hash', 'The fees add up to the bill'],
  content: ['The bytes recompute to the anchored root', 'Responses match the signed text'],
  enclave: ['The report verifies to the maker’s root'],
  workload: ['The measured code is a known release'],
}
const REASON: Readonly<Record<string, string>> = {
  fail: 'The sha256 of the published response differs from the one in the signed text.',
  unavailable: 'Every source so far timed out or served other bytes. It will be tried again.',
  absent: 'Nobody has published it.',
}

function words(text: string, story: Story, index = 0): string {
  return story.hostile ? (HOSTILE[index % HOSTILE.length] ?? text) : text
}

function toChecks(story: Story, question: string, status: Exclude<Status, null>) {
  const titles = CHECKS[question] ?? []
  const made = status === 'absent' ? titles.slice(0, 1) : titles
  return made.map((title, index) => {
    const own = index === made.length - 1 ? status : 'pass'
    const good = hash(`${question} ${story.n} ${index}`)
    return {
      id: `${question}-check-${index}`,
      title,
      question,
      status: own,
      fault: own === 'fail' ? (story.fault ?? 'provider') : null,
      expected: own === 'absent' ? null : { text: words(good, story, index) },
      found:
        own === 'absent'
          ? null
          : own === 'fail'
            ? { text: `${good.slice(0, 20)}f${good.slice(21, 60)}0000c0` }
            : { text: words(good, story, index) },
      reason: own === 'pass' ? null : { text: words(REASON[own] ?? '', story, index + 4) },
      evidence: [
        { kind: 'transaction', ref: { text: hash(`tx ${story.n}`) }, note: null },
        {
          kind: 'source',
          ref: { text: words('http://127.0.0.1:5678', story, 4) },
          note: { text: words('storage node', story, 2) },
        },
      ],
    }
  })
}

function toQuestion(story: Story, index: number) {
  const id = QUESTIONS[index] ?? 'payment'
  const status = story.statuses[index] ?? null
  return {
    id,
    title: TITLES[index],
    status,
    fault: status === 'fail' ? (story.fault ?? 'provider') : null,
    reason: status === null || status === 'pass' ? null : { text: words(REASON[status] ?? '', story, 5) },
    checks: status === null ? [] : toChecks(story, id, status),
  }
}

function toVerdict(story: Story, id: string, age: number, supersedes: string | null) {
  return {
    id,
    outcome: supersedes === null && story.n % 2 === 0 ? 'unavailable' : story.outcome,
    sentence: story.sentence,
    fault: story.fault ?? null,
    reasons: supersedes === null ? [] : ['new-evidence'],
    inputs: hash(`inputs ${id}`),
    supersedes,
    verifier: 'touchstone 0.1.0',
    judgedAt: secondsAgo(age),
    body: JSON.stringify({ settlement: settlementId(story.n), outcome: story.outcome, note: words('none', story, 8) }),
    bodySignature: hash('signature') + hash('second half').slice(2),
    keyId: hash('key'),
    observations: [
      {
        id: 'price',
        question: 'opening',
        text: { text: words('The fee is 1.4 times the listed price.', story, 1) },
        evidence: [],
      },
    ],
    reports:
      story.statuses[4] === 'absent' || story.statuses[4] === null
        ? []
        : [
            {
              source: { text: words(REPORT_SOURCE, story, 6) },
              observedAt: REPORT_TIME,
              sha256: reportDigest(story.provider),
              secondsFromSettlement: -60 - age,
            },
          ],
  }
}

function toTrails(story: Story) {
  if (story.statuses[2] === null || (story.statuses[2] === 'absent' && !story.hostile)) return []
  const root = hash(`root ${story.n}`)
  const attempt = (id: string, source: string, outcome: string, foundRoot: string | null) => ({
    id: `${story.n}-${id}`,
    source: { text: words(source, story, 4) },
    outcome,
    startedAt: secondsAgo(story.ago - 3),
    finishedAt: secondsAgo(story.ago - 3.4),
    bytes: foundRoot ? '48213' : '0',
    foundRoot,
    detail: { text: words('HTTP 200', story, 7) },
  })
  return [
    {
      root,
      author: story.provider,
      authorRole: 'provider',
      anchorTx: hash(`anchor ${story.n}`),
      status: 'fetched',
      reason: { text: words('It recomputes to the requests hash.', story, 3) },
      records: 3,
      size: '48213',
      source: { text: words('http://127.0.0.1:5679', story, 4) },
      fetchedAt: secondsAgo(story.ago - 4),
      attempts: [
        attempt('a', 'http://127.0.0.1:5678', 'mismatch', hash('a lie')),
        attempt('b', 'http://127.0.0.1:5679', 'matched', root),
      ],
      usedForOpening: story.statuses[2] === 'pass' || story.statuses[2] === 'fail',
      opensBill: story.statuses[2] === 'pass',
    },
    {
      root: hash('stranger'),
      author: address('stranger'),
      authorRole: 'other',
      anchorTx: hash('stranger anchor'),
      status: 'ignored',
      reason: { text: words('Anchored by neither payer nor provider, and it does not recompute.', story, 0) },
      records: 1,
      size: '812',
      source: null,
      fetchedAt: null,
      attempts: [],
      usedForOpening: false,
      opensBill: false,
    },
  ]
}

function toRecord(story: Story, line: number) {
  const texts = [
    'Which of these three vaults has the best risk-adjusted yield?',
    '{"role":"assistant","content":"The second one: …"}',
  ]
  return {
    id: `${story.n}-${line}`,
    root: hash(`root ${story.n}`),
    line,
    requestHash: { text: hash(`request ${line}`) },
    model: { text: words('qwen3-32b', story, 1) },
    createdAt: secondsAgo(story.ago + 5),
    fee: '812000000000000',
    requestSha256: hash('req').slice(2),
    responseSha256: hash('res').slice(2),
    signingAddress: address('signer'),
    request:
      line === 2 && !story.hostile ? null : { size: '612', text: words(texts[0] ?? '', story, line), truncated: false },
    response: { size: '2048', text: words(texts[1] ?? '', story, line + 5), truncated: line === 3 },
  }
}

/** A whole settlement as the API gives it, in the form that graphql-js resolves. */
export function buildSettlement(story: Story) {
  const rejected = story.outcome === 'rejected'
  const pending = story.outcome === 'pending'
  const first = toVerdict(story, `v-${story.n}-1`, story.ago - 5, null)
  const verdict = toVerdict(story, `v-${story.n}-2`, story.ago - 8, first.id)
  const trails = toTrails(story)
  const records = story.statuses[2] === 'pass' || story.hostile ? [1, 2, 3].map((line) => toRecord(story, line)) : []
  const name = words('Atlas Research', story, 6)
  return {
    ...toFacts(story, rejected),
    outcome: story.outcome,
    sentence: words(story.sentence, story, 0),
    doesNotProve: doesNotProve(QUESTIONS.map((id, index) => ({ id, status: story.statuses[index] ?? 'absent' }))),
    fault: story.fault ?? null,
    finality: pending ? 'hot' : 'final',
    service: buildRevision(story.provider, 0, story.hostile === true),
    questions: QUESTIONS.map((_, index) => toQuestion(story, index)),
    verdict: pending ? null : verdict,
    verdicts: pending ? [] : [first, verdict],
    agents: rejected
      ? []
      : [
          {
            agent: { id: agentId(story.n % 5), agentId: String(story.n % 5), name: { text: name } },
            type: 'L4',
            strength: 'A',
            ambiguous: false,
            entersHistory: true,
          },
        ],
    trails,
    records: {
      nodes: records,
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    },
    anchors: trails.map((trail, index) => ({
      id: `anchor ${story.n} ${index}`,
      root: trail.root,
      size: trail.size,
      author: trail.author,
      claimedSender: trail.author,
      payer: story.payer,
      provider: story.provider,
      blockNumber: 81_134 + story.n,
      blockTime: secondsAgo(story.ago - 1 - index),
      txHash: trail.anchorTx,
      submissionIndex: String(index),
    })),
  }
}

function toFacts(story: Story, rejected: boolean) {
  return {
    id: settlementId(story.n),
    n: 0,
    amount: rejected ? '0' : story.amount,
    totalFee: story.amount,
    unsettledAmount: '0',
    payer: story.payer,
    provider: story.provider,
    namedProvider: story.provider,
    payerPage: { id: payerId(story.payer) },
    status: rejected ? 4 : 0,
    accepted: !rejected,
    requestsHash: hash(`requests ${story.n}`),
    nonce: '1760000000000000000',
    signature: hash('s1') + hash('s2').slice(2, 68),
    signer: address(`signer ${story.provider}`),
    signerAcknowledged: true,
    calldata: 'transaction',
    fundSpent: rejected ? null : story.amount,
    balanceBefore: '2000000000000000000',
    balanceAfter: rejected ? null : (2_000_000_000_000_000_000n - BigInt(story.amount)).toString(),
    previousNonce: null,
    contract: CONTRACT,
    blockNumber: 81_130 + story.n,
    blockHash: hash(`block ${story.n}`),
    blockTime: secondsAgo(story.ago),
    txHash: hash(`tx ${story.n}`),
    txFrom: story.provider,
    logIndex: 3,
    chainId: CHAIN,
  }
}

/** A revision of a provider's service. */
export function buildRevision(provider: string, age: number, hostile: boolean) {
  const text = (plain: string, index: number) => ({ text: hostile ? (HOSTILE[index] ?? plain) : plain })
  return {
    id: `${provider}-${age}`,
    provider,
    serviceType: text('chatbot', 7),
    url: text('http://127.0.0.1:9001', 4),
    model: text('qwen3-32b', 0),
    verifiability: text('TeeML', 12),
    additionalInfo: text('{"ProviderType":"centralized:aliyun","TargetSeparated":false}', 8),
    derivedMode: 'relay',
    inputPrice: '50000000000',
    outputPrice: '150000000000',
    pricing: 'plain',
    teeSigner: address(`signer ${provider}`),
    targetTeeAddress: null,
    fromBlock: 1_200 - age,
    fromTime: secondsAgo(50_000 + age * 100),
    toBlock: age === 0 ? null : 1_200 - age + 400,
    txHash: hash(`revision ${provider} ${age}`),
  }
}
