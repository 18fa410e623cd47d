import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import type { RequestContext } from '../context'
import { settlementById } from './page'
import { describeVerdict } from './sentence'
import { toObservation } from './signedCheck'
import { Settlement } from './types'
import { verdictBody, verdictById } from './verdicts'
import { EnclaveReport, Observation, Verdict } from './verdictTypes'

@Resolver(() => Verdict)
export class VerdictResolver {
  @FieldResolver(() => String)
  async sentence(@Root() verdict: Verdict, @Ctx() context: RequestContext): Promise<string> {
    return describeVerdict(verdict.outcome, verdict.fault, await context.load(verdictBody, verdict.id))
  }

  @FieldResolver(() => [Observation])
  async observations(@Root() { id }: Verdict, @Ctx() context: RequestContext): Promise<Observation[]> {
    return ((await context.load(verdictBody, id))?.observations ?? []).map(toObservation)
  }

  @FieldResolver(() => [EnclaveReport], { description: 'Enclave reports that were judged, the earliest first.' })
  async reports(@Root() verdict: Verdict, @Ctx() context: RequestContext): Promise<EnclaveReport[]> {
    const [body, settlement] = await Promise.all([
      context.load(verdictBody, verdict.id),
      context.load(settlementById, verdict.settlementId),
    ])
    const settledAt = settlement?.blockTime.getTime()
    return (body?.reports ?? []).map((report) => ({
      ...report,
      source: { text: report.source },
      observedAt: new Date(report.observedAt),
      secondsFromSettlement: settledAt === undefined ? null : Math.round((report.observedAt - settledAt) / 1_000),
    }))
  }

  @FieldResolver(() => Settlement, { nullable: true, description: 'Null where a reorganisation took it away.' })
  settlement(@Root() { settlementId }: Verdict, @Ctx() context: RequestContext): Promise<Settlement | null> {
    return context.load(settlementById, settlementId)
  }

  @FieldResolver(() => Boolean, {
    description: 'Whether it is the judgement in force: the newest, on the block that its settlement sits in.',
  })
  async inForce(@Root() { id, settlementId }: Verdict, @Ctx() context: RequestContext): Promise<boolean> {
    return (await context.load(settlementById, settlementId))?.verdictId === id
  }

  @FieldResolver(() => Verdict, { nullable: true, description: 'The judgement that this one supersedes.' })
  async before(@Root() { supersedes }: Verdict, @Ctx() context: RequestContext): Promise<Verdict | null> {
    return supersedes === null ? null : context.load(verdictById, supersedes)
  }
}
