-- Enclave reports as services answered them, and the signatures under which responses stand.

-- One unbroken run of the same answer of one address: an answer that differs from the one before starts a new row.
-- The bytes lie in the blob store of reports under their sha256. Rows are not edited apart from last_observed_at, which
-- no verdict reads.
create table verdicts.enclave_report (
  id               bigint generated always as identity primary key,
  provider         text not null,
  -- Address that was asked, without credentials.
  source           text not null,
  sha256           text not null,
  size             bigint not null,
  -- Header ZG-Quote-Signature, 0x and 130 hex digits; null where there was none of that form.
  signature        text,
  -- Who signed the body by that header; null without a signature.
  author           text,
  -- Key that the quote's report data names; null where none can be read. A claim until the quote is verified.
  binds            text,
  -- JSON of the maker's collateral archived with the observation; null where the body carries it or none could be had.
  collateral       text,
  -- Clock of the database, milliseconds. Grows with id.
  observed_at      timestamptz not null,
  last_observed_at timestamptz not null
);
-- The reports nearest to a settlement.
create index enclave_report_provider on verdicts.enclave_report (provider, observed_at);
-- The newest answer of an address.
create index enclave_report_source on verdicts.enclave_report (provider, source, id desc);

-- One attempt to get a report that ended without one. Append-only.
create table verdicts.report_attempt (
  id           bigint generated always as identity primary key,
  provider     text not null,
  source       text not null,
  -- not-served: the service says that it has none. not-listed: it was not asked, since the network's file does not name
  -- it. The others are words of fetch_attempt and say nothing about the service.
  outcome      text not null check (outcome in (
    'not-served', 'not-listed', 'unreachable', 'time-out', 'rate-limited', 'bad-answer', 'too-large')),
  detail       text,
  -- The same for all attempts of one round.
  attempted_at timestamptz not null default now()
);
create index report_attempt_provider on verdicts.report_attempt (provider, id desc);

-- The service's signature over one response, lower-case hex: the same one under two bills is a replay, and so is another
-- signature over the same statement: SHA-256 of the signer, a colon and the signed text.
alter table verdicts.inference_record add column signature text;
alter table verdicts.inference_record add column statement text;
create index inference_record_statement on verdicts.inference_record (statement) where statement is not null;
create index inference_record_signature on verdicts.inference_record (signature) where signature is not null;

-- Which version of the reader filled the rows of a trail: a lower one than the auditor's is read again.
alter table verdicts.trail add column reading smallint not null default 1;

-- Services whose reports are to be captured are swept like settlements and anchors.
alter table verdicts.sweep_cursor drop constraint sweep_cursor_facts_check;
alter table verdicts.sweep_cursor add constraint sweep_cursor_facts_check
  check (facts in ('settlement', 'anchor', 'service'));
