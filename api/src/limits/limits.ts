import { costLimitRule } from '@escape.tech/graphql-armor-cost-limit'
import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases'
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth'
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives'
import { GraphQLError, type ValidationContext, type ValidationRule } from 'graphql'
import { nodeLimitRule } from './nodes'
import { singleOperationRule } from './singleOperation'

/** What one request, one client and the process may ask for. Each is a variable of the environment (docs/api-limits.md). */
export interface Limits {
  /** Bytes of a request's body. */
  bodyBytes: number
  /** Lexical tokens of the document. */
  tokens: number
  /** Levels of nesting; fragments count as one. */
  depth: number
  aliases: number
  directives: number
  /** Objects that the lists asked for could return at most. */
  nodes: number
  /** Fields weighed by depth and literal page sizes. */
  cost: number
  /** Bytes of an answer to a query. */
  responseBytes: number
  /** Milliseconds of one SQL statement. */
  statementMs: number
  /** Requests a second that a client may go on with, and how many at once after a pause. */
  rate: number
  burst: number
  /** The same for requests signed by the wallet of an agent. */
  agentRate: number
  agentBurst: number
  /** Streams of events (WebSocket and SSE together), of the process and of one client. */
  streams: number
  streamsPerClient: number
  /** Events that wait for a slow reader before it is dropped. */
  streamBuffer: number
}

export const DEFAULT_LIMITS: Limits = {
  bodyBytes: 256 * 1024,
  tokens: 2_000,
  depth: 14,
  aliases: 30,
  directives: 30,
  nodes: 8_000,
  cost: 200_000,
  responseBytes: 8 * 1024 * 1024,
  statementMs: 5_000,
  rate: 20,
  burst: 100,
  agentRate: 100,
  agentBurst: 500,
  streams: 1_000,
  streamsPerClient: 10,
  streamBuffer: 1_000,
}

/**
 * Validation rules that refuse a document before any resolver runs.
 * @param operation the only one that is answered.
 */
export function limitRules(limits: Limits, operation: 'query' | 'subscription' = 'query'): ValidationRule[] {
  return [
    singleOperationRule(operation),
    nodeLimitRule(limits.nodes),
    armored(maxDepthRule, 'depth', limits.depth, { n: limits.depth }, 'Ask for fewer levels in one query.'),
    armored(maxAliasesRule, 'aliases', limits.aliases, { n: limits.aliases }, 'Send the rest in another request.'),
    armored(maxDirectivesRule, 'directives', limits.directives, { n: limits.directives }, 'Use fewer directives.'),
    armored(costLimitRule, 'cost', limits.cost, { maxCost: limits.cost }, 'Ask for smaller pages or fewer fields.'),
  ]
}

type ArmorRule<Options> = (options: Options) => (context: ValidationContext) => object

/** The rules of graphql-armor throw; reported instead, their message stands among the document's other errors. */
function armored<Options extends object>(
  rule: ArmorRule<
    Options & { propagateOnRejection: boolean; onReject: ((c: ValidationContext | null, e: GraphQLError) => void)[] }
  >,
  limit: keyof Limits,
  max: number,
  options: Options,
  advice: string,
): ValidationRule {
  const configured = rule({
    ...options,
    propagateOnRejection: false,
    onReject: [
      (context, error) => {
        const message = `${error.message.replace(/^Syntax Error: /, '')} ${advice}`
        context?.reportError(new GraphQLError(message, { extensions: { code: 'LIMIT_EXCEEDED', limit, max } }))
      },
    ],
  })
  return (context) => configured(context) as ReturnType<ValidationRule>
}
