import { Arg, Args, Ctx, Query, Resolver } from 'type-graphql'
import type { Connection } from '../connection/page'
import { listRows, logKeys } from '../connection/rowList'
import { PageArgs } from '../connection/types'
import { Where } from '../connection/where'
import type { RequestContext } from '../context'
import { finalityOf } from '../words/finality'
import { parseHash } from '../words/ids'
import { BlockRange, parseBlocks, parseTimes, readIf, TimeRange } from '../words/ranges'
import { DaCommitment, DaCommitmentConnection, DaUpload, DaUploadConnection } from './types'

const PLACE = `block_number as "blockNumber", block_time as "blockTime", tx_hash as "txHash", log_index as "logIndex",
  ${finalityOf('block_number')}`
const BLOB = 'id, entrance, author, data_root as "dataRoot", epoch, quorum'
const KEYS = logKeys()

@Resolver(() => DaUpload)
export class DaResolver {
  @Query(() => DaUploadConnection, { description: 'Newest first.' })
  daUploads(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('dataRoot', () => String, { nullable: true }) dataRoot?: string | null,
    @Arg('blocks', () => BlockRange, { nullable: true }) blocks?: BlockRange | null,
    @Arg('times', () => TimeRange, { nullable: true }) times?: TimeRange | null,
  ): Promise<Connection<DaUpload>> {
    const columns = `${BLOB}, sender, price, ${PLACE}`
    return listRows(
      context,
      { name: 'daUploads', columns, from: 'da_upload', keys: KEYS },
      whereBlob(dataRoot, blocks, times),
      page,
    )
  }

  @Query(() => DaCommitmentConnection, { description: 'Newest first.' })
  daCommitments(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('dataRoot', () => String, { nullable: true }) dataRoot?: string | null,
    @Arg('blocks', () => BlockRange, { nullable: true }) blocks?: BlockRange | null,
    @Arg('times', () => TimeRange, { nullable: true }) times?: TimeRange | null,
  ): Promise<Connection<DaCommitment>> {
    const columns = `${BLOB}, calldata, commitment, quorum_bitmap as "quorumBitmap", aggregate_key as "aggregateKey",
      signature, ${PLACE}`
    return listRows(
      context,
      { name: 'daCommitments', columns, from: 'da_commitment', keys: KEYS },
      whereBlob(dataRoot, blocks, times),
      page,
    )
  }
}

function whereBlob(
  dataRoot: string | null | undefined,
  blocks: BlockRange | null | undefined,
  times: TimeRange | null | undefined,
): Where {
  const { from, until } = parseBlocks('blocks', blocks)
  return new Where()
    .equal('data_root', readIf('dataRoot', dataRoot, parseHash))
    .within('block_number', 'int', from, until)
    .ofTimes({ time: 'block_time', block: 'block_number' }, parseTimes('times', times))
}
