import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import { pickByKey, type Relation, type RequestContext } from '../context'
import { AgentCard } from '../identity/types'
import { Feedback, ValidationRequest } from '../reputation/types'
import { textColumn } from '../words/text'
import { CommitmentCheck } from './resolver'

const DESCRIPTION = 'The newest round of asking for the bytes; null where nobody has asked yet.'

/** `<kind> <id of the fact>` to what was found last. */
const checkedBySubject: Relation<string, CommitmentCheck | null> = {
  load: async (keys, { services }) => {
    const sql = `select k.key, c.* from unnest($1::text[]) k(key)
      cross join lateral (
        select id, kind, subject, ${textColumn('uri')}, expected, found, bytes, outcome, ${textColumn('source')},
          ${textColumn('detail')}, attempts, checked_at as "checkedAt"
        from verdicts.commitment_check
        where kind = split_part(k.key, ' ', 1) and subject = split_part(k.key, ' ', 2)
        order by id desc limit 1) c`
    const rows = await services.database.query<CommitmentCheck & { key: string }>(sql, [keys], true)
    return pickByKey(
      keys,
      rows,
      (row) => row.key,
      (row) => row ?? null,
    )
  },
}

@Resolver(() => AgentCard)
export class AgentCardCheckResolver {
  @FieldResolver(() => CommitmentCheck, { nullable: true, description: DESCRIPTION })
  checked(@Root() { id }: AgentCard, @Ctx() context: RequestContext): Promise<CommitmentCheck | null> {
    return context.load(checkedBySubject, `card ${id}`)
  }
}

@Resolver(() => Feedback)
export class FeedbackCheckResolver {
  @FieldResolver(() => CommitmentCheck, { nullable: true, description: DESCRIPTION })
  checked(@Root() { id }: Feedback, @Ctx() context: RequestContext): Promise<CommitmentCheck | null> {
    return context.load(checkedBySubject, `feedback ${id}`)
  }
}

@Resolver(() => ValidationRequest)
export class ValidationCheckResolver {
  @FieldResolver(() => CommitmentCheck, { nullable: true, description: DESCRIPTION })
  checked(@Root() { id }: ValidationRequest, @Ctx() context: RequestContext): Promise<CommitmentCheck | null> {
    return context.load(checkedBySubject, `validation ${id}`)
  }
}
