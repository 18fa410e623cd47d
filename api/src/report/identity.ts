import { MAX_INTERVALS } from '../agent/intervals'
import type { Look, ReportAnswer, ReportSection, Subject } from './report'
import { answer, claim, list } from './words'

const EVENTS = 'ERC-8004 registry'

/** Whether it is an agent, who operates it, and how that is proved. */
export function identitySections({ agent, looks }: Subject): ReportSection[] {
  const registry = `${EVENTS} ${agent.registry}, transaction ${agent.mintTxHash}`
  return [
    {
      id: 'kya',
      title: 'Know your agent',
      answers: [
        answer(
          'Is it registered as an agent?',
          `Yes: token ${agent.agentId} of registry ${agent.registry}, minted in block ${agent.mintedBlock} (${agent.mintedTime}).`,
          'proved',
          registry,
        ),
        answer(
          'Is it software that acts by itself?',
          'No chain can tell. A registration says that somebody paid for an entry.',
          'not-published',
          'nothing proves this',
        ),
        answer(
          'Who holds the key that controls it?',
          `${agent.owner}, by owning the token.`,
          'proved',
          `Transfer events of ${registry}`,
        ),
        custody(agent),
        wallet(agent),
        answer(
          'Which legal person stands behind it?',
          'No signed statement of an issuer is read here.',
          'not-published',
          'nothing proves this',
        ),
        claim('What does it call itself?', agent.name?.text, `registration file, ${registry}`),
        claim('What does it say about itself?', agent.description?.text, `registration file, ${registry}`),
        claim('Where is its registration file?', agent.uri?.text, `URI events of ${registry}`),
        file(looks.card),
      ],
    },
    ownership(agent, registry),
  ]
}

function ownership(agent: Subject['agent'], registry: string): ReportSection {
  const { ownerships, wallets } = agent
  const changes = ownerships.length - 1
  const owners = ownerships.map(({ address, ...interval }) => `${address} ${since(interval)}`)
  const declared = wallets.map(
    ({ address, how, signature, ...interval }) =>
      `${address} ${since(interval)} (${how}${signature ? `, signature ${signature}` : ''})`,
  )
  const cut = (rows: readonly unknown[]) => (rows.length >= MAX_INTERVALS ? 'The newest alone were read. ' : '')
  const times = `${changes < MAX_INTERVALS - 1 ? '' : 'At least '}${changes} ${changes === 1 ? 'change' : 'changes'} of owner. `
  return {
    id: 'ownership',
    title: 'Identity and ownership',
    answers: [
      answer(
        'Since when, and how often did it change hands?',
        `${changes < 1 ? 'The first owner still holds it. ' : times}${cut(ownerships)}${list(owners, 10)}.`,
        cut(ownerships) ? 'partly' : 'proved',
        `Transfer events of ${registry}`,
      ),
      answer(
        'Which wallets did it declare?',
        wallets.length === 0 ? 'None.' : `${cut(wallets)}${list(declared, 10)}.`,
        wallets.length === 0 ? 'not-published' : cut(wallets) ? 'partly' : 'proved',
        `wallet events of ${registry}`,
      ),
    ],
  }
}

function since({ fromBlock, toBlock }: { fromBlock: number; toBlock: number | null }): string {
  return `from block ${fromBlock}${toBlock === null ? '' : ` to ${toBlock}`}`
}

/** What lies at the address that the agent named. */
function file(look: Look | null): ReportAnswer {
  const question = 'What was found at the address of its registration file?'
  const source = 'look-ups of this auditor'
  if (look === null) return answer(question, 'It was not looked at.', 'unavailable', source)
  const text = `${look.outcome}, ${look.checkedAt}. What stands in it is the agent’s word.`
  return answer(
    question,
    text,
    look.outcome === 'match' || look.outcome === 'no-hash' ? 'claimed' : 'unavailable',
    source,
  )
}

function custody({ resolvedOwner }: Subject['agent']): ReportAnswer {
  const question = 'Does the holder keep it for somebody else?'
  const source = 'AgenticID contract, where it holds the token'
  return resolvedOwner === null
    ? answer(question, 'No custody contract that is known here holds it.', 'not-published', source)
    : answer(question, `Yes, for ${resolvedOwner}.`, 'proved', source)
}

/** A wallet by default of the registration is nobody's signature. */
function wallet({ wallet: address, walletHow, wallets }: Subject['agent']): ReportAnswer {
  const question = 'Who operates it, and how is that proved?'
  const source = `wallet events of the ${EVENTS}`
  if (address === null) return answer(question, 'No wallet is declared.', 'not-published', source)
  const current = wallets.find((item) => item.toBlock === null)
  if (walletHow === 'set' && current?.signature === 'verified')
    return answer(question, `${address}: its own signature over the declaration was recomputed.`, 'proved', source)
  const why =
    walletHow === 'set'
      ? `was set, and its signature ${current?.signature === 'mismatch' ? 'recovers to another key' : 'could not be recomputed'}`
      : 'stands there by default of the registration, without a signature of its own'
  return answer(question, `${address} ${why}.`, 'claimed', source)
}
