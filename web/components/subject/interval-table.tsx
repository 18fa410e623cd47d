import { describeProof } from '../../lib/chain-words'
import type { IntervalFieldsFragment } from '../../lib/generated/graphql'
import { Hash } from '../value/hash'
import { BlockRange } from './links-table'

/** Addresses that held a role, each with how, from when to when, and the transaction that says so. */
export function IntervalTable({ title, intervals }: { title: string; intervals: readonly IntervalFieldsFragment[] }) {
  if (intervals.length === 0) return <p className="note">{title}: none so far.</p>
  return (
    <div className="table-frame">
      <table className="rows intervals">
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">Address</th>
            <th scope="col">How</th>
            <th scope="col">Blocks</th>
            <th scope="col">Transaction</th>
          </tr>
        </thead>
        <tbody>
          {intervals.map((interval) => (
            <tr key={`${interval.txHash} ${interval.fromBlock} ${interval.address}`}>
              <td data-label="Address" className="col-hash">
                <Hash value={interval.address} kind="address" />
              </td>
              <td data-label="How">{describeProof(interval.how, interval.signature)}</td>
              <td data-label="Blocks" className="nowrap">
                <BlockRange from={interval.fromBlock} to={interval.toBlock} />
              </td>
              <td data-label="Transaction" className="col-hash">
                <Hash value={interval.txHash} kind="transaction hash" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
