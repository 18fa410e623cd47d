import type { Connection } from '../connection/page'
import { ofRole, type PartyRank, rankedList } from '../connection/rank'
import { listRows } from '../connection/rowList'
import type { PageArgs } from '../connection/types'
import { Where } from '../connection/where'
import { groupByKey, pickByKey, type Relation, type RequestContext } from '../context'
import { badInput } from '../errors'
import { finalityOf } from '../words/finality'
import { parseText, parseWord, readIf } from '../words/ranges'
import type { Provider, ProviderFilter, ServiceRevision, SignerAcknowledgement } from './types'

/** What a service runs in, by its own additionalInfo. */
export const DERIVED_MODES = ['in-enclave', 'relayed', 'none', 'unknown'] as const
/** Revisions and acknowledgements shown of one provider, newest first. */
const MAX_REVISIONS = 100

const COLUMNS = `p.id, p.id as address, p.first_seen_block as "firstSeenBlock",
  p.current_service_id as "currentServiceId", ${finalityOf('p.first_seen_block')}`

const text = (column: string, name = column) => `json_build_object('text', r.${column}) as "${name}"`

export const REVISION_COLUMNS = `r.id, r.provider_id as provider, ${text('service_type', 'serviceType')}, ${text('url')},
  ${text('model')}, ${text('verifiability')},
  case when r.additional_info is not null then json_build_object('text', r.additional_info) end as "additionalInfo",
  r.derived_mode as "derivedMode", r.input_price as "inputPrice", r.output_price as "outputPrice", r.pricing,
  r.tee_signer as "teeSigner", r.target_tee_address as "targetTeeAddress", r.from_block as "fromBlock",
  r.from_time as "fromTime", r.to_block as "toBlock", r.tx_hash as "txHash",
  ${finalityOf('coalesce(r.to_block, r.from_block)')}`

/** A provider by address; null where nothing was registered by it or paid to it. */
export const providerByAddress: Relation<string, Provider | null> = {
  load: async (addresses, { services }) => {
    const sql = `select ${COLUMNS} from provider p where p.id = any($1::text[])`
    const rows = await services.database.query<Provider & Record<string, unknown>>(sql, [addresses], true)
    return pickByKey(
      addresses,
      rows,
      (row) => row.id,
      (row) => row ?? null,
    )
  },
}

const LIST = {
  name: 'providers',
  columns: COLUMNS,
  from: 'provider p',
  table: 'provider',
  keys: [
    { column: 'p.first_seen_block', field: 'firstSeenBlock', kind: 'int' },
    { column: 'p.id', field: 'id', kind: 'text' },
  ],
} as const

/** Providers by when they first appeared, or the largest first. @throws PublicError BAD_USER_INPUT for what cannot be read. */
export async function listProviders(
  context: RequestContext,
  filter: ProviderFilter | null | undefined,
  page: PageArgs,
  ascending: boolean,
  rank?: PartyRank | null,
): Promise<Connection<Provider>> {
  const where = new Where()
  const model = readIf('filter.model', filter?.model, parseText)
  const mode = readIf('filter.derivedMode', filter?.derivedMode, parseWord(DERIVED_MODES))
  const service = [
    ...(model === undefined ? [] : [`model = ${where.bind(model, 'text')}`]),
    ...(mode === undefined ? [] : [`derived_mode = ${where.bind(mode, 'text')}`]),
  ]
  if (service.length > 0)
    where.add(`p.current_service_id in (select id from service_revision where ${service.join(' and ')})`)
  if (rank == null) return listRows<Provider>(context, LIST, where, page, ascending)
  if (ascending) throw badInput('order', 'newest, or none, beside rank: the largest come first', 'oldest')
  const list = rankedList('providers', rank, COLUMNS, 'join provider p on p.id = t.address')
  return listRows<Provider>(context, list, ofRole(where, 'provider'), page)
}

/** A service revision by id. */
export const revisionById: Relation<string, ServiceRevision | null> = {
  load: async (ids, { services }) => {
    const sql = `select ${REVISION_COLUMNS} from service_revision r where r.id = any($1::text[])`
    const rows = await services.database.query<ServiceRevision & Record<string, unknown>>(sql, [ids], true)
    return pickByKey(
      ids,
      rows,
      (row) => row.id,
      (row) => row ?? null,
    )
  },
}

/** Every change of a provider's service, newest first. */
export const revisionsByProvider: Relation<string, ServiceRevision[]> = {
  load: async (addresses, { services }) => {
    const sql = `select r.* from unnest($1::text[]) k(address) cross join lateral (
      select ${REVISION_COLUMNS} from service_revision r where r.provider_id = k.address
      order by r.from_block desc, r.from_log_index desc limit $2) r`
    const values = [addresses, MAX_REVISIONS]
    const rows = await services.database.query<ServiceRevision & Record<string, unknown>>(sql, values, true)
    return groupByKey(addresses, rows, (row) => row.provider)
  },
}

/** What the contract's owner said about a provider's signers, newest first. */
export const acknowledgementsByProvider: Relation<string, SignerAcknowledgement[]> = {
  load: async (addresses, { services }) => {
    const sql = `select a.* from unnest($1::text[]) k(address) cross join lateral (
      select provider_id as address, signer, acknowledged, cause, from_block as "fromBlock", tx_hash as "txHash",
        ${finalityOf('from_block')}
      from signer_acknowledgement where provider_id = k.address
      order by from_block desc, from_log_index desc limit $2) a`
    const values = [addresses, MAX_REVISIONS]
    const rows = await services.database.query<SignerAcknowledgement & { address: string }>(sql, values)
    return groupByKey(addresses, rows, (row) => row.address)
  },
}
