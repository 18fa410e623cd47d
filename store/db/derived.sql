-- What is computed from facts and verdicts for whoever reads: counts by hour and day, and what a search walks. Made anew,
-- and filled again behind the start, whenever this file or the facts' tables change; never backed up.
create schema derived;

-- One row: what the schema was made from, and a word that tells this making from every other.
create table derived.version (
  digest     text primary key,
  made_at    timestamptz not null default now(),
  generation text not null default substr(md5(gen_random_uuid()::text), 1, 8)
);

-- What happened, in the order in which a reader may rely on: rows whose transaction is older than every one still running
-- (tx below pg_snapshot_xmin) are all there, and no later row comes before them. The auditor keeps the newest.
create table derived.event (
  tx            xid8 not null default pg_current_xact_id(),
  id            bigint generated always as identity,
  -- settlement: indexed. removed: its block was orphaned. verdict: judged, also again.
  kind          text not null check (kind in ('settlement', 'removed', 'verdict')),
  settlement_id text not null,
  -- Null for a verdict whose settlement is gone.
  payer         text,
  provider      text,
  block_number  int,
  verdict_id    bigint,
  outcome       text,
  primary key (tx, id)
);

create function derived.prune_events(p_keep int) returns void language sql as $$
  delete from derived.event e using (select tx, id from derived.event order by tx desc, id desc offset p_keep limit 1) last
  where (e.tx, e.id) <= (last.tx, last.id)
$$;

-- Hours whose counts are out of date, written in the transaction that changed them. Several rows may name one hour, so
-- that nobody waits for anybody. A reader counts such an hour itself; the auditor counts it once and takes the rows away.
create table derived.stale_hour (
  id   bigint generated always as identity primary key,
  hour timestamptz not null
);
create index stale_hour_hour on derived.stale_hour (hour);

-- Settlements by hour and day. An interval without settlements has no row.
create table derived.aggregate (
  width       text not null check (width in ('hour', 'day')),
  -- network (key is empty) | provider (address) | model (name as the service had it)
  scope       text not null,
  key         text not null,
  -- Of the interval, UTC.
  start       timestamptz not null,
  -- Accepted ones, neuron that they moved, and distinct payers among them.
  settlements bigint not null,
  amount      numeric not null,
  payers      bigint not null,
  -- [[outcome, settlements, amount as text]], refused and waiting ones included.
  outcomes    jsonb not null,
  -- [[question, status, settlements, amount as text]] of what was judged.
  cells       jsonb not null
);
-- A model's name is anybody's text, longer than an index takes.
create unique index aggregate_key on derived.aggregate (scope, width, md5(key), start);
create index aggregate_start on derived.aggregate (width, start);

create index settlement_hour on settlement (date_trunc('hour', block_time at time zone 'UTC'));

-- Agents of which a strong link leads to somebody with an account: those that may have a history, in the order of lists.
-- Whether one has, whoever reads asks; a row may outlive what made it.
create table derived.paying_agent (
  minted_block int not null,
  agent_id     varchar not null,
  primary key (minted_block, agent_id)
);

insert into derived.paying_agent (minted_block, agent_id)
  select distinct a.minted_block, a.id
  from (select distinct payer from account) p join payer_link l using (payer) join agent a on a.id = l.agent_id
  where l.strength in ('S', 'A', 'A-');

-- One that was minted in another block by a reorganisation has new links too. Each `offset 0` keeps the planner to one look-up
-- a row: a connection keeps the plan of its first batch, made for empty tables, which reads all agents at every later one.
create function derived.link_changed() returns trigger language plpgsql as $$
begin
  insert into derived.paying_agent (minted_block, agent_id)
    select distinct a.minted_block, a.id from new_rows l
    cross join lateral (select minted_block, id from agent where id = l.agent_id offset 0) a
    where l.strength in ('S', 'A', 'A-') and exists (select from account p where p.payer = l.payer offset 0)
  on conflict do nothing;
  return null;
end $$;
create trigger derived_insert after insert on payer_link referencing new table as new_rows
  for each statement execute function derived.link_changed();
create trigger derived_update after update on payer_link referencing new table as new_rows
  for each statement execute function derived.link_changed();

create function derived.account_opened() returns trigger language plpgsql as $$
begin
  insert into derived.paying_agent (minted_block, agent_id)
    select distinct a.minted_block, a.id from (select distinct payer from new_rows) p
    cross join lateral (
      select agent_id from payer_link where payer = p.payer and strength in ('S', 'A', 'A-') offset 0) l
    cross join lateral (select minted_block, id from agent where id = l.agent_id offset 0) a
  on conflict do nothing;
  return null;
