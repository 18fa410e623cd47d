import { AgentEvidenceDocument, type AgentEvidenceQuery, type TypedDocumentString } from './generated/evidence'

type Settlement = NonNullable<AgentEvidenceQuery['agent']>['settlements']['nodes'][number]

/** An answer with errors. `code` and `argument` are those of docs/api.md; `retryAfterSeconds` where it was too fast. */
export class TouchstoneError extends Error {
  override name = 'TouchstoneError'
  constructor(
    message: string,
    readonly code: string,
    readonly argument: string | undefined,
    readonly retryAfterSeconds: number | undefined,
  ) {
    super(message)
  }
}

/** Asks one query; answer and variables have the types of its document. @param api e.g. http://127.0.0.1:4000 */
export async function ask<Data, Variables>(
  api: string,
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const response = await fetch(`${api}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: document.toString(), variables }),
    signal: AbortSignal.timeout(10_000),
  })
  const { data, errors } = (await response.json()) as Answer<Data>
  const [error] = errors ?? []
  if (error) {
    const { code = 'INTERNAL', argument, retryAfterSeconds } = error.extensions ?? {}
    throw new TouchstoneError(error.message, code, argument, retryAfterSeconds)
  }
  if (data === null) throw new TouchstoneError('The answer is empty.', 'INTERNAL', undefined, undefined)
  return data
}

interface Answer<Data> {
  data: Data | null
  errors?: {
    message: string
    extensions?: { code?: string; argument?: string; retryAfterSeconds?: number }
  }[]
}

/**
 * Every settlement that counts for an agent, newest first, a page at a time: pages neither repeat nor skip while new ones
 * arrive. Nothing for an agent that nobody registered.
 */
export async function* listEvidence(api: string, id: string, first = 100): AsyncGenerator<Settlement> {
  let after: string | null = null
  do {
    const data: AgentEvidenceQuery = await ask(api, AgentEvidenceDocument, { id, first, after })
    if (data.agent === null) return
    const { nodes, pageInfo } = data.agent.settlements
    yield* nodes
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null
  } while (after !== null)
}
