import type { Compared } from '../../lib/compare'
import { formatCount, formatShare } from '../../lib/format'
import { findUnattributed } from '../../lib/headline'
import { QUESTION_LOOK, QUESTIONS } from '../../lib/questions'
import { splitQuestion } from '../../lib/shares'
import { AgentName } from '../subject/links-table'
import { Amount } from '../value/amount'
import { Hash } from '../value/hash'
import { Icon } from '../value/icon'

/** Agents side by side by the same definitions, everything up to the same block. No column is better than another. */
export function CompareTable({ agents }: { agents: readonly Compared[] }) {
  return (
    <div className="table-frame">
      <table className="compare">
        <caption className="sr-only">The same figures of each agent</caption>
        <thead>
          <tr>
            <th scope="col">Figure</th>
            {agents.map((agent) => (
              <th key={agent.id} scope="col">
                <AgentName agent={agent} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Row
            name="Owner"
            agents={agents}
            show={(agent) => <Hash value={agent.resolvedOwner ?? agent.owner} kind="owner’s address" />}
          />
          <Row name="Minted in block" agents={agents} show={(agent) => formatCount(agent.mintedBlock)} />
          <Row name="Payments that count" agents={agents} show={({ shares }) => formatCount(shares.settlements)} />
          <Row name="Of them judged" agents={agents} show={({ shares }) => formatCount(shares.judged)} />
          <Row name="Spent" agents={agents} show={({ shares }) => <Amount neuron={shares.amount} />} />
          <Row name="Spent by its payers, unattributable" agents={agents} show={showUnattributed} />
          {QUESTIONS.map((id) => (
            <Row
              key={id}
              name={`${QUESTION_LOOK[id].asked} Passed`}
              agents={agents}
              show={({ shares }) => <Passed shares={shares} question={id} />}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row(props: { name: string; agents: readonly Compared[]; show: (agent: Compared) => React.ReactNode }) {
  return (
    <tr>
      <th scope="row">{props.name}</th>
      {props.agents.map((agent) => (
        <td key={agent.id}>{props.show(agent)}</td>
      ))}
    </tr>
  )
}

function showUnattributed(agent: Compared): React.ReactNode {
  const found = findUnattributed(agent.shares, agent.links)
  if (!found) return <span className="muted">no payer with a strong link</span>
  return `${formatShare(String(found.amount), String(found.base))}`
}

function Passed({ shares, question }: { shares: Compared['shares']; question: (typeof QUESTIONS)[number] }) {
  const { pass, fail } = splitQuestion(shares, question)
  return (
    <>
      {formatShare(String(pass.settlements), shares.settlements)}
      {fail.settlements > 0n && (
        <span className="failed-count ink-failed">
          <Icon name="fail" /> {formatCount(String(fail.settlements))} failed
        </span>
      )}
    </>
  )
}
