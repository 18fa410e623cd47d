import { parseAnchorId, parseDigest, parseModelName, parseRecordId, parseRoot } from './evidence-ids'
import {
  AnchorExistsDocument,
  ModelExistsDocument,
  RecordExistsDocument,
  ReportExistsDocument,
  RootExistsDocument,
} from './generated/graphql'
import { type Answer, ask } from './graphql'
import { follow, type Result } from './result'

type Found = Result<boolean>

async function has<T>(answer: Promise<Answer<T>>, select: (value: T) => boolean): Promise<Found> {
  return follow<T, boolean>(await answer, (value) => ({ kind: 'found', value: select(value) }))
}

/** Whether an object of a kind exists, asked by what stands in the path. The keys are the first segments of the paths. */
export const EVIDENCE_LOOKUPS: Readonly<Record<string, (text: string, deadline: number) => Promise<Found>>> = {
  reports: async (text, deadline) => {
    const id = parseDigest(text)
    if (id.kind === 'malformed') return id
    const answer = ask(ReportExistsDocument, { sha256: id.digest }, deadline)
    return has(answer, (data) => data.enclaveReports.nodes.length > 0)
  },
  records: async (text, deadline) => {
    const id = parseRecordId(text)
    if (id.kind === 'malformed') return id
    return has(ask(RecordExistsDocument, { id: id.id }, deadline), (data) => data.record !== null)
  },
  payloads: async (text, deadline) => {
    const id = parseRoot(text)
    if (id.kind === 'malformed') return id
    const answer = ask(RootExistsDocument, { root: id.hash }, deadline)
    return has(answer, (data) => data.payloads.nodes.length + data.anchors.nodes.length > 0)
  },
  anchors: async (text, deadline) => {
    const id = parseAnchorId(text)
    if (id.kind === 'malformed') return id
    return has(ask(AnchorExistsDocument, { id: id.id }, deadline), (data) => data.anchor !== null)
  },
  models: async (text, deadline) => {
    const id = parseModelName(text)
    if (id.kind === 'malformed') return id
    return has(ask(ModelExistsDocument, { name: id.name }, deadline), (data) => data.model !== null)
  },
}
