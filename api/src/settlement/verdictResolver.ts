import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import type { RequestContext } from '../context'
import { describeVerdict } from './sentence'
import { verdictBody } from './verdicts'
import { EnclaveReport, Observation, Verdict } from './verdictTypes'

@Resolver(() => Verdict)
export class VerdictResolver {
  @FieldResolver(() => String)
  async sentence(@Root() verdict: Verdict, @Ctx() context: RequestContext): Promise<string> {
    return describeVerdict(verdict.outcome, verdict.fault, await context.load(verdictBody, verdict.id))
  }

  @FieldResolver(() => [Observation])
  async observations(@Root() { id }: Verdict, @Ctx() context: RequestContext): Promise<Observation[]> {
    return (await context.load(verdictBody, id))?.observations ?? []
  }

  @FieldResolver(() => [EnclaveReport], { description: 'Enclave reports that were judged, the earliest first.' })
  async reports(@Root() { id }: Verdict, @Ctx() context: RequestContext): Promise<EnclaveReport[]> {
    const reports = (await context.load(verdictBody, id))?.reports ?? []
    return reports.map((report) => ({ ...report, observedAt: new Date(report.observedAt) }))
  }
}
