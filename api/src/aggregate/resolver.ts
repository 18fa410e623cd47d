import { Arg, Ctx, Extensions, ID, Info, Query, Resolver } from 'type-graphql'
import type { RequestContext } from '../context'
import { type Asked, listAskedFields } from '../words/selection'
import { listAggregates } from './aggregates'
import { MAX_AGGREGATE_POINTS } from './interval'
import {
  AggregatePoint,
  type AggregateScope,
  AggregateScopeEnum,
  type AggregateWidth,
  AggregateWidthEnum,
} from './types'

const TIME = { nullable: true, description: 'ISO 8601; the interval that it lies in counts whole.' }

@Resolver()
export class AggregateResolver {
  @Extensions({ listSize: MAX_AGGREGATE_POINTS })
  @Query(() => [AggregatePoint], {
    description: `Settlements by UTC hour or day, oldest first, an interval without any included. At most ${MAX_AGGREGATE_POINTS} intervals; the last 30 unless from and until say otherwise.`,
  })
  aggregates(
    @Ctx() context: RequestContext,
    @Arg('of', () => AggregateScopeEnum) of: AggregateScope,
    @Arg('by', () => AggregateWidthEnum) by: AggregateWidth,
    @Arg('id', () => ID, {
      nullable: true,
      description: 'Address of a provider or payer, name of a model, id of an agent.',
    })
    id?: string | null,
    @Arg('from', () => String, TIME) from?: string | null,
    @Arg('until', () => String, { ...TIME, description: 'ISO 8601, exclusive; now unless given.' })
    until?: string | null,
    @Info() asked?: Asked,
  ): Promise<AggregatePoint[]> {
    return listAggregates(context, { of, id, by, from, until, cells: asked === undefined || asksCells(asked) })
  }
}

function asksCells(asked: Asked): boolean {
  return listAskedFields(asked, [[]]).has('cells')
}
