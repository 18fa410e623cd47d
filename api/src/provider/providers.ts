import { parseCursor } from '../connection/cursor'
import { type Connection, checkFirst, toConnection } from '../connection/page'
import type { PageArgs } from '../connection/types'
import { groupByKey, pickByKey, type Relation, type RequestContext } from '../context'
import { finalityOf } from '../words/finality'
import type { Provider, ServiceRevision, SignerAcknowledgement } from './types'

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
    const rows = await services.database.query<Provider & Record<string, unknown>>(sql, [addresses])
    return pickByKey(
      addresses,
      rows,
      (row) => row.id,
      (row) => row ?? null,
    )
  },
}

/** Providers, last seen for the first time first. @throws PublicError BAD_USER_INPUT for what cannot be read. */
export async function listProviders({ services }: RequestContext, page: PageArgs): Promise<Connection<Provider>> {
  const { after } = page
  const first = checkFirst(page.first)
  const position = after == null ? [0x7fffffff, '~'] : parseCursor('after', after, 'providers', ['int', 'text'])
  const sql = `select ${COLUMNS} from provider p where (p.first_seen_block, p.id) < ($1::int, $2::varchar)
    order by p.first_seen_block desc, p.id desc limit $3`
  const values = [...position, first + 1]
  const rows = await services.database.query<Provider & Record<string, unknown>>(sql, values)
  return toConnection('providers', rows as Provider[], first, after ?? undefined, (row) => [row.firstSeenBlock, row.id])
}

/** A service revision by id. */
export const revisionById: Relation<string, ServiceRevision | null> = {
  load: async (ids, { services }) => {
    const sql = `select ${REVISION_COLUMNS} from service_revision r where r.id = any($1::text[])`
    const rows = await services.database.query<ServiceRevision & Record<string, unknown>>(sql, [ids])
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
    const rows = await services.database.query<ServiceRevision & Record<string, unknown>>(sql, values)
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
