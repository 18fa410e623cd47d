import {
  Arg,
  Args,
  Ctx,
  Field,
  FieldResolver,
  Info,
  InputType,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql'
import { parseCursor } from '../connection/cursor'
import { type Connection, checkFirst, toConnection } from '../connection/page'
import { tableTotals } from '../connection/total'
import { connectionOf, PageArgs } from '../connection/types'
import { Where } from '../connection/where'
import { groupByKey, type Relation, type RequestContext } from '../context'
import { badInput } from '../errors'
import { SettlementFilter } from '../settlement/filter'
import { type SettlementOrder, SettlementOrderEnum } from '../settlement/order'
import { listSettlements } from '../settlement/page'
import { type Settlement, SettlementConnection } from '../settlement/types'
import { parseAddress } from '../words/ids'
import { parseText, readIf } from '../words/ranges'
import type { Asked } from '../words/selection'
import { UntrustedText } from '../words/text'
import { REVISION_COLUMNS } from './providers'
import { ServiceRevision } from './types'

/** Revisions shown of one model, newest first. */
const MAX_REVISIONS = 100

@ObjectType({
  simpleResolvers: true,
  description: 'A model by the name that providers give it; nothing proves that two of one name are the same.',
})
export class Model {
  @Field(() => UntrustedText)
  name: UntrustedText
}

@ObjectType('ModelConnection', { simpleResolvers: true })
export class ModelConnection extends connectionOf(Model, 'Model') {}

@InputType({ description: 'All conditions hold at once.' })
export class ModelFilter {
  @Field(() => String, { nullable: true, description: 'Address: models that it offers, or offered once.' })
  provider?: string | null
  @Field(() => Boolean, { nullable: true, description: 'True alone: models that a service offers now.' })
  served?: boolean | null
}

/** Steps from one name to the next by an index, instead of reading every revision. */
const namesSql = (first: string, where: Where, limit: string) => `
with recursive names(name, place) as (
  (select model, 1 from service_revision where ${first} and ${where.sql()} order by model limit 1)
  union all
  select (select model from service_revision where model > n.name and ${where.sql()} order by model limit 1), n.place + 1
  from names n where n.name is not null and n.place < ${limit})
select name from names where name is not null order by name`

const REVISIONS_SQL = `select m.* from unnest($1::text[]) k(name) cross join lateral (
  select ${REVISION_COLUMNS}, r.model as name from service_revision r where r.model = k.name
  order by (r.to_block is null) desc, r.from_block desc, r.from_log_index desc, r.id limit $2) m`

const revisionsByModel: Relation<string, ServiceRevision[]> = {
  load: async (names, { services }) => {
    const values = [names, MAX_REVISIONS]
    const rows = await services.database.query<ServiceRevision & { name: string }>(REVISIONS_SQL, values)
    return groupByKey(names, rows, (row) => row.name)
  },
}

@Resolver(() => Model)
export class ModelResolver {
  @Query(() => ModelConnection, { description: 'By name.' })
  async models(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => ModelFilter, { nullable: true }) filter?: ModelFilter,
  ): Promise<Connection<Model>> {
    const first = checkFirst(page.first)
    const { after } = page
    const where = whereRevision(filter)
    const isWhole = where.isEmpty()
    const limit = where.bind(first + 1, 'int')
    const [last] = after == null ? [] : parseCursor('after', after, 'models', ['text'])
    const sql = namesSql(last === undefined ? 'true' : `model > ${where.bind(last, 'text')}`, where, limit)
    const rows = await context.services.database.query<{ name: string }>(sql, where.values)
    const models = rows.map(({ name }) => ({ name: { text: name } }))
    const connection = toConnection<Model>('models', models, first, after ?? undefined, ({ name }) => [name.text])
    if (!isWhole) return connection
    return Object.assign(connection, {
      total: () => context.load(tableTotals, { table: 'service_revision', distinct: 'model' }),
    })
  }

  @Query(() => Model, { nullable: true, description: 'By its name, letter by letter.' })
  async model(@Ctx() { services }: RequestContext, @Arg('name', () => String) name: string): Promise<Model | null> {
    const sql = 'select model as name from service_revision where model = $1 limit 1'
    const rows = await services.database.query<{ name: string }>(sql, [parseText('name', name)])
    return rows[0] ? { name: { text: rows[0].name } } : null
  }

  @FieldResolver(() => [ServiceRevision], { description: 'Who serves it at which prices: those in force first.' })
  revisions(@Root() { name }: Model, @Ctx() context: RequestContext): Promise<ServiceRevision[]> {
    return context.load(revisionsByModel, name.text)
  }

  @FieldResolver(() => Int, { description: 'Services in force, of the hundred revisions looked at.' })
  async services(@Root() { name }: Model, @Ctx() context: RequestContext): Promise<number> {
    const revisions = await context.load(revisionsByModel, name.text)
    return revisions.filter((revision) => revision.toBlock === null).length
  }

  @FieldResolver(() => SettlementConnection, { description: 'Of services that offered it, newest first.' })
  settlements(
    @Root() { name }: Model,
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => SettlementFilter, { nullable: true }) filter?: SettlementFilter,
    @Arg('order', () => SettlementOrderEnum, { nullable: true, defaultValue: 'newest' }) order?: SettlementOrder,
    @Info() asked?: Asked,
  ): Promise<Connection<Settlement>> {
    return listSettlements(context, { over: 'model', model: name.text }, filter, page, order ?? undefined, asked)
  }
}

/** Conditions of a revision that offers a model. */
function whereRevision(filter: ModelFilter | undefined): Where {
  const where = new Where().equal('provider_id', readIf('filter.provider', filter?.provider, parseAddress))
  if (filter?.served === false)
    throw badInput(
      'filter.served',
      'true, or nothing: models that nobody offers any more are not listed alone',
      'false',
    )
  return filter?.served ? where.add('to_block is null') : where
}
