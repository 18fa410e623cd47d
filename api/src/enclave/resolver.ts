import { Arg, Args, Ctx, Query, Resolver } from 'type-graphql'
import type { Connection } from '../connection/page'
import { listRows } from '../connection/rowList'
import { PageArgs } from '../connection/types'
import { Where } from '../connection/where'
import type { RequestContext } from '../context'
import { parseAddress } from '../words/ids'
import { type ListOrder, ListOrderEnum, readIf } from '../words/ranges'
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
    return listRows(context, REPORT_LIST, whereReport(filter), page, order === 'oldest')
  }

  @Query(() => ReportAttemptConnection, { description: 'Newest first, of one provider.' })
  reportAttempts(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('provider', () => String, { nullable: true }) provider?: string | null,
  ): Promise<Connection<ReportAttempt>> {
    const where = new Where().equal('provider', readIf('provider', provider, parseAddress))
    return listRows(context, ATTEMPT_LIST, where, page)
  }

  @Query(() => DriftConnection)
  providerDrift(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => DriftFilter, { nullable: true }) filter?: DriftFilter,
    @Arg('order', () => ListOrderEnum, { nullable: true, defaultValue: 'newest' }) order?: ListOrder,
  ): Promise<Connection<ProviderDrift>> {
    return listRows(context, DRIFT_LIST, whereDrift(filter), page, order === 'oldest')
  }

  @Query(() => CollateralConnection, { description: 'Newest first.' })
  collateral(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => CollateralFilter, { nullable: true }) filter?: CollateralFilter,
  ): Promise<Connection<CollateralSet>> {
    return listRows(context, COLLATERAL_LIST, whereCollateral(filter), page)
  }
}
