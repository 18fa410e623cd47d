import 'server-only'
import {
  type CardContent,
  type Drawn,
  drawAgent,
  drawModel,
  drawPayer,
  drawProvider,
  drawSettlement,
} from './card-content'
import { drawAnchor, drawPayload, drawRecord, drawReport } from './card-published'
import { toCardText } from './card-text'
import { getReport } from './enclave-api'
import { parseAnchorId, parseDigest, parseModelName, parseRecordId, parseRoot } from './evidence-ids'
import { formatCount } from './format'
import {
  AgentCardDocument,
  AnchorCardDocument,
  ModelCardDocument,
  NetworkStateDocument,
  PayerCardDocument,
  PayloadCardDocument,
  ProviderCardDocument,
  RecordCardDocument,
  SettlementCardDocument,
  type SettlementCardQuery,
} from './generated/graphql'
import { type Answer, ask } from './graphql'
import { parseAddress, parseAgentId, parseSettlementId } from './ids'
import { summariseReport } from './report-summary'

/** Milliseconds. Whoever draws a link does not wait long for its picture. */
const DEADLINE = 3_000
/** Beside a verdict and its questions, and alone. */
const MAX_SENTENCE = { beside: 230, alone: 400 }
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
    case 'address': {
      const parsed = parseAddress(id)
      return parsed.kind === 'malformed' ? undefined : findPayerCard(parsed.address)
    }
    default:
      return findPublishedCard(kind, id)
  }
}

/** The id of a payer has the chain in it; the address of its page has not. */
async function findPayerCard(address: string): Promise<CardContent | undefined> {
  const network = await ask(NetworkStateDocument, {}, DEADLINE)
  if (network.kind !== 'found') return undefined
  const id = `eip155:${network.value.network.chainId}:${address}`
  return draw(await ask(PayerCardDocument, { id }, DEADLINE), ({ payer }) => payer && drawPayer(payer))
}

/** Cards of what somebody published, and of reports. */
async function findPublishedCard(kind: string, id: string): Promise<CardContent | undefined> {
  switch (kind) {
    case 'records': {
      const parsed = parseRecordId(id)
      if (parsed.kind === 'malformed') return undefined
      const answer = await ask(RecordCardDocument, { id: parsed.id }, DEADLINE)
      return draw(answer, ({ record }) => record && drawRecord(record))
    }
    case 'payloads': {
      const parsed = parseRoot(id)
      if (parsed.kind === 'malformed') return undefined
      const answer = await ask(PayloadCardDocument, { root: parsed.hash }, DEADLINE)
      return draw(answer, (found) => drawPayload(parsed.hash, found))
    }
    case 'anchors': {
      const parsed = parseAnchorId(id)
      if (parsed.kind === 'malformed') return undefined
      const answer = await ask(AnchorCardDocument, { id: parsed.id }, DEADLINE)
      return draw(answer, ({ anchor }) => anchor && drawAnchor(anchor))
    }
    case 'reports':
      return findReportCard(id)
    default:
      return undefined
  }
}

/** As its page finds it, of the newest observation; of what was only known before there is no card. */
async function findReportCard(id: string): Promise<CardContent | undefined> {
  const digest = parseDigest(id)
  if (digest.kind === 'malformed') return undefined
  const report = await getReport(digest.digest, undefined)
  if (report.kind !== 'found') return undefined
  const network = await ask(NetworkStateDocument, {}, DEADLINE)
  return draw(network, () => drawReport(digest.digest, summariseReport(report.value)))
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
    sentence: toCardText(drawn.sentence, drawn.verdict ? MAX_SENTENCE.beside : MAX_SENTENCE.alone),
    asOf: toCardText(`As of block ${formatCount(indexedHeight)} of ${displayName}, ${when}`, 120),
  }
}