end $$;
create trigger derived_insert after insert on account referencing new table as new_rows
  for each statement execute function derived.account_opened();

-- Links in the order of the chain, by where they began and where they ended.
create index payer_link_began on payer_link (from_block, from_log_index, id);
create index payer_link_ended on payer_link (to_block, to_log_index, id) where to_block is not null;

-- Anchors by time: of a range of time its blocks are looked up, and the list walks those.
create index anchor_time on anchor (block_time);

-- Registration files in the order in which they were named, which is how they are counted.
create index agent_card_named on agent_card (from_block);

-- Names of models: those that are offered now, and those of one provider.
create index service_revision_served on service_revision (model) where to_block is null;
create index service_revision_of_provider on service_revision (provider_id, model);

-- Names as they are searched: by their beginning, and by what is inside where the server has pg_trgm.
create index agent_name_beginning on agent (lower(left(name, 100)) text_pattern_ops) where name is not null;
do $$ begin
  create extension if not exists pg_trgm;
  create index agent_name_trigrams on agent using gin (lower(left(name, 100)) gin_trgm_ops) where name is not null;
exception when insufficient_privilege or undefined_file or feature_not_supported then
  raise notice 'pg_trgm is missing: only the newest agents are searched for what is inside their names';
end $$;

-- Counts intervals from the rows themselves: what an aggregate is, wherever it comes from. A verdict counts while its
-- settlement sits in the block that was judged.
create function derived.count_intervals(p_width text, p_starts timestamptz[], p_scope text, p_key text)
returns setof derived.aggregate language sql stable as $$
with item as materialized (
  select b.start, i.* from unnest(p_starts) b(start)
  -- Each `offset 0` keeps the planner to one look-up a row: it takes an interval for a ninth of the table.
  cross join lateral (
    select s.payer, s.provider, r.model, s.accepted, s.settled_amount as amount, v.id,
      case when not s.accepted then 'rejected' else coalesce(v.outcome, 'pending') end as outcome,
      v.payment, v.signature, v.opening, v.content, v.enclave, v.workload
    from settlement s
    left join lateral (
      select v.id, v.outcome, v.payment, v.signature, v.opening, v.content, v.enclave, v.workload
      from verdicts.current_verdict c join verdicts.verdict v on v.id = c.verdict_id
      where c.settlement_id = s.id and v.block_hash = s.block_hash offset 0) v on true
    left join lateral (select r.model from service_revision r where r.id = s.service_id offset 0) r on true
    where date_trunc('hour', s.block_time at time zone 'UTC') >= b.start at time zone 'UTC'
      and date_trunc('hour', s.block_time at time zone 'UTC') < b.start at time zone 'UTC' + ('1 ' || p_width)::interval
    offset 0) i),
placed as materialized (
  select x.scope, x.key, item.* from item
  cross join lateral (values ('network', ''), ('provider', provider), ('model', model)) x(scope, key)
  where x.key is not null and (p_scope is null or x.scope = p_scope and x.key = p_key)),
total as (
  select scope, key, start, count(*) filter (where accepted) as settlements,
    coalesce(sum(amount) filter (where accepted), 0) as amount, count(distinct payer) filter (where accepted) as payers
  from placed group by 1, 2, 3),
outcome as (
  select scope, key, start, jsonb_agg(jsonb_build_array(outcome, n, amount::text) order by outcome) as outcomes
  from (select scope, key, start, outcome, count(*) as n, sum(amount) as amount from placed group by 1, 2, 3, 4) o
  group by 1, 2, 3),
cell as (
  select scope, key, start, jsonb_agg(jsonb_build_array(question, status, n, amount::text) order by question, status) as cells
  from (select scope, key, start, q.question, q.status, count(*) as n, sum(amount) as amount from placed
    cross join lateral (values ('payment', payment), ('signature', signature), ('opening', opening), ('content', content),
      ('enclave', enclave), ('workload', workload)) q(question, status)
    where accepted and id is not null group by 1, 2, 3, 4, 5) c
  group by 1, 2, 3)
select p_width, t.scope, t.key, t.start, t.settlements, t.amount, t.payers, o.outcomes, coalesce(c.cells, '[]')
from total t join outcome o using (scope, key, start) left join cell c using (scope, key, start)
$$;

-- Counts up to p_hours stale hours and their days anew, newest first. One caller at a time; what changes meanwhile is stale
-- again. Returns how many hours were counted, 0 where none is stale.
create function derived.refresh_hours(p_hours int) returns int language plpgsql as $$
declare
  hours timestamptz[];
  days timestamptz[];
