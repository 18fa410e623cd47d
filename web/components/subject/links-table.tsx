import { describeLink } from '../../lib/chain-words'
import { formatCount, shortenAgentId } from '../../lib/format'
import type { LinkFieldsFragment } from '../../lib/generated/graphql'
import { routes } from '../../lib/routes'
import { PageLink } from '../frame/page-link'
import { Hash } from '../value/hash'
import { Untrusted } from '../value/untrusted'

/** Blocks in which a link or fact held; open at the end while it still holds. */
export function BlockRange({ from, to }: { from: number; to: number | null }) {
  return (
    <>
      {formatCount(from)} – {to === null ? 'now' : formatCount(to)}
    </>
  )
}

/** An agent in a line: the name somebody chose, never without the id. */
export function AgentName({ agent }: { agent: { id: string; name: { text: string } | null } }) {
  return (
    <PageLink href={routes.agent(agent.id)} className="agent-name">
      {agent.name ? <Untrusted text={agent.name.text} /> : <span className="muted">unnamed</span>}{' '}
      <span className="mono muted">
        <span aria-hidden="true">{shortenAgentId(agent.id)}</span>
        <span className="sr-only">{agent.id}</span>
      </span>
    </PageLink>
  )
}

/** Payers of an agent, or agents of a payer: how each is linked, how strong that is, and since when. */
export function LinksTable({ links, show }: { links: readonly LinkFieldsFragment[]; show: 'payer' | 'agent' }) {
  return (
    <div className="table-frame">
      <table className="rows links">
        <caption className="sr-only">Links between agent and payer</caption>
        <thead>
          <tr>
            <th scope="col">{show === 'payer' ? 'Payer' : 'Agent'}</th>
            <th scope="col">Link</th>
            <th scope="col">Strength</th>
            <th scope="col">Evidence</th>
            <th scope="col">Blocks</th>
            <th scope="col">Counts</th>
          </tr>
        </thead>
        <tbody>
          {links.map((link) => (
            <tr key={link.id}>
              <td data-label={show === 'payer' ? 'Payer' : 'Agent'} className="col-hash">
                {show === 'payer' ? (
                  <Hash value={link.payer} kind="payer’s address" href={routes.address(link.payer)} />
                ) : (
                  <AgentName agent={link.agent} />
                )}
              </td>
              <td data-label="Link">{describeLink(link.type)}</td>
              <td data-label="Strength">{link.strength}</td>
              <td data-label="Evidence" className="prose-cell">
                <Untrusted text={link.evidence} layout="sentence" />{' '}
                <span className="nowrap">
                  tx <Hash value={link.txHash} kind="transaction hash" />
                </span>
              </td>
              <td data-label="Blocks" className="nowrap">
                <BlockRange from={link.fromBlock} to={link.toBlock} />
              </td>
              <td data-label="Counts">{describeCounting(link)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function describeCounting(link: LinkFieldsFragment): string {
  if (link.ambiguous) return 'No: the payer is linked to several agents'
  return link.entersHistory ? 'Yes' : 'No: too weak'
}
