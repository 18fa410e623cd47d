import 'reflect-metadata'
import type { GraphQLSchema } from 'graphql'
import { buildSchemaSync } from 'type-graphql'
import { AgentResolver } from './agent/resolver'
import { AggregateResolver } from './aggregate/resolver'
import { DaResolver } from './da/resolver'
import { FineTuningResolver } from './fineTuning/resolver'
import { PayerLinkResolver } from './link/resolver'
import { MetaResolver } from './network/metaResolver'
import { NetworkResolver } from './network/resolver'
import { PayerResolver } from './payer/resolver'
import { ProviderResolver } from './provider/resolver'
import { SearchResolver } from './search/resolver'
import { SettlementPartiesResolver } from './settlement/partiesResolver'
import { QuestionResolver } from './settlement/questionResolver'
import { SettlementResolver } from './settlement/resolver'
import { VerdictResolver } from './settlement/verdictResolver'
import { AgentSharesResolver, PayerSharesResolver, ProviderSharesResolver } from './shares/resolver'
import { InferenceRecordResolver, SettlementTrailsResolver, TrailResolver } from './trail/resolver'

/** The whole schema, from the decorated classes. */
export function buildApiSchema(): GraphQLSchema {
  return buildSchemaSync({
    resolvers: [
      SettlementResolver,
      SettlementPartiesResolver,
      SettlementTrailsResolver,
      QuestionResolver,
      VerdictResolver,
      TrailResolver,
      InferenceRecordResolver,
      AgentResolver,
      AgentSharesResolver,
      PayerResolver,
      PayerSharesResolver,
      PayerLinkResolver,
      ProviderResolver,
      ProviderSharesResolver,
      AggregateResolver,
      DaResolver,
      FineTuningResolver,
      NetworkResolver,
      MetaResolver,
      SearchResolver,
    ],
    validate: false,
  })
}
