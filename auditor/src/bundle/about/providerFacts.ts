import type { Queryable } from '../../database.js'
import { cut, endOf, type Found, findEntries, join, millis } from './rows.js'

interface Asked {
  /** Address of the provider. */
  id: string
  block: number
}

const SERVICES = `select jsonb_build_object('contract', s.contract, 'url', ${cut('s.url')}, 'model', ${cut('s.model')},
    'serviceType', ${cut('s.service_type')}, 'verifiability', ${cut('s.verifiability')},
    'additionalInfo', ${cut('s.additional_info')}, 'calldata', s.calldata, 'signer', s.tee_signer,
    'targetSigner', s.target_tee_address, 'inputPrice', s.input_price::text, 'outputPrice', s.output_price::text,
    'derivedMode', s.derived_mode, 'from', s.from_block, 'to', ${endOf('s')}) as entry
  from service_revision s where s.provider_id = $1 and s.from_block <= $2
  order by s.from_block desc, s.from_log_index desc`

const ACKNOWLEDGED = `select jsonb_build_object('contract', a.contract, 'signer', a.signer, 'acknowledged', a.acknowledged,
    'cause', a.cause, 'block', a.from_block, 'tx', a.tx_hash) as entry
  from signer_acknowledgement a where a.provider_id = $1 and a.from_block <= $2
  order by a.from_block desc, a.from_log_index desc`

/** A provider's services over time, and who acknowledged their keys. */
export async function findCompute(db: Queryable, asked: Asked): Promise<Found> {
  return join(
    await findEntries(db, 'service', SERVICES, asked),
    await findEntries(db, 'acknowledgement', ACKNOWLEDGED, asked),
  )
}

const ANSWERS = `select jsonb_build_object('answer', p.kind, 'source', p.source, 'sha256', p.sha256, 'namesKey', p.names_key,
    'author', p.author, 'models', p.models, 'observedAt', ${millis('p.observed_at')},
    'lastObservedAt', ${millis('p.last_observed_at')}) as entry
  from verdicts.provider_answer p where p.provider = $1 and $2::int is not null order by p.id desc`

/** What a provider's service answered about itself, as it was captured. */
export function findAnswers(db: Queryable, asked: Asked): Promise<Found> {
  return findEntries(db, 'answer', ANSWERS, asked)
}
