import { Field, ID, ObjectType } from 'type-graphql'

@ObjectType({ simpleResolvers: true, description: 'Something that a search found.' })
export class SearchHit {
  @Field(() => String, { description: 'agent, payer, provider, settlement or transaction' })
  kind: string
  @Field(() => ID)
  id: string
  @Field(() => String, { description: 'For an agent its name: text somebody wrote on chain.' })
  label: string
  @Field(() => String, { nullable: true })
  detail: string | null
}
