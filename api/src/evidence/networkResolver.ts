import { Ctx, FieldResolver, Resolver } from 'type-graphql'
import type { RequestContext } from '../context'
import { AgentCounts } from '../identity/types'
import { NetworkState, Removal } from '../network/types'
import { toPayer } from '../payer/payers'
import { Payer } from '../payer/types'
import { finalityOf } from '../words/finality'
import { ContractImplementation, StateDigest } from './types'

/** Intervals shown, the newest: an owner can upgrade as often as it pays. */
const MAX_IMPLEMENTATIONS = 200

const IMPLEMENTATIONS_SQL = `select c.id as contract, c.label, c.kind, c.retired, i.implementation, i.generation,
    i.from_block as "fromBlock", i.to_block as "toBlock", i.tx_hash as "txHash",
    ${finalityOf('coalesce(i.to_block, i.from_block)')}
  from contract_implementation i join contract c on c.id = i.contract_id
  order by i.from_block desc, i.from_log_index desc, i.id limit $1`

const DIGEST_SQL = `select height, digest, capability, events from state_digest where id = 'head'`

const REMOVAL_SQL = `select settlement_id as "settlementId", block_number as "blockNumber" from derived.event
  where kind = 'removed' order by tx desc, id desc limit 1`

const AGENTS_SQL = `select coalesce(sum(minted), 0) as minted, coalesce(sum(with_file), 0) as "withFile",
    coalesce(sum(with_payments), 0) as "withPayments" from derived.agent_count`

/** What the index itself rests on. */
@Resolver(() => NetworkState)
export class NetworkEvidenceResolver {
  @FieldResolver(() => [ContractImplementation], {
    description: 'Code behind the contracts, newest first, at most 200 intervals.',
  })
  implementations(@Ctx() { services }: RequestContext): Promise<ContractImplementation[]> {
    const values = [MAX_IMPLEMENTATIONS]
    return services.database.query<ContractImplementation & Record<string, unknown>>(IMPLEMENTATIONS_SQL, values)
  }

  @FieldResolver(() => AgentCounts, { description: 'Of all registries.' })
  async agents(@Ctx() { services }: RequestContext): Promise<AgentCounts> {
    const [counts] = await services.database.query<AgentCounts & Record<string, unknown>>(AGENTS_SQL, [])
    if (!counts) throw new Error('Sums gave no row')
    return counts
  }

  @FieldResolver(() => StateDigest, {
    nullable: true,
    description: 'The running one: of two indexes of the same chain it is the same at the same height.',
  })
  async digest(@Ctx() { services }: RequestContext): Promise<StateDigest | null> {
    return (await services.database.query<StateDigest & Record<string, unknown>>(DIGEST_SQL, []))[0] ?? null
  }

  @FieldResolver(() => Removal, {
    nullable: true,
    description:
      'The newest settlement that a reorganisation took back, of the events that are kept; null where none was.',
  })
  async lastRemoval(@Ctx() { services }: RequestContext): Promise<Removal | null> {
    return (await services.database.query<Removal & Record<string, unknown>>(REMOVAL_SQL, []))[0] ?? null
  }

  @FieldResolver(() => [Payer], {
    description: "Accounts that the network's file labels router: of their spend no chain tells for whom it was.",
  })
  routers(@Ctx() context: RequestContext): Payer[] {
    const accounts = context.services.network.accounts ?? []
    return accounts.filter(({ kind }) => kind === 'router').map(({ address }) => toPayer(context, address))
  }
}
