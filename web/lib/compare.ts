import 'server-only'
import { CompareDocument, type CompareQuery } from './generated/graphql'
import { askKept } from './graphql'
import { parseAgentId } from './ids'
import { pick, type Result } from './result'

export type Compared = NonNullable<CompareQuery['agent']>

/** An agent of the comparison, or why there is none under its id. */
export interface Column {
  text: string
  result: Result<Compared>
}

/** The figures of each id. */
export async function compareAgents(ids: readonly string[]): Promise<Column[]> {
  return Promise.all(ids.map(async (text) => ({ text, result: await find(text) })))
}

async function find(text: string): Promise<Column['result']> {
  const id = parseAgentId(text)
  if (id.kind === 'malformed') return id
  return pick(await askKept(CompareDocument, { id: id.id }), (data) => data.agent)
}
