import { address, HOSTILE, hash, secondsAgo } from './story-values'

type Write = (plain: string, index: number) => { text: string }

function toChecked(outcome: string, write: Write) {
  const tried = ['match', 'mismatch'].includes(outcome)
  return {
    outcome,
    expected: tried ? hash('promised') : null,
    found:
      outcome === 'match'
        ? hash('promised')
        : outcome === 'mismatch'
          ? `${hash('promised').slice(0, 40)}${hash('x').slice(40)}`
          : null,
    bytes: '812',
    attempts: 2,
    checkedAt: secondsAgo(90),
    source: write('http://127.0.0.1:5678', 4),
    detail: outcome === 'time-out' ? write('No answer within 10 s.', 7) : null,
  }
}

/** Cards, feedback and validations of an agent, one of each state. */
export function buildCommitments(agent: unknown, hostile: boolean) {
  const write: Write = (plain, index) => ({ text: hostile ? (HOSTILE[index] ?? plain) : plain })
  const at = { blockNumber: 950, blockTime: secondsAgo(50_000), txHash: hash('said'), logIndex: 1, finality: 'final' }
  const said = {
    agent,
    client: address('client'),
    registry: address('registry'),
    hash: hash('said'),
    endpoint: write('', 0),
  }
  const words = {
    tag1: write('tradingYield', 0),
    tag2: write('2026-11', 12),
    uri: write('ipfs://said', 4),
    valueDecimals: 2,
  }
  return {
    agentCards: [card('1', null, toChecked('no-hash', write)), card('0', 940, toChecked('time-out', write))],
    feedback: [
      {
        ...said,
        ...words,
        ...at,
        id: 'f 1',
        index: '1',
        value: '-1250',
        revokedBlock: null,
        responses: [],
        checked: null,
      },
      {
        ...said,
        ...words,
        ...at,
        id: 'f 2',
        index: '2',
        value: '98',
        revokedBlock: 990,
        responses: [{ id: 'r' }],
        checked: toChecked('mismatch', write),
      },
    ],
    validations: [
      validation('v 1', [], null),
      validation(
        'v 2',
        [{ ...at, id: 'a', response: 0, tag: write('hard', 13), hash: hash('a'), uri: write('', 0) }],
        toChecked('match', write),
      ),
    ],
  }

  function card(n: string, toBlock: number | null, checked: unknown) {
    const uri = write(`https://agents.example/${n}.json`, 4)
    return {
      id: `card ${n}`,
      uri,
      fromBlock: 900 + Number(n),
      toBlock,
      txHash: hash(`card ${n}`),
      finality: 'final',
      checked,
    }
  }
  function validation(id: string, responses: unknown[], checked: unknown) {
    const asked = {
      validator: address('validator'),
      requestHash: hash(id),
      uri: write('0g://root', 11),
      txFrom: address('owner'),
    }
    return { ...at, ...asked, id, agent, registry: address('registry'), responses, checked }
  }
}

/** Settlements by interval: the newest ones with all outcomes, one that is not indexed yet at the end. */
export function buildAggregates(settlements: readonly { outcome: string; amount: string }[], width: number) {
  const start = Math.floor(Date.now() / width) * width
  const groups = new Map<string, { settlements: number; amount: bigint }>()
  for (const { outcome, amount } of settlements) {
    const group = groups.get(outcome) ?? { settlements: 0, amount: 0n }
    groups.set(outcome, { settlements: group.settlements + 1, amount: group.amount + BigInt(amount) })
  }
  groups.delete('rejected')
  return Array.from({ length: 30 }, (_, index) => {
    const from = start - (28 - index) * width
    const some = index % 4 === 3 ? [...groups] : []
    const known = index < 29
    return {
      from: new Date(from).toISOString(),
      until: new Date(from + width).toISOString(),
      complete: index < 28,
      settlements: known ? String(some.reduce((sum, [, group]) => sum + group.settlements, 0)) : null,
      amount: known ? some.reduce((sum, [, group]) => sum + group.amount, 0n).toString() : null,
      payers: known ? '1' : null,
      outcomes: some.map(([outcome, group]) => ({
        outcome,
        settlements: String(group.settlements),
        amount: String(group.amount),
      })),
      cells: [],
    }
  })
}
