import type { TestApi } from './api'

/** Every row of a list, page by page; the query takes `$after` and asks for `pageInfo`. */
export async function readPages(api: TestApi, query: string, list: string): Promise<Record<string, unknown>[]> {
  const seen: Record<string, unknown>[] = []
  let after: string | null = null
  do {
    const data: Record<string, never> = await api.ask(query, { after })
    const page = data[list] as unknown as {
      nodes: Record<string, unknown>[]
      pageInfo: { endCursor: string; hasNextPage: boolean }
    }
    seen.push(...page.nodes)
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
  } while (after !== null)
  return seen
}
