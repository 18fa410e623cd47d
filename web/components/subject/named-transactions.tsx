import type { AgentDetails } from '../../lib/api'
import { formatCount } from '../../lib/format'
import { describeAction, nameSender } from '../../lib/transactions'
import { Hash } from '../value/hash'
import { Time } from '../value/time'

type Action = AgentDetails['strategy']['openings'][number]['actions'][number]

/** The transactions that the records of one bill name, and what a node says of each. No colour: part of no outcome. */
export function NamedTransactions({
  actions,
  more,
  isStranger,
}: {
  actions: readonly Action[]
  more: boolean
  isStranger: boolean
}) {
  if (actions.length === 0)
    return more ? <p className="muted">The transactions that these records name are not kept.</p> : null
  return (
    <>
      <p>
        <b>Transactions named:</b> that they followed from the inference is the author’s word
        {isStranger && ', who is a stranger: none of them counts'}.
      </p>
      <ul>
        {actions.map((action, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one record may name a hash twice, and the list never changes its order
          <li key={`${place} ${action.txHash}`}>
            <Hash value={action.txHash} kind="transaction hash" /> {describeAction(action)}
            {action.state === 'mined' && <Mined action={action} />}
          </li>
        ))}
      </ul>
      {more && <p className="muted">They name more than these.</p>}
    </>
  )
}

function Mined({ action }: { action: Action }) {
  const { sender, senderRole, blockNumber, blockTime, createdAt, reverted, finality } = action
  return (
    <span className="muted">
      {' '}
      In block {formatCount(blockNumber ?? 0)}
      {finality !== 'final' && ', not final when it was looked up'}
      {blockTime !== null && (
        <>
          {' '}
          of <Time iso={blockTime} /> UTC, the inference by its record of <Time iso={createdAt} /> UTC
        </>
      )}
      , sent by {nameSender(senderRole)} {sender !== null && <Hash value={sender} kind="sender’s address" />}
      {reverted === true && '; it reverted'}.
    </span>
  )
}
