import { costLimitRule } from '@escape.tech/graphql-armor-cost-limit'
import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases'
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth'
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives'
import { GraphQLError, type ValidationContext, type ValidationRule } from 'graphql'
import { nodeLimitRule } from './nodes'
import { singleOperationRule } from './singleOperation'

/** What one request may ask for. */
export const LIMITS = {
  /** Bytes of a request's body. */
  bodyBytes: 256 * 1024,
  /** Lexical tokens of the document. */
  tokens: 2_000,
  /** Levels of nesting; fragments count as one. */
  depth: 14,
  aliases: 30,
  directives: 30,
  /** Objects that the lists asked for could return at most. */
  nodes: 8_000,
  /** Fields weighed by depth and literal page sizes. */
  cost: 200_000,
}

/** Validation rules that refuse a document before any resolver runs. */
export const LIMIT_RULES: ValidationRule[] = [
  singleOperationRule,
  nodeLimitRule(LIMITS.nodes),
  armored(maxDepthRule, { n: LIMITS.depth }, 'Ask for fewer levels in one query.'),
  armored(maxAliasesRule, { n: LIMITS.aliases }, 'Send the rest in another request.'),
  armored(maxDirectivesRule, { n: LIMITS.directives }, 'Use fewer directives.'),
  armored(costLimitRule, { maxCost: LIMITS.cost }, 'Ask for smaller pages or fewer fields.'),
]

type ArmorRule<Options> = (options: Options) => (context: ValidationContext) => object

/** The rules of graphql-armor throw; reported instead, their message stands among the document's other errors. */
function armored<Options extends object>(
  rule: ArmorRule<
    Options & { propagateOnRejection: boolean; onReject: ((c: ValidationContext | null, e: GraphQLError) => void)[] }
  >,
  options: Options,
  advice: string,
): ValidationRule {
  const configured = rule({
    ...options,
    propagateOnRejection: false,
    onReject: [
      (context, error) => {
        const message = `${error.message.replace(/^Syntax Error: /, '')} ${advice}`
        context?.reportError(new GraphQLError(message, { extensions: { code: 'LIMIT_EXCEEDED' } }))
      },
    ],
  })
  return (context) => configured(context) as ReturnType<ValidationRule>
}
