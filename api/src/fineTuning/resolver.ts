import { Arg, Args, Ctx, Query, Resolver } from 'type-graphql'
import type { Connection } from '../connection/page'
import { listRows, logKeys } from '../connection/rowList'
import { PageArgs } from '../connection/types'
import { Where } from '../connection/where'
import type { RequestContext } from '../context'
import { finalityOf } from '../words/finality'
import { parseAddress } from '../words/ids'
import { BlockRange, parseBlocks, parseTimes, readIf, TimeRange } from '../words/ranges'
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
    @Arg('blocks', () => BlockRange, { nullable: true }) blocks?: BlockRange | null,
    @Arg('times', () => TimeRange, { nullable: true }) times?: TimeRange | null,
  ): Promise<Connection<FineTuningSettlement>> {
    const columns = `${NAMED}, fee, acknowledged, nonce, block_number as "blockNumber", block_time as "blockTime",
      log_index as "logIndex", ${finalityOf('block_number')}`
    const list = { name: 'fineTuningSettlements', columns, from: 'fine_tuning_settlement', keys: logKeys() }
    const { from, until } = parseBlocks('blocks', blocks)
    const where = partiesAre(payer, provider)
      .within('block_number', 'int', from, until)
      .ofTimes({ time: 'block_time', block: 'block_number' }, parseTimes('times', times))
    return listRows(context, list, where, page)
  }

  @Query(() => FineTuningDeliverableConnection, { description: 'Last added first.' })
  fineTuningDeliverables(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('payer', () => String, { nullable: true }) payer?: string | null,
    @Arg('provider', () => String, { nullable: true }) provider?: string | null,
    @Arg('blocks', () => BlockRange, { nullable: true, description: 'Of the block in which it was added.' })
    blocks?: BlockRange | null,
  ): Promise<Connection<FineTuningDeliverable>> {
    const columns = `${NAMED}, model_root_hash as "modelRootHash", status, added_block as "blockNumber",
      added_log_index as "logIndex", updated_block as "updatedBlock", ${finalityOf('updated_block')}`
    const keys = logKeys('', 'added_block', 'added_log_index')
    const list = { name: 'fineTuningDeliverables', columns, from: 'fine_tuning_deliverable', keys }
    const { from, until } = parseBlocks('blocks', blocks)
    return listRows(context, list, partiesAre(payer, provider).within('added_block', 'int', from, until), page)
  }
}

function partiesAre(payer: string | null | undefined, provider: string | null | undefined): Where {
  return new Where()
    .equal('payer', readIf('payer', payer, parseAddress))
    .equal('provider', readIf('provider', provider, parseAddress))
}
