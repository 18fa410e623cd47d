import { Ctx, Field, Int, ObjectType, Query, Resolver } from 'type-graphql'
import type { RequestContext } from '../context'
import { BigInteger, DateTime } from '../words/scalars'
import type { LogHead, Meta } from './meta'

@ObjectType('LogHead', { simpleResolvers: true, description: 'Newest signed checkpoint of the verdict log.' })
export class LogHeadType implements LogHead {
  @Field(() => String, { description: 'First line of every checkpoint of this log.' })
  origin: string
  @Field(() => BigInteger, { description: 'Entries.' })
  size: string
  @Field(() => String, { description: 'Of the tree, hex.' })
  root: string
  @Field(() => DateTime)
  publishedAt: Date
}

@ObjectType('Meta', {
  simpleResolvers: true,
  description: 'What an answer rests on; every answer also carries it in extensions.meta. At most a second old.',
})
export class MetaType implements Meta {
  @Field(() => String)
  network: string
  @Field(() => Int)
  chainId: number
  @Field(() => Int)
  indexedHeight: number
  @Field(() => String, { nullable: true })
  indexedHash: string | null
  @Field(() => Int)
  finalizedHeight: number
  @Field(() => Int, { nullable: true, description: 'Blocks behind the head; null while the RPC does not answer.' })
  lag: number | null
  @Field(() => String, { description: 'Version that made the newest verdict.' })
  verifier: string
  @Field(() => LogHeadType, { nullable: true, description: 'Null before the first checkpoint.' })
  logCheckpoint: LogHead | null
  @Field(() => DateTime)
  readAt: Date
}

@Resolver()
export class MetaResolver {
  @Query(() => MetaType)
  meta(@Ctx() { services }: RequestContext): Promise<Meta> {
    return services.meta.get()
  }
}
