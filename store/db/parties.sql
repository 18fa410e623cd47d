-- What each payer, provider and agent settled in all, accepted items of final blocks alone: lists that show the largest first.
-- Counted behind the indexer, so that it waits for nobody, and by final blocks, so that nothing is ever taken back.
create table derived.party (
  role        text not null check (role in ('payer', 'provider', 'agent')),
  -- An agent's is its id.
  address     text not null,
  settlements bigint not null,
  amount      numeric not null,
  primary key (role, address)
);
create index party_settlements on derived.party (role, settlements, address);
create index party_amount on derived.party (role, amount, address);

-- One row: the block up to which parties are counted, and when they were.
create table derived.party_mark (
  height     int not null,
  counted_at timestamptz not null
);
insert into derived.party_mark values (-1, '-infinity');

-- Agents of a registry, of final blocks alone: all that were minted, those that ever named a registration file, and those into
-- whose history a settlement entered.
create table derived.agent_count (
  registry      text primary key,
  minted        bigint not null default 0,
  with_file     bigint not null default 0,
  with_payments bigint not null default 0
);
create table derived.agent_mark (
  height     int not null,
  counted_at timestamptz not null
);
insert into derived.agent_mark values (-1, '-infinity');

-- Counts agents of what has become final, at most about p_rows of them at a time and once in ten seconds where that is all. A
-- file counts where it is the first of its agent.
create function derived.count_agents(p_rows int default 100000) returns void language plpgsql as $$
declare
  counted int;
  final int;
  upto int;
begin
  select height into counted from derived.agent_mark where counted_at < now() - interval '10 seconds' for update skip locked;
  select max(height) into final from squid_processor.status;
  if counted is null or final is null or final = counted then return; end if;
  if final < counted then
    update derived.agent_count set minted = 0, with_file = 0;
    counted := -1;
  end if;
  select greatest(minted_block - 1, counted + 1) into upto from agent
    where minted_block > counted and minted_block <= final order by minted_block offset p_rows limit 1;
  insert into derived.agent_count as c (registry, minted, with_file)
    select registry_id, sum(minted), sum(with_file) from (
      select registry_id, 1 as minted, 0 as with_file from agent
        where minted_block > counted and minted_block <= coalesce(upto, final)
      union all
      select a.registry_id, 0, 1 from agent_card k join agent a on a.id = k.agent_id
        where k.from_block > counted and k.from_block <= coalesce(upto, final) and k.uri <> '' and not exists (
          select from agent_card e where e.agent_id = k.agent_id and e.uri <> '' and (e.from_block, e.id) < (k.from_block, k.id))
    ) named group by 1
  on conflict (registry) do update set minted = c.minted + excluded.minted, with_file = c.with_file + excluded.with_file;
  update derived.agent_mark
    set height = coalesce(upto, final), counted_at = case when upto is null then now() else '-infinity' end;
end $$;

-- Accepted settlements of final blocks [p_from, p_until] with their parties. The agent is the one into whose history a settlement
-- enters, by the links as they are now: a link of A- or better of it alone holds over the whole window, and the payer has at most
-- a thousand such links, of which no more are read. Null where there is none, and for whoever pays for many (p_routers).
create function derived.settled_by_parties(p_from int, p_until int, p_routers text[])
returns table (payer text, provider text, agent text, amount numeric) language sql stable as $$
  select s.payer, s.provider, h.agent, s.settled_amount
  from settlement s left join lateral (
    select min(l.agent_id) filter (where l.logs && w.logs) as agent
    from (select derived.logs(s.window_from_block, 0, s.block_number, s.log_index + 1) as logs) w
    cross join (
      select agent_id, derived.logs(from_block, from_log_index, to_block, to_log_index) as logs from payer_link
      where payer = s.payer and strength in ('S', 'A', 'A-') order by from_block desc, id limit 1001) l
    where not isempty(l.logs) group by w.logs
    having count(*) <= 1000 and count(distinct l.agent_id) filter (where l.logs && w.logs) = 1
      and range_agg(l.logs) filter (where l.logs && w.logs) @> w.logs
  ) h on s.window_from_block is not null and s.payer <> all(p_routers)
  where s.accepted and s.block_number between p_from and p_until
$$;

-- Counts what has become final, at most about p_rows settlements at a time and once in ten seconds where that is all.
create function derived.count_parties(p_routers text[] default '{}', p_rows int default 100000) returns void language plpgsql as $$
declare
  counted int;
  final int;
  upto int;
begin
  select height into counted from derived.party_mark where counted_at < now() - interval '10 seconds' for update skip locked;
  select max(height) into final from squid_processor.status;
  if counted is null or final is null or final = counted then return; end if;
  -- The facts are read again from their beginning.
  if final < counted then
    delete from derived.party;
    update derived.agent_count set with_payments = 0;
    counted := -1;
  end if;
  select greatest(block_number - 1, counted + 1) into upto from settlement
    where block_number > counted and block_number <= final order by block_number offset p_rows limit 1;
  with settled as (
    insert into derived.party as p (role, address, settlements, amount)
      select x.role, x.address, count(*), sum(s.amount)
      from derived.settled_by_parties(counted + 1, coalesce(upto, final), p_routers) s
      cross join lateral (values ('payer', s.payer), ('provider', s.provider), ('agent', s.agent)) x(role, address)
      where x.address is not null group by 1, 2
    on conflict (role, address) do update
      set settlements = p.settlements + excluded.settlements, amount = p.amount + excluded.amount
    returning role, address, xmax = 0 as is_new)
  insert into derived.agent_count as c (registry, with_payments)
    select a.registry_id, count(*) from settled s join agent a on a.id = s.address where s.role = 'agent' and s.is_new group by 1
  on conflict (registry) do update set with_payments = c.with_payments + excluded.with_payments;
  update derived.party_mark
    set height = coalesce(upto, final), counted_at = case when upto is null then now() else '-infinity' end;
end $$;
