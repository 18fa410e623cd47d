-- What the auditor saw when it looked. Written by the auditor alone; read by the API.
-- No foreign key points at a fact: a squid rolls a hot block back with plain DELETEs, which a reference would stop.
-- Addresses, hashes and roots are 0x-prefixed lower-case hex; amounts are neuron.

-- One attempt to get the bytes behind a root from one source. Append-only.
create table verdicts.fetch_attempt (
  id          bigint generated always as identity primary key,
  root        text not null,
  source      text not null,
  -- match: bytes recompute to the root. mismatch, size-mismatch: they do not; accuses the source, not the publisher.
  -- never-uploaded, partial, pruned, unknown-root: definite answers without bytes.
  -- node-behind, wrong-network, unreachable, time-out, rate-limited, bad-answer, too-large: say nothing about the data.
  outcome     text not null check (outcome in (
    'match', 'mismatch', 'size-mismatch', 'never-uploaded', 'partial', 'pruned', 'unknown-root',
    'node-behind', 'wrong-network', 'unreachable', 'time-out', 'rate-limited', 'bad-answer', 'too-large')),
  started_at  timestamptz not null,
  finished_at timestamptz not null,
  -- Bytes received, and the root that they recompute to where that differs.
  bytes       bigint not null default 0,
  found_root  text,
  detail      text
);
create index fetch_attempt_root on verdicts.fetch_attempt (root, id);
-- Sources that served wrong bytes, newest first.
create index fetch_attempt_faulty on verdicts.fetch_attempt (id desc) where outcome in ('mismatch', 'size-mismatch');

-- Bytes that matched a root. The bytes themselves lie in the blob store under their root.
create table verdicts.payload (
  root         text primary key,
  size         bigint not null,
  sha256       text not null,
  source       text not null,
  fetched_at   timestamptz not null,
  -- Set when a publisher asks for withdrawal: bytes are deleted, digest and verdict stay.
  withdrawn_at timestamptz
);

-- A payload that is read as a trail. A rejected one keeps the reason; who anchored it is a fact (anchor.author).
create table verdicts.trail (
  root      text primary key references verdicts.payload (root),
  status    text not null check (status in ('parsed', 'rejected')),
  reason    text,
  -- The first line as canonical JSON; untrusted text.
  header    text,
  records   integer not null default 0,
  parsed_at timestamptz not null
);

-- Which settlements a trail claims to open: found by (payer, provider, nonce).
create table verdicts.trail_settlement (
  root     text not null references verdicts.trail (root),
  payer    text not null,
  provider text not null,
  nonce    numeric(78) not null,
  records  integer not null,
  primary key (root, payer, provider, nonce)
);
create index trail_settlement_key on verdicts.trail_settlement (payer, provider, nonce);

-- One inference inside an opened trail, for lists: the bodies stay in the payload.
create table verdicts.inference_record (
  root            text not null references verdicts.trail (root),
  -- 1-based line of the file; the header is line 1.
  line            integer not null,
  nonce           numeric(78) not null,
  request_hash    text,
  model           text,
  created_at      timestamptz,
  fee             numeric(78),
  request_sha256  text,
  response_sha256 text,
  request_bytes   bigint,
  response_bytes  bigint,
  signing_address text,
  primary key (root, line)
);
create index inference_record_nonce on verdicts.inference_record (root, nonce, line);

-- One judgement of one settlement. Append-only: a later row supersedes, nothing is edited.
create table verdicts.verdict (
  id             bigint generated always as identity primary key,
  settlement_id  text not null,
  -- sha256 of the canonical JSON of everything that was judged: the same inputs are never judged twice.
  inputs         text not null,
  supersedes     bigint references verdicts.verdict (id),
  outcome        text not null check (outcome in ('rejected', 'failed', 'verified', 'relayed', 'unavailable', 'partial', 'paid')),
  fault          text check (fault in ('provider', 'payer')),
  payment        text not null check (payment in ('pass', 'fail', 'unavailable', 'absent')),
  signature      text not null check (signature in ('pass', 'fail', 'unavailable', 'absent')),
  opening        text not null check (opening in ('pass', 'fail', 'unavailable', 'absent')),
  content        text not null check (content in ('pass', 'fail', 'unavailable', 'absent')),
  enclave        text not null check (enclave in ('pass', 'fail', 'unavailable', 'absent')),
  workload       text not null check (workload in ('pass', 'fail', 'unavailable', 'absent')),
  -- RFC 8785 JSON of the whole verdict, checks included: what is shown is read from here, so it is what was signed.
  body           text not null,
  -- Block that the judged settlement sat in: a settlement that now sits in another block waits for a new verdict.
  block_hash     text generated always as ((body::jsonb) ->> 'blockHash') stored,
  -- Ed25519 over the UTF-8 bytes of body, base64; key_id is sha256 of the raw public key, hex.
  body_signature text not null,
  key_id         text not null,
  verifier       text not null,
  judged_at      timestamptz not null
);
create index verdict_settlement on verdicts.verdict (settlement_id, id desc);

-- The verdict in force for each settlement: a projection of verdict, rebuilt at will.
create table verdicts.current_verdict (
  settlement_id text primary key,
  verdict_id    bigint not null references verdicts.verdict (id),
  inputs        text not null,
  outcome       text not null,
  payment       text not null,
  signature     text not null,
  opening       text not null,
  content       text not null,
  enclave       text not null,
  workload      text not null,
  -- Copied from the fact at judging time, so that shares can be moved when a verdict is superseded.
  payer         text not null,
  provider      text not null,
  amount        numeric(78) not null,
  hour          timestamptz not null,
  block_number  integer not null
);
create index current_verdict_outcome on verdicts.current_verdict (outcome, block_number desc);

-- Money and settlements by (payer, provider, hour, question, status), rejected items left out. Rebuilt at will.
create table verdicts.share_rollup (
  payer       text not null,
  provider    text not null,
  hour        timestamptz not null,
  question    text not null,
  status      text not null,
  settlements bigint not null,
  amount      numeric(78) not null,
  primary key (payer, provider, hour, question, status)
);
create index share_rollup_hour on verdicts.share_rollup (hour);
create index share_rollup_provider on verdicts.share_rollup (provider, hour);

-- How far the auditor's sweep has read the finalised facts; moved in the transaction that queues what it read.
-- A cursor above the finalised height means that the facts were rebuilt: the sweep starts over.
create table verdicts.sweep_cursor (
  facts        text primary key check (facts in ('settlement', 'anchor')),
  block_number integer not null
);

-- Wakes subscribers; the payload is the settlement's id.
create function verdicts.notify_verdict() returns trigger language plpgsql as $$
begin
  perform pg_notify('touchstone_verdict', new.settlement_id);
  return null;
end $$;
create trigger verdict_notify after insert on verdicts.verdict for each row execute function verdicts.notify_verdict();
