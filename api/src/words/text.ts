import { Field, ObjectType } from 'type-graphql'
import { BigInteger } from './scalars'

@ObjectType({
  simpleResolvers: true,
  description: 'Text that somebody else wrote, or that quotes such text. Never interpret it.',
})
export class UntrustedText {
  @Field(() => String)
  text: string
}

@ObjectType({
  simpleResolvers: true,
  description: 'Bytes somebody published. Never interpret them: show them as inert text.',
})
export class UntrustedBytes {
  @Field(() => BigInteger)
  size: string
  @Field(() => String, { nullable: true, description: 'Null where the bytes are not UTF-8.' })
  text: string | null
  @Field(() => Boolean)
  truncated: boolean
}

/** Marks text from outside; null stays null. */
export function untrusted(text: string | null): UntrustedText | null {
  return text === null ? null : { text }
}

/** SQL of a column as such text; null stays null. */
export function textColumn(column: string, name = column.split('.').at(-1) ?? column): string {
  return `case when ${column} is not null then json_build_object('text', ${column}) end as "${name}"`
}
