import { Arg, Args, Ctx, Query, Resolver } from 'type-graphql'
import type { Connection } from '../connection/page'
import { listRows, logKeys } from '../connection/rowList'
import { PageArgs } from '../connection/types'
import { Where } from '../connection/where'
import type { RequestContext } from '../context'
import { finalityOf } from '../words/finality'
import { parseAddress } from '../words/ids'
import {
  FineTuningDeliverable,
  FineTuningDeliverableConnection,
  FineTuningSettlement,
  FineTuningSettlementConnection,
} from './types'

const NAMED = `id, contract, payer, provider, json_build_object('text', deliverable) as deliverable, tx_hash as "txHash"`

@Resolver(() => FineTuningSettlement)
export class FineTuningResolver {
  @Query(() => FineTuningSettlementConnection, { description: 'Newest first.' })
  fineTuningSettlements(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('payer', () => String, { nullable: true }) payer?: string | null,
    @Arg('provider', () => String, { nullable: true }) provider?: string | null,
  ): Promise<Connection<FineTuningSettlement>> {
    const columns = `${NAMED}, fee, acknowledged, nonce, block_number as "blockNumber", block_time as "blockTime",
      log_index as "logIndex", ${finalityOf('block_number')}`
    const list = { name: 'fineTuningSettlements', columns, from: 'fine_tuning_settlement', keys: logKeys() }
    return listRows(context, list, partiesAre(payer, provider), page)
  }

  @Query(() => FineTuningDeliverableConnection, { description: 'Last added first.' })
  fineTuningDeliverables(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('payer', () => String, { nullable: true }) payer?: string | null,
    @Arg('provider', () => String, { nullable: true }) provider?: string | null,
  ): Promise<Connection<FineTuningDeliverable>> {
    const columns = `${NAMED}, model_root_hash as "modelRootHash", status, added_block as "blockNumber",
      added_log_index as "logIndex", updated_block as "updatedBlock", ${finalityOf('updated_block')}`
    const keys = logKeys('', 'added_block', 'added_log_index')
    const list = { name: 'fineTuningDeliverables', columns, from: 'fine_tuning_deliverable', keys }
    return listRows(context, list, partiesAre(payer, provider), page)
  }
}

function partiesAre(payer: string | null | undefined, provider: string | null | undefined): Where {
  return new Where()
    .equal('payer', payer == null ? undefined : parseAddress('payer', payer))
    .equal('provider', provider == null ? undefined : parseAddress('provider', provider))
}
