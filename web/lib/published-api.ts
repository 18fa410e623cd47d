import 'server-only'
import { cache } from 'react'
import { parseAnchorId, parseRecordId, parseRoot } from './evidence-ids'
import {
  AnchorDocument,
  PayloadDocument,
  RecordCheckDocument,
  type RecordCheckQuery,
  RecordDocument,
  type RecordQuery,
} from './generated/graphql'
import { askKept } from './graphql'
import { follow, followAsking, pick, type Result } from './result'

/** A line of a published file, with what the verdict of its settlement found about the bytes of the whole bill. */
export interface RecordDetails {
  record: NonNullable<RecordQuery['record']>
  checks: RecordCheckQuery['checks']
}

/** A record by `<root>-<line>`. */
export const getRecord = cache(async (id: string): Promise<Result<RecordDetails>> => {
  const parsed = parseRecordId(id)
  if (parsed.kind === 'malformed') return parsed
  const found = pick(await askKept(RecordDocument, { id: parsed.id }), (data) => data.record)
  return followAsking(found, async (record) => {
    const [settlement] = record.settlements
    if (!settlement) return { kind: 'found', value: { record, checks: [] } }
    const answer = await askKept(RecordCheckDocument, { settlement: settlement.id })
    return follow(answer, ({ checks }) => ({ kind: 'found', value: { record, checks } }))
  })
})

/** What stands behind a root: anchors, the bytes if they came, and every attempt to get them. */
export const getPayload = cache(async (root: string) => {
  const parsed = parseRoot(root)
  if (parsed.kind === 'malformed') return parsed
  return pick(await askKept(PayloadDocument, { root: parsed.hash }), ({ payloads, anchors, trailFiles }) => {
    const payload = payloads.nodes[0] ?? null
    if (payload === null && anchors.nodes.length === 0) return null
    const value = { root: parsed.hash, payload, anchors: anchors.nodes, file: trailFiles.nodes[0] ?? null }
    return { ...value, moreAnchors: anchors.pageInfo.hasNextPage }
  })
})
export type PayloadDetails = Extract<Awaited<ReturnType<typeof getPayload>>, { kind: 'found' }>['value']

/** A submission to the Flow by its id. */
export const getAnchor = cache(async (id: string) => {
  const parsed = parseAnchorId(id)
  if (parsed.kind === 'malformed') return parsed
  return pick(await askKept(AnchorDocument, { id: parsed.id }), (data) => data.anchor)
})
export type AnchorDetails = Extract<Awaited<ReturnType<typeof getAnchor>>, { kind: 'found' }>['value']
