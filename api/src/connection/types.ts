import { ArgsType, type ClassType, Field, Int, ObjectType } from 'type-graphql'
import type { Connection } from './page'

@ObjectType({ simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean)
  hasNextPage: boolean
  @Field(() => Boolean)
  hasPreviousPage: boolean
  @Field(() => String, { nullable: true })
  startCursor: string | null
  @Field(() => String, { nullable: true })
  endCursor: string | null
}

/** Arguments of every list; only forward paging. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: 25, description: '1 to 100.' })
  first: number
  @Field(() => String, { nullable: true, description: 'endCursor of the page before.' })
  after?: string
}

/** The Relay connection type of a node type: `<name>Connection` with `<name>Edge`. */
export function connectionOf<Node extends object>(node: ClassType<Node>, name: string): ClassType<Connection<Node>> {
  @ObjectType(`${name}Edge`, { simpleResolvers: true })
  class EdgeClass {
    @Field(() => String)
    cursor: string
    @Field(() => node)
    node: Node
  }
  @ObjectType(`${name}Connection`, { simpleResolvers: true })
  class ConnectionClass implements Connection<Node> {
    @Field(() => [node])
    nodes: Node[]
    @Field(() => [EdgeClass])
    edges: EdgeClass[]
    @Field(() => PageInfo)
    pageInfo: PageInfo
  }
  return ConnectionClass
}
