import type { AgentDetails } from '../../lib/api'
import { formatDecimal } from '../../lib/format'
import { Section } from '../frame/section'
import { Hash } from '../value/hash'
import { Time } from '../value/time'
import { Untrusted } from '../value/untrusted'
import { Commitment } from './commitment'
import { BlockRange } from './links-table'

/** What stands on chain about an agent beside its payments, each with what was found behind it. Part of no outcome. */
export function Commitments({ agent }: { agent: AgentDetails }) {
  return (
    <Section id="commitments" title="Other commitments" aside="Part of no share and no outcome">
      <Group title="Registration files it named" list={agent.agentCards} none="It has named none.">
        {agent.agentCards.nodes.map((card) => (
          <li key={card.id} className="trail">
            <p className="said">
              In blocks <BlockRange from={card.fromBlock} to={card.toBlock} />,{' '}
              <Hash value={card.txHash} kind="transaction hash" />
            </p>
            <Commitment uri={card.uri.text} checked={card.checked} />
          </li>
        ))}
      </Group>
      <Group
        title="Validations that its owner or operator asked for"
        list={agent.validations}
        none="No validator was ever asked."
      >
        {agent.validations.nodes.map((validation) => (
          <ValidationItem key={validation.id} validation={validation} />
        ))}
      </Group>
      <Group title="What others say of it" list={agent.feedback} none="Nobody has given feedback.">
        {agent.feedback.nodes.map((said) => (
          <FeedbackItem key={said.id} said={said} />
        ))}
      </Group>
    </Section>
  )
}

function Group(props: {
  title: string
  list: { nodes: readonly unknown[]; pageInfo: { hasNextPage: boolean } }
  none: string
  children: React.ReactNode
}) {
  const { nodes, pageInfo } = props.list
  return (
    <>
      <h3 className="group-title">{props.title}</h3>
      {nodes.length === 0 ? <p className="note">{props.none}</p> : <ul className="trails">{props.children}</ul>}
      {pageInfo.hasNextPage && <p className="note">Older ones are not shown here; the API lists them all.</p>}
    </>
  )
}

function ValidationItem({ validation }: { validation: AgentDetails['validations']['nodes'][number] }) {
  const { responses } = validation
  return (
    <li className="trail">
      <p className="said">
        Asked <Time iso={validation.blockTime} /> UTC of{' '}
        <Hash value={validation.validator} kind="validator’s address" />, whom the asker chose
      </p>
      {responses.length === 0 ? (
        <p className="muted">Waiting: the validator has not answered.</p>
      ) : (
        responses.map((answer) => (
          <p key={answer.id}>
            Answered <b>{answer.response}</b> of 100 <Time iso={answer.blockTime} /> UTC{' '}
            <span className="muted">
              <Untrusted text={answer.tag.text} />
            </span>
          </p>
        ))
      )}
      <Commitment uri={validation.uri.text} hash={validation.requestHash} checked={validation.checked} />
    </li>
  )
}

function FeedbackItem({ said }: { said: AgentDetails['feedback']['nodes'][number] }) {
  const { tag1, tag2, responses } = said
  return (
    <li className="trail">
      <p className="said">
        <b>{formatDecimal(said.value, said.valueDecimals)}</b>{' '}
        {[tag1.text, tag2.text].filter(Boolean).map((tag) => (
          <span key={tag} className="tag">
            <Untrusted text={tag} />
          </span>
        ))}{' '}
        by <Hash value={said.client} kind="client’s address" />, <Time iso={said.blockTime} /> UTC
        {said.revokedBlock !== null && <span className="tag tag-warn">taken back</span>}
        {responses.length > 0 && <span className="muted"> {responses.length} answered</span>}
      </p>
      <p className="muted">
        Anybody but the owner may say anything; whether this client ever paid is not checked here.
      </p>
      {said.uri.text !== '' && <Commitment uri={said.uri.text} checked={said.checked} />}
    </li>
  )
}
