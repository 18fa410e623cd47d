import { toCardText } from './card-text'
import { formatCount } from './format'
import type {
  AgentCardQuery,
  ModelCardQuery,
  PayerCardQuery,
  ProviderCardQuery,
  SettlementCardQuery,
  SharesFieldsFragment,
} from './generated/graphql'
import { findUnattributed, writeHeadline } from './headline'
import { QUESTION_LOOK } from './questions'
import { describeFailures, summarise } from './shares'
import { OUTCOME_LOOK, outcomeWord, STATUS_LOOK, statusWord, type Tone } from './status'

/** A word of a card with the tone that it has on the page. */
export interface CardWord {
  text: string
  tone: Tone
}

/** What the picture beside a link to an object says. All texts are as `toCardText` leaves them. */
export interface CardContent {
  kind: string
  id: string
  /** The outcome of a settlement. */
  verdict: CardWord | undefined
  sentence: string
  /** The six questions of a settlement. */
  questions: readonly CardWord[]
  /** Such pictures are kept by others: what this one says was so then. */
  asOf: string
}

/** What is drawn of an object, before its texts are made fit to draw. */
export type Drawn = Pick<CardContent, 'kind' | 'id' | 'sentence'> & Partial<CardContent>

/** The verdict as a sentence, its outcome, and each question with its status. */
export function drawSettlement(settlement: NonNullable<SettlementCardQuery['settlement']>): Drawn {
  const { id, outcome, fault, questions, finality } = settlement
  const sentence = finality === 'final' ? settlement.sentence : `${settlement.sentence} Its block is not final yet.`
  return {
    ...{ kind: 'Settlement', id, sentence },
    verdict: { text: toCardText(outcomeWord(outcome, fault), 60), tone: OUTCOME_LOOK[outcome].tone },
    questions: questions.map((question) => {
      const status = question.status ?? 'waiting'
      const text = `${QUESTION_LOOK[question.id].name}: ${statusWord(status, question.fault)}`
      return { text: toCardText(text, 60), tone: STATUS_LOOK[status].tone }
    }),
  }
}

/** By its number: what it calls itself could be mistaken for what is said of it. */
export function drawAgent({ id, agentId, mintedBlock, shares, links }: NonNullable<AgentCardQuery['agent']>): Drawn {
  const since = `block ${formatCount(mintedBlock)}`
  return { kind: `Agent ${agentId}`, id, sentence: writeHeadline(shares, findUnattributed(shares, links), since) }
}

/** What is wrong comes first: a card holds so much, and the end of what it does not hold is left out. */
function wrongFirst(shares: SharesFieldsFragment, finding = ''): string {
  const failures = describeFailures(shares)
  const rest = failures === '' ? summarise(shares) : summarise(shares).replace(` ${failures}`, '')
  return [finding, failures, rest].filter((part) => part !== '').join(' ')
}

/** How its bills fared, and whether its label says more than is derived. */
export function drawProvider({ address, labelFinding, shares }: NonNullable<ProviderCardQuery['provider']>): Drawn {
  const finding = labelFinding === null ? '' : 'Its label says more than is derived.'
  return { kind: 'Provider', id: address, sentence: wrongFirst(shares, finding) }
}

/** How what it paid for fared. */
export function drawPayer({ address, shares }: NonNullable<PayerCardQuery['payer']>): Drawn {
  return { kind: 'Payer', id: address, sentence: wrongFirst(shares) }
}

/** Who offers it, and that a name proves nothing. */
export function drawModel({ name, services, revisions }: NonNullable<ModelCardQuery['model']>): Drawn {
  const enclaves = revisions.filter(
    ({ toBlock, derivedMode }) => toBlock === null && derivedMode === 'in-enclave',
  ).length
  const offered = services === 1 ? '1 service offers it now' : `${formatCount(services)} services offer it now`
  return {
    kind: 'Model, by the name that providers give it',
    id: name.text,
    sentence: `${offered}; by their own settings ${formatCount(enclaves)} would run it in an enclave. Nothing proves that two of one name are the same.`,
  }
}
