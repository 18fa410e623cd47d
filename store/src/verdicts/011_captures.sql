-- What services say beside their reports, Intel's collateral as it was, and what changed between two observations.

-- What the quote of a report proves without collateral: its platform and what it measured. Null where its signatures
-- lead to no root of the trust material. A machine that answers for several is the one of "binds".
alter table verdicts.enclave_report
  add column tee            text check (tee in ('tdx', 'sgx')),
  -- Which of Intel's authorities certified the platform.
  add column ca             text check (ca in ('platform', 'processor')),
  add column fmspc          text,
  -- SHA-256 of the app compose by MRCONFIGID, or MRENCLAVE.
  add column code           text,
  -- SHA-256 of MRTD and RTMR0 to 2.
  add column system         text,
  -- True where the body carries collateral of its own, which is then what it is judged by.
  add column has_collateral boolean not null default false;
create index enclave_report_platform on verdicts.enclave_report (fmspc, tee, ca, observed_at) where fmspc is not null;
create index enclave_report_binds on verdicts.enclave_report (binds) where binds is not null;

-- Collateral that Intel signed, by platform and content. Kept for ever: afterwards nobody can judge a quote as of then.
-- A set is here only if the verifier found it signed, complete, of the platform and in force when it was fetched.
create table verdicts.collateral (
  id               bigint generated always as identity primary key,
  tee              text not null check (tee in ('tdx', 'sgx')),
  ca               text not null check (ca in ('platform', 'processor')),
  fmspc            text not null,
  -- Of body, UTF-8, hex.
  sha256           text not null,
  -- JSON in the form that the DCAP libraries exchange.
  body             text not null,
  -- When all its documents are in force together, by their own words.
  valid_from       timestamptz not null,
  valid_until      timestamptz not null,
  -- Base address of the service that it came from.
  source           text not null,
  fetched_at       timestamptz not null default clock_timestamp(),
  last_observed_at timestamptz not null default clock_timestamp(),
  unique (fmspc, tee, ca, sha256)
);
create index collateral_window on verdicts.collateral (fmspc, tee, ca, valid_from desc, id);

-- One attempt to get a document or a whole set that ended without one. Append-only.
create table verdicts.collateral_attempt (
  id           bigint generated always as identity primary key,
  tee          text not null,
  ca           text not null,
  fmspc        text not null,
  source       text not null,
  -- not-genuine: the set is whole, and the verifier found it unsigned, foreign or out of force. The others are words of
  -- fetch_attempt. None says anything about the provider.
  outcome      text not null check (outcome in (
    'not-genuine', 'unreachable', 'time-out', 'rate-limited', 'bad-answer', 'too-large')),
  detail       text,
  attempted_at timestamptz not null default now()
);
create index collateral_attempt_platform on verdicts.collateral_attempt (fmspc, tee, ca, id desc);

-- The other answers of a service: one unbroken run of the same answer a row, as in enclave_report; bytes lie beside the
-- reports.
create table verdicts.provider_answer (
  id               bigint generated always as identity primary key,
  provider         text not null,
  -- card: /v1/quote?legacy=false, the enclave's statement of its encryption key and signer. enclave-key:
  -- /v1/e2ee/pubkey. models: /v1/models.
  kind             text not null check (kind in ('card', 'enclave-key', 'models')),
  source           text not null,
  sha256           text not null,
  size             bigint not null,
  -- Header ZG-Quote-Signature and who signed the body by it, as in enclave_report.
  signature        text,
  author           text,
  -- Key that a card binds or an enclave key names; null where none can be read. A claim.
  names_key        text,
  -- Of a model list, sorted; null where it cannot be read.
  models           text[],
  observed_at      timestamptz not null default clock_timestamp(),
  last_observed_at timestamptz not null default clock_timestamp()
);
create index provider_answer_newest on verdicts.provider_answer (provider, kind, source, id desc);

-- One attempt to get such an answer that ended without one. Append-only.
create table verdicts.provider_answer_attempt (
  id           bigint generated always as identity primary key,
  provider     text not null,
  kind         text not null check (kind in ('card', 'enclave-key', 'models')),
  source       text not null,
  outcome      text not null check (outcome in (
    'not-served', 'not-listed', 'unreachable', 'time-out', 'rate-limited', 'bad-answer', 'too-large')),
  detail       text,
  attempted_at timestamptz not null default now()
);
create index provider_answer_attempt_provider on verdicts.provider_answer_attempt (provider, id desc);

-- What differs between two observations, or between an observation and the chain. Append-only; decides no verdict.
create table verdicts.provider_drift (
  id          bigint generated always as identity primary key,
  provider    text not null,
  -- mock-signer: a key whose private half is public. signer: a report binds a key that is none of the service's.
  -- shared-signer: another provider's service or report names the same key. code, system: measured code changed with no
  -- change of the service on chain between. models: the list changed likewise. model-missing: the list lacks the model
  -- that the chain advertises.
  kind        text not null check (kind in (
    'mock-signer', 'signer', 'shared-signer', 'code', 'system', 'models', 'model-missing')),
  -- What it was or should be, and what it is: keys, measurements, names of models; of shared-signer the other provider
  -- and the key. Empty where there is none.
  from_value  text not null,
  to_value    text not null,
  -- SHA-256 of the answers that say so; null where it is the chain that says it.
  from_sha256 text,
  to_sha256   text,
  -- When the answers were observed, or the revision of the service came into force.
  from_at     timestamptz,
  to_at       timestamptz not null,
  detected_at timestamptz not null default clock_timestamp(),
  unique (provider, kind, from_value, to_value, to_at)
);
create index provider_drift_provider on verdicts.provider_drift (provider, id desc);

-- The collateral by which a quote observed at a time is judged: of the sets in force then, the one issued last. A set
-- that is kept later and was issued earlier changes nothing.
create function verdicts.collateral_at(platform text, enclave text, authority text, t timestamptz) returns bigint
language sql stable as $$
  select id from verdicts.collateral
  where fmspc = platform and tee = enclave and ca = authority and valid_from <= t and valid_until >= t
  order by valid_from desc, id limit 1
$$;
