import { Arg, Args, Ctx, Query, Resolver } from 'type-graphql'
import { listBlockRows } from '../connection/blockRows'
import type { Connection } from '../connection/page'
import { PageArgs } from '../connection/types'
import type { RequestContext } from '../context'
import { finalityOf } from '../words/finality'
import { parseHash } from '../words/ids'
import { DaCommitment, DaCommitmentConnection, DaUpload, DaUploadConnection } from './types'

const PLACE = `block_number as "blockNumber", block_time as "blockTime", tx_hash as "txHash", log_index as "logIndex",
  ${finalityOf('block_number')}`
const BLOB = 'id, entrance, author, data_root as "dataRoot", epoch, quorum'
const ORDER = ['block_number', 'log_index'] as const

@Resolver(() => DaUpload)
export class DaResolver {
  @Query(() => DaUploadConnection, { description: 'Newest first.' })
  daUploads(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('dataRoot', () => String, { nullable: true }) dataRoot?: string | null,
  ): Promise<Connection<DaUpload>> {
    const columns = `${BLOB}, sender, price, ${PLACE}`
    return listBlockRows(context, { columns, table: 'da_upload', order: ORDER, equal: rootOf(dataRoot) }, page)
  }

  @Query(() => DaCommitmentConnection, { description: 'Newest first.' })
  daCommitments(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('dataRoot', () => String, { nullable: true }) dataRoot?: string | null,
  ): Promise<Connection<DaCommitment>> {
    const columns = `${BLOB}, calldata, commitment, quorum_bitmap as "quorumBitmap", aggregate_key as "aggregateKey",
      signature, ${PLACE}`
    return listBlockRows(context, { columns, table: 'da_commitment', order: ORDER, equal: rootOf(dataRoot) }, page)
  }
}

function rootOf(dataRoot: string | null | undefined) {
  return { data_root: dataRoot == null ? undefined : parseHash('dataRoot', dataRoot) }
}
