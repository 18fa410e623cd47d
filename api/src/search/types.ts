import { Field, ID, ObjectType } from 'type-graphql'
import { UntrustedText } from '../words/text'

@ObjectType({ simpleResolvers: true, description: 'Something that a search found.' })
export class SearchHit {
  @Field(() => String, {
    description: 'agent, payer, provider, settlement, transaction, payload (id: its root) or anchor',
  })
  kind: string
  @Field(() => ID)
  id: string
  @Field(() => String, { description: 'By its id; never what somebody calls it, which is its name.' })
  label: string
  @Field(() => String, { nullable: true })
  detail: string | null
  @Field(() => UntrustedText, {
    nullable: true,
    description: 'Of an agent its name, of a provider the model it serves.',
  })
  name?: UntrustedText | null
  @Field(() => [String], {
    nullable: true,
    description:
      'What about the name could deceive: hidden-characters | mixed-scripts | look-alike (for the eye it is what was searched for, and is not).',
  })
  warnings?: string[] | null
}
