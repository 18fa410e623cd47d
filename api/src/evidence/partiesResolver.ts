import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import type { Relation, RequestContext } from '../context'
import { Model } from '../provider/models'
import { Provider } from '../provider/types'
import { Client, Clients, KnownModel } from './types'

/** Settlements counted of one provider: enough to see who it depends on, and bounded whatever its history. */
const COUNTED = 10_000
const LARGEST = 10

interface ClientRow extends Record<string, unknown> {
  provider: string
  settlements: string
  amount: string
  payers: string
  since: Date | null
  largest: Client[] | null
}

const CLIENTS_SQL = `select k.provider, c.* from unnest($1::text[]) k(provider) cross join lateral (
  with newest as (
    select payer, settled_amount as amount, block_time from settlement where provider = k.provider and accepted
    order by block_number desc, n desc limit $2),
  clients as (select payer, count(*) as settlements, sum(amount) as amount from newest group by payer),
  largest as (select * from clients order by amount desc, payer limit $3)
  select count(*) as settlements, coalesce(sum(amount), 0) as amount, count(distinct payer) as payers,
    min(block_time) as since, (select json_agg(json_build_object('payer', payer, 'settlements', settlements::text,
      'amount', amount::text) order by amount desc, payer) from largest) as largest
  from newest) c`

const clientsByProvider: Relation<string, Clients> = {
  load: async (providers, { services }) => {
    const rows = await services.database.query<ClientRow>(CLIENTS_SQL, [providers, COUNTED, LARGEST])
    const byProvider = new Map(rows.map((row) => [row.provider, { ...row, largest: row.largest ?? [] }]))
    return providers.map(
      (provider) =>
        byProvider.get(provider) ?? { settlements: '0', amount: '0', payers: '0', since: null, largest: [] },
    )
  },
}

/** Who pays a provider. */
@Resolver(() => Provider)
export class ProviderClientsResolver {
  @FieldResolver(() => Clients)
  clients(@Root() { address }: Provider, @Ctx() context: RequestContext): Promise<Clients> {
    return context.load(clientsByProvider, address)
  }
}

/** What is known of a model beside what its providers say. */
@Resolver(() => Model)
export class KnownModelResolver {
  @FieldResolver(() => KnownModel, {
    nullable: true,
    description: 'Null where the trust material names no such model: its licence is then not known here.',
  })
  known(@Root() { name }: Model, @Ctx() { services }: RequestContext): KnownModel | null {
    const wanted = name.text.toLowerCase()
    return services.network.trust.models.find(({ service }) => service.toLowerCase() === wanted) ?? null
  }
}
