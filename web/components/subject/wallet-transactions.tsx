import type { AgentDetails } from '../../lib/api'
import { describeNamed, describeSent } from '../../lib/transactions'

/** What the wallet sent, and how much of it records name. No colour: part of no outcome. */
export function WalletTransactions({ transactions }: { transactions: AgentDetails['strategy']['transactions'] }) {
  const others = describeNamed(transactions)
  return (
    <>
      <h3 className="group-title">Transactions of the wallet</h3>
      <p>{describeSent(transactions)}</p>
      {others.length > 0 && (
        <ul>
          {others.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
      <p className="note">
        Which transaction followed from which inference is the word of who published the records. A transaction counts
        as after an inference where its block is later than the first in which the inference can lie, and its time not
        before the time that the record gives.
      </p>
    </>
  )
}
