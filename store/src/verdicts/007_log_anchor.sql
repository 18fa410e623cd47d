-- Transactions that anchor checkpoints, each kept before it is sent: a process that was killed in between sends the same
-- transaction again, or finds it mined, and never makes a second one for the checkpoint.
create table verdicts.log_anchor_attempt (
  -- Hash of the signed transaction.
  tx        text primary key,
  size      bigint not null references verdicts.log_checkpoint (size),
  -- Storage root of the checkpoint's note, hex.
  root      text not null,
  sender    text not null,
  nonce     bigint not null,
  gas_price numeric(78, 0) not null,
  -- The signed transaction, hex.
  raw       text not null,
  -- The attempt with the same nonce that this one outbids: one of the two can be mined. No foreign key: a backup is
  -- restored in the order of the hashes, which says nothing about which attempt was made first.
  replaces  text unique,
  -- Null while it may still be mined, and for an anchor that stands. reverted: mined without effect, tried again.
  -- replaced: the account used the nonce for something else; only a later checkpoint is anchored after it.
  outcome   text check (outcome in ('reverted', 'replaced')),
  made_at   timestamptz not null default now()
);
-- Two processes that both believe to be the publisher cannot begin two anchors of one checkpoint.
create unique index log_anchor_attempt_once on verdicts.log_anchor_attempt (size)
  where replaces is null and outcome is distinct from 'reverted';
