import type { Hex } from '@touchstone/verify'
import type { Queryable } from '../database.js'
import { FINAL_HEIGHT } from '../facts/height.js'

/** A service in force, as far as a capture needs it. Text in it is a stranger's. */
export interface CapturedService {
  url: string
  model: string
  /** When the revision came into force. */
  since: Date
  /** Whether the model may run in an enclave of its own beside the broker's. */
  isSeparated: boolean
  /** Keys that it holds: the signer first, then that of a separate model. */
  keys: Hex[]
}

interface ServiceRow {
  since: Date
  url: string
  model: string
  derived_mode: string
  signer: Hex | null
  target: Hex | null
}

/** The finalised service of a provider that is in force; undefined where there is none. */
export async function findServiceInForce(db: Queryable, provider: string): Promise<CapturedService | undefined> {
  const { rows } = await db.query<ServiceRow>(
    `select from_time as since, url, model, derived_mode, tee_signer as signer, target_tee_address as target from service_revision
     where provider_id = $1 and from_block <= ${FINAL_HEIGHT} and (to_block is null or to_block > ${FINAL_HEIGHT})
     order by from_block desc, from_log_index desc limit 1`,
    [provider],
  )
  const row = rows[0]
  if (!row) return undefined
  const { url, model, since, signer, target } = row
  const keys = [signer, target].filter((key) => key !== null)
  return { url, model, since, isSeparated: target !== null || row.derived_mode !== 'in-enclave', keys }
}
