import { ArgsType, type ClassType, Field, Int, ObjectType } from 'type-graphql'
import { type Connection, DEFAULT_PAGE } from './page'

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
  @Field(() => Int, { nullable: true, defaultValue: DEFAULT_PAGE, description: '1 to 100.' })
  first: number | null
  @Field(() => String, { nullable: true, description: 'endCursor of the page before.' })
  after?: string | null
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
