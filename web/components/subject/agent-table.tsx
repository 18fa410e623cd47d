import { formatCount } from '../../lib/format'
import type { AgentRowFragment } from '../../lib/generated/graphql'
import { Amount } from '../value/amount'
import { Hash } from '../value/hash'
import { AgentName } from './links-table'
import { PassCells, PassHeads } from './pass-cells'

/** Agents, a row each, with what of their payments passed. */
export function AgentTable({ agents }: { agents: readonly AgentRowFragment[] }) {
  return (
    <div className="table-frame">
      <table className="rows list">
        <caption className="sr-only">Agents, and the share of their payments that passed each question</caption>
        <thead>
          <tr>
            <th scope="col">Agent</th>
            <th scope="col">Owner</th>
            <th scope="col" className="num">
              Payments
            </th>
            <th scope="col" className="num">
              Spent
            </th>
            <PassHeads />
          </tr>
        </thead>
        <tbody>
          {agents.map((agent) => (
            <tr key={agent.id}>
              <td data-label="Agent" className="col-name">
                <AgentName agent={agent} />
              </td>
              <td data-label="Owner" className="col-hash">
                <Hash value={agent.owner} kind="owner’s address" />
              </td>
              <td data-label="Payments" className="num">
                {formatCount(agent.shares.settlements)}
              </td>
              <td data-label="Spent" className="num">
                <Amount neuron={agent.shares.amount} />
              </td>
              <PassCells shares={agent.shares} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
