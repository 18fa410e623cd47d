import { describe, expect, it } from 'vitest'
import { buildTimeline } from './timeline'

const attempt = (id: string, second: number, foundRoot: string | null) => ({
  id,
  source: { text: `http://node-${id}` },
  outcome: 'fetched',
  startedAt: `2026-10-07T14:00:0${second - 1}.500Z`,
  finishedAt: `2026-10-07T14:00:0${second}.000Z`,
  bytes: '10',
  foundRoot,
  detail: null,
})
const verdict = (id: string, second: number, supersedes: string | null) => ({
  id,
  outcome: 'partial' as const,
  sentence: '',
  inputs: '0x',
  supersedes,
  fault: null,
  reasons: [],
  verifier: 'v',
  judgedAt: `2026-10-07T14:00:0${second}.000Z`,
  keyId: 'k',
})
const settlement = {
  blockNumber: 5,
  accepted: true,
  blockTime: '2026-10-07T14:00:01.000Z',
  txHash: '0xab',
  anchors: [
    {
      id: 'a',
      root: '0x11',
      size: '1',
      author: '',
      claimedSender: '',
      payer: null,
      provider: null,
      blockNumber: 7,
      blockTime: '2026-10-07T14:00:02.000Z',
      txHash: '0xcd',
      submissionIndex: '0',
    },
  ],
  trails: [
    {
      root: '0x11',
      author: '',
      authorRole: 'provider',
      anchorTx: '',
      status: '',
      reason: null,
      records: 0,
      size: null,
      source: null,
      fetchedAt: null,
      usedForOpening: true,
      opensBill: true,
      attempts: [attempt('good', 5, '0x11'), attempt('liar', 4, '0x22'), attempt('down', 3, null)],
    },
  ],
  verdicts: [verdict('new', 8, 'old'), verdict('old', 6, null)],
}

describe('the timeline', () => {
  const moments = buildTimeline(settlement)

  it('runs from the oldest to the newest', () => {
    expect(moments.map((moment) => moment.key)).toEqual([
      'settled',
      'anchor a',
      'attempt down',
      'attempt liar',
      'attempt good',
      'verdict old',
      'verdict new',
    ])
  })

  it('calls a lie only what has another root: a node that is down did not lie', () => {
    const lies = moments.flatMap((moment) =>
      moment.kind === 'fetched' && moment.lie ? [[moment.source, moment.lie]] : [],
    )
    expect(lies).toEqual([['http://node-liar', '0x22']])
  })

  it('marks the superseded verdict', () => {
    const superseded = moments.flatMap((moment) =>
      moment.kind === 'judged' ? [[moment.verdict.id, moment.superseded]] : [],
    )
    expect(superseded).toEqual([
      ['old', true],
      ['new', false],
    ])
  })

  it('measures the fetch', () => {
    const fetched = moments.find((moment) => moment.kind === 'fetched')
    expect(fetched?.kind === 'fetched' && fetched.milliseconds).toBe(500)
  })

  it('does not call a refused item settled', () => {
    const [first] = buildTimeline({ ...settlement, accepted: false, anchors: [], trails: [], verdicts: [] })
    expect(first?.kind).toBe('refused')
  })
})
