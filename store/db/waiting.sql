-- Settlements that wait: accepted ones without a verdict in force of the block that they sit in, hot blocks included. Kept as
-- facts and verdicts change, in the transactions that change them, so that nobody searches a long history for the few that wait.
create table derived.waiting (
  settlement_id varchar primary key,
  block_number  int not null,
  block_hash    text not null,
  block_time    timestamptz not null
);
create index waiting_block on derived.waiting (block_number) include (block_time);

-- What changed their number: its sum is how many rows the table above has. Several rows, so that whoever indexes and whoever
-- judges wait for nobody; the auditor folds them into one.
create table derived.waiting_change (
  id     bigint generated always as identity primary key,
  number bigint not null
);

-- Finds all of them anew.
create function derived.find_waiting() returns void language sql as $$
  delete from derived.waiting;
  delete from derived.waiting_change;
  insert into derived.waiting (settlement_id, block_number, block_hash, block_time)
    select s.id, s.block_number, s.block_hash, s.block_time from settlement s
    where s.accepted and not exists (
      select from verdicts.current_verdict c join verdicts.verdict v on v.id = c.verdict_id
      where c.settlement_id = s.id and v.block_hash = s.block_hash);
  insert into derived.waiting_change (number) select count(*) from derived.waiting;
$$;
select derived.find_waiting();

-- For verdicts that were written without their triggers.
create function derived.take_verdicts() returns void language sql as $$
  select derived.mark_all_stale();
  select derived.note_failures((select array_agg(id) from verdicts.verdict));
  select derived.find_waiting();
$$;

-- Looks at settlements again that may wait or have ceased to, each by its keys: whoever indexes or judges waits for it.
create function derived.note_waiting(p_ids text[]) returns void language plpgsql
set plan_cache_mode = force_generic_plan
-- A plan that was made while next to nothing waited would read all that waits, once a batch.
set enable_seqscan = off as $$
declare
  gone bigint;
  come bigint;
begin
  delete from derived.waiting w using unnest(p_ids) i(id) where w.settlement_id = i.id and not exists (
    select from settlement s where s.id = w.settlement_id and s.accepted and s.block_hash = w.block_hash
      and not derived.is_judged(s.id, s.block_hash));
  get diagnostics gone = row_count;
  insert into derived.waiting (settlement_id, block_number, block_hash, block_time)
    select s.id, s.block_number, s.block_hash, s.block_time from (select distinct id from unnest(p_ids) u(id)) i
    -- The `offset 0` keeps the planner to one look-up a key: a plan made for short tables stays while they grow.
    cross join lateral (
      select id, accepted, block_number, block_hash, block_time from settlement where id = i.id offset 0) s
    -- As derived.is_judged, whose call costs more than its look-up.
    left join lateral (select verdict_id from verdicts.current_verdict where settlement_id = s.id offset 0) c on true
    left join lateral (select block_hash from verdicts.verdict where id = c.verdict_id offset 0) v on true
    where s.accepted and v.block_hash is distinct from s.block_hash
  on conflict do nothing;
  get diagnostics come = row_count;
  if come <> gone then insert into derived.waiting_change (number) values (come - gone); end if;
end $$;

-- Whether the verdict in force of a settlement is one of this block.
create function derived.is_judged(p_id text, p_block_hash text) returns boolean language plpgsql stable
set plan_cache_mode = force_generic_plan as $$
begin
  return exists (
    select from verdicts.current_verdict c
    cross join lateral (select block_hash from verdicts.verdict where id = c.verdict_id offset 0) v
    where c.settlement_id = p_id and v.block_hash = p_block_hash);
end $$;

-- A verdict and an orphaned block can each miss what the other does in a transaction at the same time: the settlements that have
-- waited longest are looked at once more. Then the changes of their number become one row.
create function derived.settle_waiting(p_rows int) returns void language plpgsql as $$
begin
  perform derived.note_waiting(array(select settlement_id from derived.waiting order by block_number limit p_rows)::text[]);
  if (select count(*) from (select from derived.waiting_change limit 2) changes) > 1 then
    with gone as (delete from derived.waiting_change returning number)
    insert into derived.waiting_change (number) select coalesce(sum(number), 0) from gone;
  end if;
end $$;

create function derived.waiting_settlement() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then perform derived.note_waiting(array(select id from old_rows)::text[]); end if;
  if tg_op <> 'DELETE' then perform derived.note_waiting(array(select id from new_rows)::text[]); end if;
  return null;
end $$;
create trigger waiting_insert after insert on settlement referencing new table as new_rows
  for each statement execute function derived.waiting_settlement();
create trigger waiting_update after update on settlement referencing old table as old_rows new table as new_rows
  for each statement execute function derived.waiting_settlement();
create trigger waiting_delete after delete on settlement referencing old table as old_rows
  for each statement execute function derived.waiting_settlement();

-- An upsert comes by twice, once without rows.
create function derived.waiting_verdict() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    perform derived.note_waiting(array(select settlement_id from old_rows)::text[]);
  elsif exists (select from new_rows) then
    perform derived.note_waiting(array(select settlement_id from new_rows)::text[]);
  end if;
  return null;
end $$;
create trigger waiting_insert after insert on verdicts.current_verdict referencing new table as new_rows
  for each statement execute function derived.waiting_verdict();
create trigger waiting_update after update on verdicts.current_verdict referencing new table as new_rows
  for each statement execute function derived.waiting_verdict();
create trigger waiting_delete after delete on verdicts.current_verdict referencing old table as old_rows
  for each statement execute function derived.waiting_verdict();
