-- Other hashes on the chain and what was found behind them: one row a round of asking, the newest is in force. Append-only. The
-- bytes are not kept.
create table verdicts.commitment_check (
  id         bigint generated always as identity primary key,
  kind       text not null check (kind in ('card', 'feedback', 'inft-data', 'model')),
  -- Id of the fact: agent_card, feedback, inft_data, fine_tuning_deliverable.
  subject    text not null,
  -- Where the bytes are said to lie, cut to 300 characters; a root's is 0g://<root>.
  uri        text not null,
  -- The hash that the bytes must have: the chain's, else the one in the address; null where neither names any.
  expected   text,
  -- The same function of the bytes that came last; null where none came.
  found      text,
  bytes      bigint not null default 0,
  -- match: the bytes have the hash. mismatch: a source served others; says who, in source, and accuses nobody else.
  -- no-hash: bytes came and nothing says what they should be. unread: the address is of no kind that is fetched.
  -- The others are words of fetch_attempt and say nothing about the bytes.
  outcome    text not null check (outcome in (
    'match', 'mismatch', 'no-hash', 'unread', 'size-mismatch', 'never-uploaded', 'partial', 'pruned', 'unknown-root',
    'node-behind', 'wrong-network', 'unreachable', 'time-out', 'rate-limited', 'bad-answer', 'too-large',
    'da-unattested', 'da-decode-error', 'expired')),
  source     text,
  detail     text,
  -- Sources that were asked in this round.
  attempts   integer not null,
  checked_at timestamptz not null default now()
);
create index commitment_check_subject on verdicts.commitment_check (kind, subject, id desc);
