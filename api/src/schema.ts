import 'reflect-metadata'
import type { GraphQLSchema } from 'graphql'
import { buildSchemaSync } from 'type-graphql'
import { NetworkResolver } from './network/resolver'
import { QuestionResolver } from './settlement/questionResolver'
import { SettlementResolver } from './settlement/resolver'
import { VerdictResolver } from './settlement/verdictResolver'

/** The whole schema, from the decorated classes. */
export function buildApiSchema(): GraphQLSchema {
  return buildSchemaSync({
    resolvers: [NetworkResolver, SettlementResolver, QuestionResolver, VerdictResolver],
    validate: false,
  })
}
