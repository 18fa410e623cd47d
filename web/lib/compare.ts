import 'server-only'
import { CompareDocument, type CompareQuery } from './generated/graphql'
import { ask, type Refused, type UpstreamDown } from './graphql'
import { type Malformed, parseAgentId } from './ids'

export type Compared = NonNullable<CompareQuery['agent']>

/** An agent of the comparison, or why there is none under its id. */
export interface Column {
  text: string
  result: { kind: 'found'; value: Compared } | { kind: 'not-found' } | Malformed | Refused | UpstreamDown
}

/** The figures of each id. */
export async function compareAgents(ids: readonly string[]): Promise<Column[]> {
  return Promise.all(ids.map(async (text) => ({ text, result: await find(text) })))
}

async function find(text: string): Promise<Column['result']> {
  const id = parseAgentId(text)
  if (id.kind === 'malformed') return id
  const answer = await ask(CompareDocument, { id: id.id })
  if (answer.kind !== 'found') return answer
  return answer.value.agent ? { kind: 'found', value: answer.value.agent } : { kind: 'not-found' }
}
