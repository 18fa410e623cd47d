import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql'
import { pickByKey, type Relation, type RequestContext } from '../context'
import { EnclaveReport } from '../settlement/verdictTypes'
import { DateTime } from '../words/scalars'
import { type TcbFinding, type TcbInput, unavailable } from './tcbLooks'
import { ReportCapture } from './types'

/** Reports that one request may have looked at. */
const MAX_A_REQUEST = 5

const NAMES =
  'UpToDate, SWHardeningNeeded, ConfigurationNeeded, OutOfDate, Revoked and their combinations, as Intel writes them'

@ObjectType({
  simpleResolvers: true,
  description:
    'How Intel rates the platform of a report. Observations: they decide no verdict, and a later one takes nothing back.',
})
export class TcbStatus implements TcbFinding {
  @Field(() => String, {
    nullable: true,
    description: `As of the observation: ${NAMES}. Null where the quote is not genuine by what was known then.`,
  })
  statusThen: string | null
  @Field(() => String, {
    nullable: true,
    description: 'By the newest collateral of the platform. Null where the quote cannot be judged by it.',
  })
  statusNow: string | null
  @Field(() => DateTime, {
    nullable: true,
    description: 'For when statusNow holds: now, or the last moment for which the newest collateral is in force.',
  })
  asOf: Date | null
  @Field(() => String, { nullable: true, description: 'Why nobody looked; says nothing about the report.' })
  unavailable: string | null
}

interface ReportKey {
  sha256: string
  observedAt: Date
}

const SQL = `select k.place, r.*, n.body as "collateralNow", n.sha256 as "collateralNowSha256",
    n.valid_until as "validUntil"
  from unnest($1::text[], $2::timestamptz[]) with ordinality k(sha256, at, place)
  cross join lateral (
    select e.sha256, e.size::int as size, e.binds, e.observed_at as "observedAt", e.fmspc, e.tee, e.ca,
      coalesce(e.collateral, c.body) as collateral, coalesce(md5(e.collateral), c.sha256) as "collateralSha256"
    from verdicts.enclave_report e left join verdicts.collateral c on not e.has_collateral
      and c.id = verdicts.collateral_at(e.fmspc, e.tee, e.ca, e.observed_at)
    where e.sha256 = k.sha256 order by (e.observed_at = k.at) desc, e.id desc limit 1) r
  left join lateral (
    select body, sha256, valid_until from verdicts.collateral c
    where c.fmspc = r.fmspc and c.tee = r.tee and c.ca = r.ca order by valid_from desc, id limit 1) n on true`

const tcbOfReport: Relation<ReportKey, TcbFinding> = {
  keyOf: ({ sha256, observedAt }) => `${sha256} ${observedAt.getTime()}`,
  load: async (keys, { services }) => {
    const first = keys.slice(0, MAX_A_REQUEST)
    const rows = await services.database.query<TcbInput & { place: string }>(SQL, [
      first.map((key) => key.sha256),
      first.map((key) => key.observedAt),
    ])
    const places = first.map((_, index) => String(index + 1))
    const inputs = pickByKey(
      places,
      rows,
      (row) => row.place,
      (row) => row,
    )
    const now = Date.now()
    const looked = await Promise.all(
      inputs.map((input) =>
        input === undefined ? unavailable('The report is not known here.') : services.tcb.look(input, now),
      ),
    )
    const rest = keys.slice(MAX_A_REQUEST)
    return [...looked, ...rest.map(() => unavailable(`${MAX_A_REQUEST} reports a request are looked at.`))]
  },
}

@Resolver(() => EnclaveReport)
export class EnclaveReportTcbResolver {
  @FieldResolver(() => TcbStatus, { description: 'Verified again from the kept bytes; five reports a request.' })
  tcb(@Root() { sha256, observedAt }: EnclaveReport, @Ctx() context: RequestContext): Promise<TcbStatus> {
    return context.load(tcbOfReport, { sha256, observedAt })
  }
}

@Resolver(() => ReportCapture)
export class ReportCaptureTcbResolver {
  @FieldResolver(() => TcbStatus, { description: 'Verified again from the kept bytes; five reports a request.' })
  tcb(@Root() { sha256, observedAt }: ReportCapture, @Ctx() context: RequestContext): Promise<TcbStatus> {
    return context.load(tcbOfReport, { sha256, observedAt })
  }
}
