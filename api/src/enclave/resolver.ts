import { Arg, Args, Ctx, Query, Resolver } from 'type-graphql'
import { listOfTime } from '../connection/ofTime'
import type { Connection } from '../connection/page'
import { PageArgs } from '../connection/types'
import { Where } from '../connection/where'
import type { RequestContext } from '../context'
import { parseAddress } from '../words/ids'
import { type ListOrder, ListOrderEnum, parseTimes, readIf, TimeRange } from '../words/ranges'
import {
  ATTEMPT_LIST,
  COLLATERAL_LIST,
  DRIFT_LIST,
  REPORT_LIST,
  whereCollateral,
  whereDrift,
  whereReport,
} from './lists'
import {
  CollateralConnection,
  CollateralFilter,
  type CollateralSet,
  DriftConnection,
  DriftFilter,
  type ProviderDrift,
  type ReportAttempt,
  ReportAttemptConnection,
  type ReportCapture,
  ReportConnection,
  ReportFilter,
} from './types'

/** What services answered when they were asked for their enclave. */
@Resolver()
export class EnclaveResolver {
  @Query(() => ReportConnection)
  enclaveReports(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => ReportFilter, { nullable: true }) filter?: ReportFilter,
    @Arg('order', () => ListOrderEnum, { nullable: true, defaultValue: 'newest' }) order?: ListOrder,
  ): Promise<Connection<ReportCapture>> {
    const times = parseTimes('filter.observedAt', filter?.observedAt)
    return listOfTime(context, REPORT_LIST, 'observed_at', times, whereReport(filter), page, order)
  }

  @Query(() => ReportAttemptConnection, { description: 'Newest first, of one provider.' })
  reportAttempts(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('provider', () => String, { nullable: true }) provider?: string | null,
    @Arg('attemptedAt', () => TimeRange, { nullable: true, description: 'The list is then in that order.' })
    attemptedAt?: TimeRange | null,
  ): Promise<Connection<ReportAttempt>> {
    const where = new Where().equal('provider', readIf('provider', provider, parseAddress))
    return listOfTime(context, ATTEMPT_LIST, 'attempted_at', parseTimes('attemptedAt', attemptedAt), where, page)
  }

  @Query(() => DriftConnection)
  providerDrift(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => DriftFilter, { nullable: true }) filter?: DriftFilter,
    @Arg('order', () => ListOrderEnum, { nullable: true, defaultValue: 'newest' }) order?: ListOrder,
  ): Promise<Connection<ProviderDrift>> {
    const times = parseTimes('filter.detectedAt', filter?.detectedAt)
    return listOfTime(context, DRIFT_LIST, 'detected_at', times, whereDrift(filter), page, order)
  }

  @Query(() => CollateralConnection, { description: 'Newest first.' })
  collateral(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => CollateralFilter, { nullable: true }) filter?: CollateralFilter,
  ): Promise<Connection<CollateralSet>> {
    const times = parseTimes('filter.fetchedAt', filter?.fetchedAt)
    return listOfTime(context, COLLATERAL_LIST, 'fetched_at', times, whereCollateral(filter), page)
  }
}
