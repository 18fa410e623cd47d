import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql'
import { type Relation, type RequestContext } from '../context'
import { badInput } from '../errors'
import { ANCHOR_COLUMNS } from '../payload/anchors'
import { settlementById } from '../settlement/page'
import { Settlement } from '../settlement/types'
import { decodeBytes, RECORD_COLUMNS } from '../trail/records'
import { Anchor, InferenceRecord } from '../trail/types'
import { UntrustedBytes } from '../words/text'

/** Bills that one line of a file is shown to belong to: a key that is settled twice has two. */
const MAX_SETTLEMENTS = 10
/** Characters shown of a report; the largest seen so far has 172 000. */
const MAX_REPORT_TEXT = 1_000_000

const RECORD_SQL = `select ${RECORD_COLUMNS} from verdicts.inference_record where root = $1 and line = $2`

const BILLED_SQL = `select r.root || '-' || r.line as record, s.id from unnest($1::text[], $2::int[]) k(root, line)
  join verdicts.inference_record r on r.root = k.root and r.line = k.line
  cross join lateral (
    select s.id from verdicts.trail_settlement t
    join settlement s on s.payer = t.payer and s.provider = t.provider and s.nonce = t.nonce
    where t.root = r.root and t.nonce = r.nonce and s.accepted
    order by s.block_number, s.n limit ${MAX_SETTLEMENTS}) s`

/** Settlements that the line of a file claims to belong to. */
const settlementsByRecord: Relation<InferenceRecord, string[]> = {
  keyOf: (record) => record.id,
  load: async (records, { services }) => {
    const values = [records.map(({ root }) => root), records.map(({ line }) => line)]
    const rows = await services.database.query<{ record: string; id: string }>(BILLED_SQL, values)
    return records.map((record) => rows.filter((row) => row.record === record.id).map((row) => row.id))
  },
}

/** One thing by its id, of what the lists hold. */
@Resolver(() => InferenceRecord)
export class EvidenceResolver {
  @Query(() => InferenceRecord, { nullable: true, description: 'By root-line.' })
  async record(@Ctx() { services }: RequestContext, @Arg('id', () => ID) id: string): Promise<InferenceRecord | null> {
    const [, root, line] = /^(0x[0-9a-f]{64})-([1-9]\d{0,8})$/.exec(id.trim().toLowerCase()) ?? []
    if (root === undefined || line === undefined) throw badInput('id', '<root>-<line>', id)
    const rows = await services.database.query<InferenceRecord & Record<string, unknown>>(RECORD_SQL, [root, line])
    return rows[0] ?? null
  }

  @FieldResolver(() => [Settlement], {
    description: 'Accepted ones of the bill that it names: a claim of the file, which their opening confirms or not.',
  })
  async settlements(@Root() record: InferenceRecord, @Ctx() context: RequestContext): Promise<Settlement[]> {
    const ids = await context.load(settlementsByRecord, record)
    const found = await Promise.all(ids.map((id) => context.load(settlementById, id)))
    return found.filter((settlement) => settlement !== null)
  }

  @Query(() => Anchor, { nullable: true, description: 'By its id.' })
  async anchor(@Ctx() { services }: RequestContext, @Arg('id', () => ID) id: string): Promise<Anchor | null> {
    const known = id.trim()
    if (!/^[0-9a-zx-]{1,120}$/.test(known)) throw badInput('id', 'the id of an anchor', id)
    const sql = `select ${ANCHOR_COLUMNS} from anchor where id = $1`
    return (await services.database.query<Anchor & Record<string, unknown>>(sql, [known]))[0] ?? null
  }

  @Query(() => UntrustedBytes, {
    nullable: true,
    description: 'The body of an enclave report, by its SHA-256; null where none is kept here.',
  })
  async reportBody(
    @Ctx() { services }: RequestContext,
    @Arg('sha256', () => String) sha256: string,
  ): Promise<UntrustedBytes | null> {
    const digest = sha256.trim().toLowerCase()
    if (!/^[0-9a-f]{64}$/.test(digest)) throw badInput('sha256', '64 hex digits', sha256)
    const bytes = await services.reports?.find(`0x${digest}`)
    return bytes === undefined ? null : decodeBytes(Buffer.from(bytes), MAX_REPORT_TEXT)
  }
}
