import type { Hex, TrustMaterial } from '@touchstone/verify'
import type { Queryable } from '../database.js'
import { FINAL_HEIGHT } from '../facts/height.js'
import { cleanText } from '../untrusted/text.js'
import type { CapturedService } from './services.js'

export type DriftKind = 'mock-signer' | 'signer' | 'shared-signer' | 'code' | 'system' | 'models' | 'model-missing'

/** A row of verdicts.provider_drift. */
export interface Drift {
  kind: DriftKind
  from_value: string
  to_value: string
}

/** Observations of one provider that are compared with each other. */
const MAX_COMPARED = 50
/** Characters of a value. */
const MAX_VALUE = 500

/**
 * Compares what a provider's service was observed to say with the chain, with what it said before and with what others
 * say. Reads the tables alone and may run any number of times: each difference becomes one row.
 * @returns the differences that were not known before.
 */
export async function detectDrift(
  db: Queryable,
  provider: Hex,
  service: CapturedService,
  trust: TrustMaterial,
): Promise<Drift[]> {
  return [
    ...(await findMockSigner(db, provider, service, trust)),
    ...(await findOtherSigner(db, provider, service)),
    ...(await findSharedSigner(db, provider, service)),
    ...(await findMeasuredDrift(db, provider, 'code')),
    ...(await findMeasuredDrift(db, provider, 'system')),
    ...(await findModelDrift(db, provider)),
    ...(await findMissingModel(db, provider, service)),
  ]
}

const COLUMNS = 'provider, kind, from_value, to_value, from_sha256, to_sha256, from_at, to_at'

/** @param rows SQL that selects COLUMNS. */
async function insertDrifts(db: Queryable, rows: string, values: unknown[]): Promise<Drift[]> {
  const inserted = await db.query<Drift & Record<string, unknown>>(
    `insert into verdicts.provider_drift (${COLUMNS}) ${rows}
     on conflict (provider, kind, from_value, to_value, to_at) do nothing returning kind, from_value, to_value`,
    values,
  )
  return inserted.rows
}

/** Keys of services that are in force or will be once their block is final: a rotation is seen before it is final. */
const KEYS_OF = (provider: string) => `select unnest(array[tee_signer, target_tee_address]) from service_revision
  where provider_id = ${provider} and (to_block is null or to_block > ${FINAL_HEIGHT})`

/**
 * The newest statements of the broker about its own key: its report, its card, the signer beside its encryption key. Not
 * those from before the service in force, which speak of another one. The report of a separate model names its own key.
 */
const STATED = `select * from (
  (select binds as key, sha256, observed_at, last_observed_at from verdicts.enclave_report
   where provider = $1 and source like '%/v1/quote' order by id desc limit 1)
  union all
  (select distinct on (kind) names_key, sha256, observed_at, last_observed_at from verdicts.provider_answer
   where provider = $1 and kind in ('card', 'enclave-key') order by kind, id desc)) stated
  where key is not null and last_observed_at >= $2`

function findMockSigner(
  db: Queryable,
  provider: Hex,
  { keys, since }: CapturedService,
  { mockSigners }: TrustMaterial,
) {
  const mocks = mockSigners.map(({ address }) => address.toLowerCase())
  return insertDrifts(
    db,
    `select $1, 'mock-signer', '', key, null, sha256, null::timestamptz, at from (
       select key, null as sha256, $2::timestamptz as at from unnest($3::text[]) key
       union all select key, sha256, observed_at from (${STATED}) s) named
     where key = any($4::text[])`,
    [provider, since, keys, mocks],
  )
}

function findOtherSigner(db: Queryable, provider: Hex, { keys, since }: CapturedService) {
  const [signer] = keys
  if (signer === undefined) return []
  return insertDrifts(
    db,
    `select $1, 'signer', $3, key, null, sha256, $2::timestamptz, observed_at from (${STATED}) s
     where key not in (select key from (${KEYS_OF('$1')}) k (key) where key is not null)`,
    [provider, since, signer],
  )
}

/**
 * Another provider holds the same key. The row is the one's who came later, or whose own service states the key of
 * another: what others answer says nothing about a provider.
 */
function findSharedSigner(db: Queryable, provider: Hex, { keys, since }: CapturedService) {
  return insertDrifts(
    db,
    `select $1, 'shared-signer', other, key, null, sha256, min(from_at), at from (
       select s.provider_id as other, s.tee_signer as key, null as sha256, s.from_time as from_at, $2::timestamptz as at
       from service_revision s where s.tee_signer = any($3::text[]) and s.provider_id <> $1
         and s.from_block <= ${FINAL_HEIGHT} and (s.from_time, s.provider_id) < ($2::timestamptz, $1)
       union all
       select s.provider_id, stated.key, stated.sha256, s.from_time, stated.observed_at from (${STATED}) stated
       join service_revision s on s.tee_signer = stated.key and s.provider_id <> $1
         and s.from_block <= ${FINAL_HEIGHT} and (s.to_block is null or s.to_block > ${FINAL_HEIGHT})
       where stated.key <> all($3::text[])) shared
     group by other, key, sha256, at`,
    [provider, since, keys],
  )
}

/** What of the service on chain stands for its code, as of a time. */
const STATE_AT = (columns: string, time: string) => `(select row(${columns})::text from service_revision
  where provider_id = $1 and from_time <= ${time} order by from_block desc, from_log_index desc limit 1)`

const SIGNER_STATE = 'tee_signer, target_tee_address, additional_info'

function findMeasuredDrift(db: Queryable, provider: Hex, what: 'code' | 'system') {
  return insertDrifts(
    db,
    `select $1, '${what}', before, ${what}, before_sha256, sha256, until, observed_at from (
       select *, lag(${what}) over run as before, lag(sha256) over run as before_sha256,
         lag(last_observed_at) over run as until
       from (select * from verdicts.enclave_report where provider = $1 and ${what} is not null
             order by id desc limit ${MAX_COMPARED}) newest
       window run as (partition by source order by id)) compared
     where before <> ${what}
       and ${STATE_AT(SIGNER_STATE, 'until')} is not distinct from ${STATE_AT(SIGNER_STATE, 'observed_at')}`,
    [provider],
  )
}

const LIST = (models: string) => `left(array_to_string(${models}, ' '), ${MAX_VALUE})`

function findModelDrift(db: Queryable, provider: Hex) {
  const state = 'model, additional_info'
  return insertDrifts(
    db,
    `select $1, 'models', ${LIST('before')}, ${LIST('models')}, before_sha256, sha256, until, observed_at from (
       select *, lag(models) over run as before, lag(sha256) over run as before_sha256,
         lag(last_observed_at) over run as until
       from (select * from verdicts.provider_answer where provider = $1 and kind = 'models' and models is not null
             order by id desc limit ${MAX_COMPARED}) newest
       window run as (partition by source order by id)) compared
     where before <> models and ${STATE_AT(state, 'until')} is not distinct from ${STATE_AT(state, 'observed_at')}`,
    [provider],
  )
}

function findMissingModel(db: Queryable, provider: Hex, { model, since }: CapturedService) {
  return insertDrifts(
    db,
    `select $1, 'model-missing', $3, ${LIST('models')}, null, sha256, $2::timestamptz, observed_at from (
       select * from verdicts.provider_answer where provider = $1 and kind = 'models'
       order by id desc limit 1) newest
     where models is not null and last_observed_at >= $2
       and not exists (select from unnest(models) listed where lower(listed) = lower($3))`,
    [provider, since, cleanText(model, MAX_VALUE)],
  )
}