begin
  perform pg_advisory_xact_lock(x'746f7503'::int, 0);
  with chosen as (select distinct hour from derived.stale_hour order by hour desc limit p_hours),
  gone as (delete from derived.stale_hour where hour in (select hour from chosen))
  select array_agg(hour) into hours from chosen;
  if hours is null then return 0; end if;
  select array_agg(distinct date_trunc('day', hour at time zone 'UTC') at time zone 'UTC') into days from unnest(hours) h(hour);
  delete from derived.aggregate where width = 'hour' and start = any(hours) or width = 'day' and start = any(days);
  insert into derived.aggregate select * from derived.count_intervals('hour', hours, null, null);
  insert into derived.aggregate select * from derived.count_intervals('day', days, null, null);
  return cardinality(hours);
end $$;

-- The same, and agents and parties.
create function derived.refresh_aggregates(p_hours int, p_routers text[] default '{}') returns int language plpgsql as $$
begin
  perform derived.count_agents();
  perform derived.count_parties(p_routers);
  return derived.refresh_hours(p_hours);
end $$;

-- A reorganisation rolls back with plain deletes, updates and inserts, so that it comes by here like everything else.
create function derived.settlement_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into derived.event (kind, settlement_id, payer, provider, block_number)
      select 'settlement', id, payer, provider, block_number from new_rows order by block_number, n;
  elsif tg_op = 'DELETE' then
    insert into derived.event (kind, settlement_id, payer, provider, block_number)
      select 'removed', id, payer, provider, block_number from old_rows order by block_number desc, n desc;
  end if;
  if tg_op <> 'UPDATE' then perform pg_notify('touchstone_event', ''); end if;
  if tg_op <> 'DELETE' then
    insert into derived.stale_hour (hour)
      select distinct date_trunc('hour', block_time at time zone 'UTC') at time zone 'UTC' from new_rows;
  end if;
  if tg_op <> 'INSERT' then
    insert into derived.stale_hour (hour)
      select distinct date_trunc('hour', block_time at time zone 'UTC') at time zone 'UTC' from old_rows;
  end if;
  return null;
end $$;
create trigger derived_insert after insert on settlement referencing new table as new_rows
  for each statement execute function derived.settlement_changed();
create trigger derived_update after update on settlement referencing old table as old_rows new table as new_rows
  for each statement execute function derived.settlement_changed();
create trigger derived_delete after delete on settlement referencing old table as old_rows
  for each statement execute function derived.settlement_changed();

-- The verdict's own hour would be that of the block that was judged; the settlement may sit in another by now.
-- An upsert comes by twice, once without rows.
create function derived.verdict_changed() returns trigger language plpgsql as $$
begin
  if tg_op <> 'DELETE' then
    if not exists (select from new_rows) then return null; end if;
    perform derived.note_failures((select array_agg(verdict_id) from new_rows));
    insert into derived.stale_hour (hour)
      select distinct date_trunc('hour', s.block_time at time zone 'UTC') at time zone 'UTC'
      from new_rows v join settlement s on s.id = v.settlement_id;
  end if;
  if tg_op <> 'INSERT' then
    insert into derived.stale_hour (hour)
      select distinct date_trunc('hour', s.block_time at time zone 'UTC') at time zone 'UTC'
      from old_rows v join settlement s on s.id = v.settlement_id;
  end if;
  return null;
end $$;
create trigger derived_insert after insert on verdicts.current_verdict referencing new table as new_rows
  for each statement execute function derived.verdict_changed();
create trigger derived_update after update on verdicts.current_verdict referencing old table as old_rows new table as new_rows
  for each statement execute function derived.verdict_changed();
create trigger derived_delete after delete on verdicts.current_verdict referencing old table as old_rows
  for each statement execute function derived.verdict_changed();

create function derived.verdict_made() returns trigger language plpgsql as $$
begin
  insert into derived.event (kind, settlement_id, payer, provider, block_number, verdict_id, outcome)
    select 'verdict', v.settlement_id, s.payer, s.provider, s.block_number, v.id, v.outcome
    from new_rows v left join settlement s on s.id = v.settlement_id order by v.id;
  perform pg_notify('touchstone_event', '');
  return null;
end $$;
create trigger derived_insert after insert on verdicts.verdict referencing new table as new_rows
  for each statement execute function derived.verdict_made();

-- Everything is counted again; readers count for themselves meanwhile.
create function derived.mark_all_stale() returns void language sql as $$
  insert into derived.stale_hour (hour)
    select distinct start from derived.aggregate where width = 'hour'
    union select distinct date_trunc('hour', block_time at time zone 'UTC') at time zone 'UTC' from settlement
$$;
select derived.mark_all_stale();
