import type { SettlementDetails } from './api'

/** A moment in the life of a settlement. `chain`: anybody can see it; `seen`: our auditor saw it. */
export type Moment = { at: string; key: string; line: 'chain' | 'seen' } & (
  | { kind: 'settled' | 'refused'; block: number; txHash: string }
  | { kind: 'anchored'; block: number; txHash: string; root: string }
  | {
      kind: 'fetched'
      root: string
      source: string
      outcome: string
      bytes: string
      milliseconds: number
      lie: string | null
    }
  | { kind: 'judged'; verdict: SettlementDetails['verdicts'][number]; superseded: boolean }
)

type Source = Pick<
  SettlementDetails,
  'accepted' | 'blockNumber' | 'blockTime' | 'txHash' | 'anchors' | 'trails' | 'verdicts'
>

/** Everything that happened to a settlement, oldest first; of equal times the chain comes first. */
export function buildTimeline(settlement: Source): Moment[] {
  const moments: Moment[] = [
    {
      kind: settlement.accepted ? 'settled' : 'refused',
      key: 'settled',
      line: 'chain',
      at: settlement.blockTime,
      block: settlement.blockNumber,
      txHash: settlement.txHash,
    },
    ...settlement.anchors.map(toAnchored),
    ...settlement.trails.flatMap((trail) => trail.attempts.map((attempt) => toFetched(trail.root, attempt))),
    ...toJudged(settlement.verdicts),
  ]
  return moments
    .map((moment, index) => ({ moment, index, time: Date.parse(moment.at) }))
    .sort((a, b) => a.time - b.time || a.index - b.index)
    .map(({ moment }) => moment)
}

function toAnchored(anchor: Source['anchors'][number]): Moment {
  const { id, blockTime, blockNumber, txHash, root } = anchor
  return { kind: 'anchored', key: `anchor ${id}`, line: 'chain', at: blockTime, block: blockNumber, txHash, root }
}

/** A source lied when the bytes that it served have another root than the one asked for. */
function toFetched(root: string, attempt: Source['trails'][number]['attempts'][number]): Moment {
  const { id, source, outcome, bytes, startedAt, finishedAt, foundRoot } = attempt
  return {
    kind: 'fetched',
    key: `attempt ${id}`,
    line: 'seen',
    at: finishedAt,
    root,
    source: source.text,
    outcome,
    bytes,
    milliseconds: Date.parse(finishedAt) - Date.parse(startedAt),
    lie: foundRoot !== null && foundRoot !== root ? foundRoot : null,
  }
}

function toJudged(verdicts: Source['verdicts']): Moment[] {
  const superseded = new Set(verdicts.map((verdict) => verdict.supersedes))
  return verdicts.map((verdict) => ({
    kind: 'judged',
    key: `verdict ${verdict.id}`,
    line: 'seen',
    at: verdict.judgedAt,
    verdict,
    superseded: superseded.has(verdict.id),
  }))
}
