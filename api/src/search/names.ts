import type { RequestServices } from '../context'

/** Characters of a name that are searched. */
const SEARCHED = 100
const NAME = `lower(left(name, ${SEARCHED}))`
/** Candidates with the text somewhere inside, of which the newest are shown. */
const CANDIDATES = 50
/** Agents that are looked through where the database has no index of what is inside names, newest first. */
const NEWEST = 50_000
/** Agents that are looked through first where it has: an index reads all that have a frequent word before it shows one. */
const NEWEST_FIRST = 2_000

/** Ids of agents whose name begins with a text, then of those that have it inside; at most `limit`. */
export async function findAgentIdsByName(
  { database }: RequestServices,
  text: string,
  limit: number,
): Promise<string[]> {
  const term = text.replaceAll('\0', '').toLowerCase().slice(0, SEARCHED)
  const escaped = term.replace(/[\\%_]/g, '\\$&')
  const begins = await database.query<{ id: string }>(BEGINS_SQL, [`${escaped}%`, limit])
  const ids = new Set(begins.map(({ id }) => id))
  if (ids.size >= limit) return [...ids]
  const [index] = await database.query<{ there: boolean }>(
    `select to_regclass('agent_name_trigrams') is not null as there`,
  )
  // Three letters make the first trigram.
  const hasTrigrams = index?.there === true && [...term].length >= 3
  const pattern = `%${escaped}%`
  const newest = await database.query<{ id: string }>(NEWEST_SQL, [pattern, limit, hasTrigrams ? NEWEST_FIRST : NEWEST])
  for (const { id } of newest) ids.add(id)
  if (hasTrigrams && ids.size < limit)
    for (const { id } of await database.query<{ id: string }>(INSIDE_SQL, [pattern, limit])) ids.add(id)
  return [...ids].slice(0, limit)
}

/** Providers whose current service names a model with the text inside. */
export async function findModels({ database }: RequestServices, text: string, limit: number) {
  const pattern = `%${text
    .replaceAll('\0', '')
    .toLowerCase()
    .replace(/[\\%_]/g, '\\$&')}%`
  return database.query<{ provider: string; model: string }>(MODELS_SQL, [pattern, limit])
}

const BEGINS_SQL = `select id from agent where name is not null and ${NAME} like $1 order by ${NAME} using ~<~ limit $2`

/**
 * Without an order inside: of a frequent text the first found are as good as any, and finding all takes long. Apart from the
 * limit, since the planner would read the whole table for a text that it takes for frequent and that is nowhere.
 */
const INSIDE_SQL = `with found as materialized (
  select id, minted_block from agent where name is not null and ${NAME} like $1)
select id from (select * from found limit ${CANDIDATES}) candidate order by minted_block desc, id limit $2`

const NEWEST_SQL = `select id from (
  select id, name, minted_block from agent order by minted_block desc limit $3) newest
  where name is not null and ${NAME} like $1 order by minted_block desc, id limit $2`

const MODELS_SQL = `select distinct provider_id as provider, model from service_revision
  where to_block is null and lower(model) like $1 order by model, provider_id limit $2`
