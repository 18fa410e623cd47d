import 'server-only'
import { cache } from 'react'
import { PAGE } from './api'
import { parseModelName } from './evidence-ids'
import { ModelDocument, ModelsDocument } from './generated/graphql'
import { askKept } from './graphql'
import { pick } from './result'

/** A page of models by name. */
export async function listModels(after: string | undefined) {
  return pick(await askKept(ModelsDocument, { first: PAGE, after: after ?? null }), (data) => data.models)
}

/** A model by the exact name that services give it, with one page of what was paid for it. */
export const getModel = cache(async (name: string, after: string | undefined) => {
  const parsed = parseModelName(name)
  if (parsed.kind === 'malformed') return parsed
  const variables = { name: parsed.name, first: PAGE, after: after ?? null }
  return pick(await askKept(ModelDocument, variables), (data) => data.model)
})
export type ModelDetails = Extract<Awaited<ReturnType<typeof getModel>>, { kind: 'found' }>['value']
