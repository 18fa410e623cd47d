import 'server-only'
import { type CardContent, type Drawn, drawAgent, drawModel, drawProvider, drawSettlement } from './card-content'
import { toCardText } from './card-text'
import { parseModelName } from './evidence-ids'
import { formatCount } from './format'
import {
  AgentCardDocument,
  ModelCardDocument,
  ProviderCardDocument,
  SettlementCardDocument,
  type SettlementCardQuery,
} from './generated/graphql'
import { type Answer, ask } from './graphql'
import { parseAddress, parseAgentId, parseSettlementId } from './ids'

/** Milliseconds. Whoever draws a link does not wait long for its picture. */
const DEADLINE = 3_000
const MAX_SENTENCE = 230
const MAX_ID = 130

type Network = SettlementCardQuery['network']

/** @returns undefined where nothing is known under the id now, or nobody answers. `id` is the address's own, unescaped. */
export async function findCard(kind: string, id: string): Promise<CardContent | undefined> {
  switch (kind) {
    case 'settlements': {
      const parsed = parseSettlementId(id)
      if (parsed.kind === 'malformed') return undefined
      const answer = await ask(SettlementCardDocument, { id: parsed.id }, DEADLINE)
      return draw(answer, ({ settlement }) => settlement && drawSettlement(settlement))
    }
    case 'agents': {
      const parsed = parseAgentId(id)
      if (parsed.kind === 'malformed') return undefined
      return draw(await ask(AgentCardDocument, { id: parsed.id }, DEADLINE), ({ agent }) => agent && drawAgent(agent))
    }
    case 'providers': {
      const parsed = parseAddress(id)
      if (parsed.kind === 'malformed') return undefined
      const answer = await ask(ProviderCardDocument, { address: parsed.address }, DEADLINE)
      return draw(answer, ({ provider }) => provider && drawProvider(provider))
    }
    case 'models': {
      const parsed = parseModelName(id)
      if (parsed.kind === 'malformed') return undefined
      return draw(
        await ask(ModelCardDocument, { name: parsed.name }, DEADLINE),
        ({ model }) => model && drawModel(model),
      )
    }
    default:
      return undefined
  }
}

function draw<T extends { network: Network }>(
  answer: Answer<T>,
  toDrawn: (value: T) => Drawn | null,
): CardContent | undefined {
  if (answer.kind !== 'found') return undefined
  const drawn = toDrawn(answer.value)
  if (drawn === null) return undefined
  const { displayName, indexedHeight } = answer.value.network
  const when = `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`
  return {
    ...{ verdict: undefined, questions: [], ...drawn },
    id: toCardText(drawn.id, MAX_ID),
    sentence: toCardText(drawn.sentence, MAX_SENTENCE),
    asOf: toCardText(`As of block ${formatCount(indexedHeight)} of ${displayName}, ${when}`, 120),
  }
}
