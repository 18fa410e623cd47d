import 'server-only'
import { LogDocument } from './generated/graphql'
import { askKept } from './graphql'

const PAGE = 25

/** Newest checkpoint, a page of entries and a page of checkpoints, newest first. */
export function getLog(after: string | undefined, checkpoints: string | undefined) {
  return askKept(LogDocument, { first: PAGE, after: after ?? null, checkpoints: checkpoints ?? null })
}
export type LogDetails = Extract<Awaited<ReturnType<typeof getLog>>, { kind: 'found' }>['value']
