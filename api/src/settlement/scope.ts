import type { RequestContext } from '../context'
import { historySpans } from '../link/links'
import type { Conditions } from './filter'
import type { Scope } from './list'

/** What a list is over once the filter has narrowed it, and the conditions that remain. */
export interface Narrowed {
  scope: Scope
  conditions: Omit<Conditions, 'agent'>
}

/** Narrows a scope to what of it enters an agent's history, or to a model where nothing narrower is asked for. */
export async function narrowScope(context: RequestContext, scope: Scope, all: Conditions): Promise<Narrowed> {
  const { agent, ...conditions } = all
  const narrowed =
    agent === undefined ? byModel(scope, conditions) : await byAgent(context, { scope, conditions }, agent)
  return { ...narrowed, conditions: restrict(narrowed) }
}

function byModel(scope: Scope, { model, ...conditions }: Narrowed['conditions']): Narrowed {
  const isNarrow = conditions.payer ?? conditions.provider ?? conditions.txHash ?? conditions.requestsHash
  if (scope.over !== 'all' || model === undefined || isNarrow !== undefined)
    return { scope, conditions: { ...conditions, model } }
  return { scope: { over: 'model', model }, conditions }
}

async function byAgent(context: RequestContext, { scope, conditions }: Narrowed, agent: string): Promise<Narrowed> {
  const spans = await context.load(historySpans, agent)
  switch (scope.over) {
    case 'all':
      return { scope: { over: 'spans', spans, agent }, conditions }
    case 'payer':
      return { scope: { over: 'spans', spans: spans.filter((span) => span.payer === scope.address) }, conditions }
    case 'provider': {
      const other = conditions.provider !== undefined && conditions.provider !== scope.address
      const narrower = { ...conditions, provider: scope.address }
      return { scope: { over: 'spans', spans: other ? [] : spans }, conditions: narrower }
    }
    case 'model': {
      const other = conditions.model !== undefined && conditions.model !== scope.model
      return { scope: { over: 'spans', spans: other ? [] : spans }, conditions: { ...conditions, model: scope.model } }
    }
    case 'spans': {
      // No two agents share a block, so the history is this agent's own or has nothing of it.
      const own = new Set(scope.spans.map((span) => `${span.payer} ${span.from}`))
      const shared = spans.filter((span) => own.has(`${span.payer} ${span.from}`))
      return { scope: { over: 'spans', spans: shared }, conditions }
    }
  }
}

/** Histories show what was accepted; refused items stay findable where they are asked for. */
function restrict({ scope, conditions }: Narrowed): Narrowed['conditions'] {
  const history = scope.over === 'payer' || scope.over === 'spans'
  const asked = conditions.accepted !== undefined || conditions.outcomes?.includes('rejected')
  return history && !asked ? { ...conditions, accepted: true } : conditions
}
