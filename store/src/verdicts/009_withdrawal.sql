-- Payloads that are gone on purpose. Nothing listed here is fetched, kept or served again; digests and verdicts stay.
create table verdicts.withdrawal (
  -- Root of a payload, data root of a blob on 0G DA, or 0x and the SHA-256 of an enclave report.
  root         text primary key,
  -- The operator's words.
  reason       text not null,
  withdrawn_at timestamptz not null default date_trunc('milliseconds', now()),
  -- When the last of our copies was deleted; null where that was cut off, and the command has to be run again.
  removed_at   timestamptz
);
insert into verdicts.withdrawal (root, reason, withdrawn_at, removed_at)
  select root, 'not kept', withdrawn_at, withdrawn_at from verdicts.payload where withdrawn_at is not null;

-- Bytes that come back under another root are known by their digest.
create index payload_withdrawn on verdicts.payload (sha256) where withdrawn_at is not null;
