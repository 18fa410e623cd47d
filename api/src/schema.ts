import 'reflect-metadata'
import type { GraphQLSchema } from 'graphql'
import { buildSchemaSync } from 'type-graphql'
import { AgentResolver } from './agent/resolver'
import { AggregateResolver } from './aggregate/resolver'
import { AnchorResolver } from './anchor/resolver'
import { AgentChangesResolver, ProviderChangesResolver } from './change/resolver'
import { AgentCardCheckResolver, FeedbackCheckResolver, ValidationCheckResolver } from './commitment/checked'
import { CommitmentResolver } from './commitment/resolver'
import { totalCountResolvers } from './connection/counted'
import { DaResolver } from './da/resolver'
import { callDirectly } from './directly'
import { EnclaveResolver } from './enclave/resolver'
import { EnclaveReportTcbResolver, ReportCaptureTcbResolver } from './enclave/tcb'
import { EventResolver } from './events/resolver'
import { NetworkEvidenceResolver } from './evidence/networkResolver'
import { KnownModelResolver, ProviderClientsResolver } from './evidence/partiesResolver'
import { EvidenceResolver } from './evidence/resolver'
import { FineTuningResolver } from './fineTuning/resolver'
import { IdentityResolver } from './identity/resolver'
import { LinkListResolver } from './link/list'
import { PayerLinkResolver } from './link/resolver'
import { LogResolver } from './log/resolver'
import { MetaResolver } from './network/metaResolver'
import { NetworkResolver } from './network/resolver'
import { PayerResolver } from './payer/resolver'
import { PayloadResolver } from './payload/resolver'
import { ModelResolver } from './provider/models'
import { ProviderResolver } from './provider/resolver'
import { RevisionResolver } from './provider/revisionList'
import { FeedbackResolver, ValidationResolver } from './reputation/resolver'
import { SearchResolver } from './search/resolver'
import { SettlementPartiesResolver } from './settlement/partiesResolver'
import { QuestionResolver } from './settlement/questionResolver'
import { SettlementResolver } from './settlement/resolver'
import { VerdictListResolver } from './settlement/verdictList'
import { VerdictResolver } from './settlement/verdictResolver'
import { AgentSharesResolver, PayerSharesResolver, ProviderSharesResolver } from './shares/resolver'
import { AgentStrategyResolver, StrategyOpeningResolver } from './strategy/resolver'
import { TrailFileResolver } from './trail/files'
import { InferenceRecordResolver, SettlementTrailsResolver, TrailResolver } from './trail/resolver'

/** Subscriptions follow the event log; the library asks for one of these all the same. */
const NO_TOPICS = {
  publish: () => undefined,
  subscribe: () => {
    throw new Error('No subscription here is by topic')
  },
}

/** The whole schema, from the decorated classes. */
export function buildApiSchema(): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: [
      SettlementResolver,
      SettlementPartiesResolver,
      SettlementTrailsResolver,
      QuestionResolver,
      VerdictResolver,
      VerdictListResolver,
      TrailResolver,
      InferenceRecordResolver,
      AgentResolver,
      AgentSharesResolver,
      AgentStrategyResolver,
      StrategyOpeningResolver,
      PayerResolver,
      PayerSharesResolver,
      PayerLinkResolver,
      LinkListResolver,
      TrailFileResolver,
      ProviderResolver,
      ProviderSharesResolver,
      AggregateResolver,
      DaResolver,
      AnchorResolver,
      PayloadResolver,
      EnclaveResolver,
      EnclaveReportTcbResolver,
      ReportCaptureTcbResolver,
      EvidenceResolver,
      NetworkEvidenceResolver,
      ProviderClientsResolver,
      KnownModelResolver,
      AgentChangesResolver,
      ProviderChangesResolver,
      CommitmentResolver,
      AgentCardCheckResolver,
      FeedbackCheckResolver,
      ValidationCheckResolver,
      LogResolver,
      IdentityResolver,
      FeedbackResolver,
      ValidationResolver,
      ModelResolver,
      RevisionResolver,
      EventResolver,
      FineTuningResolver,
      NetworkResolver,
      MetaResolver,
      SearchResolver,
      ...totalCountResolvers,
    ],
    validate: false,
    pubSub: NO_TOPICS,
  })
  callDirectly(schema)
  return schema
}
