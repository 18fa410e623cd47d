import { formatAgo, formatCount } from '../../lib/format'
import type { StatusFacts } from '../../lib/status-api'
import { type Fact, Facts } from '../frame/facts'
import { Hash } from '../value/hash'
import { TimeAgo } from '../value/time'

/** Lag, queue, log and reorganisation, each as the API told it. `now` in milliseconds. */
export function StatusFigures({ facts, now }: { facts: StatusFacts; now: number }) {
  return <Facts facts={listFigures(facts, now)} />
}

function listFigures({ network, meta, logEntries }: StatusFacts, now: number): Fact[] {
  const { lag, indexedHeight, indexedTime, finalizedHeight, waiting, waitingSince, lastVerdictAt } = network
  const head = meta.logCheckpoint
  const newest = logEntries.nodes[0]
  return [
    { name: 'Indexed', value: `block ${formatCount(indexedHeight)}, final to block ${formatCount(finalizedHeight)}` },
    {
      name: 'Behind the head',
      value:
        lag === null ? 'not known: the RPC does not answer' : `${formatCount(lag)} ${lag === 1 ? 'block' : 'blocks'}`,
    },
    {
      name: 'Newest settlement or anchor',
      value: indexedTime === null ? 'none yet' : <TimeAgo iso={indexedTime} now={now} />,
    },
    { name: 'Settlements that wait for a verdict', value: formatCount(waiting) },
    {
      name: 'The oldest of them was settled',
      value: waitingSince === null ? 'none waits' : <TimeAgo iso={waitingSince} now={now} />,
    },
    { name: 'Newest verdict', value: lastVerdictAt === null ? 'none yet' : <TimeAgo iso={lastVerdictAt} now={now} /> },
    { name: 'Log entries', value: newest ? formatCount(String(BigInt(newest.index) + 1n)) : 'none yet' },
    { name: 'Not under a checkpoint yet', value: describeLogLag(head, newest, now) },
    {
      name: 'Newest checkpoint',
      value: head ? <TimeAgo iso={head.publishedAt} now={now} /> : 'none yet',
    },
    { name: 'Last reorganisation that took a settlement back', value: <Removal removal={network.lastRemoval} /> },
  ]
}

function describeLogLag(
  head: StatusFacts['meta']['logCheckpoint'],
  newest: StatusFacts['logEntries']['nodes'][number] | undefined,
  now: number,
): string {
  const entries = newest ? BigInt(newest.index) + 1n : 0n
  const covered = head ? BigInt(head.size) : 0n
  if (!newest || entries <= covered) return 'none'
  return `${formatCount(String(entries - covered))}, the newest ${formatAgo(newest.addedAt, now)}`
}

function Removal({ removal }: { removal: StatusFacts['network']['lastRemoval'] }) {
  if (!removal) return <>none among the events that are kept (the newest 100 000)</>
  return (
    <>
      at block {formatCount(removal.blockNumber)}, when is not recorded:{' '}
      <Hash value={removal.settlementId} kind="settlement id" />
    </>
  )
}
