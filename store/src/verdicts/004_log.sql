-- The verdict log: every verdict once, in one order, under signed checkpoints (docs/log.md). Written by the one auditor
-- process that holds the publisher's advisory lock; its tiles are files that can be made again from log_entry.

-- Which log this database has. One row, written with the first entry.
create table verdicts.log (
  singleton boolean primary key default true check (singleton),
  -- First line of every checkpoint, and the name of the keys that sign them.
  origin    text not null
);

-- Verdicts that are not in the log yet. Filled in the transaction that appends the verdict, emptied in the one that
-- appends its entry: a number of verdict says nothing about the order in which verdicts were committed.
create table verdicts.log_pending (
  verdict_id bigint primary key references verdicts.verdict (id),
  queued_at  timestamptz not null default now()
);

-- The leaves, numbered without gaps from 0. Append-only.
create table verdicts.log_entry (
  index      bigint primary key,
  kind       text not null check (kind in ('key', 'verdict')),
  -- Null in an entry that introduces a key.
  verdict_id bigint unique references verdicts.verdict (id),
  -- RFC 8785 JSON: what is signed, hashed and served.
  entry      text not null,
  -- SHA-256 of 0x00 and entry, hex.
  leaf_hash  text not null,
  added_at   timestamptz not null default now(),
  check ((kind = 'verdict') = (verdict_id is not null))
);
create index log_entry_key on verdicts.log_entry (index desc) where kind = 'key';

-- Signed checkpoints. One a size, so that no two can say different things about it; a row is there before the file is.
create table verdicts.log_checkpoint (
  size         bigint primary key,
  -- Hex.
  root         text not null,
  -- The signed note, byte for byte.
  note         text not null,
  published_at timestamptz not null default now(),
  -- Set when the storage root of the note was submitted to the Flow contract: that root, the transaction, its block.
  anchor_root  text,
  anchor_tx    text,
  anchor_block bigint,
  anchored_at  timestamptz
);
create index log_checkpoint_anchored on verdicts.log_checkpoint (size desc) where anchor_tx is not null;

create function verdicts.queue_for_log() returns trigger language plpgsql as $$
begin
  insert into verdicts.log_pending (verdict_id) values (new.id);
  return null;
end $$;
create trigger verdict_log after insert on verdicts.verdict for each row execute function verdicts.queue_for_log();

insert into verdicts.log_pending (verdict_id) select id from verdicts.verdict;
