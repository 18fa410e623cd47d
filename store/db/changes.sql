-- Changes that whoever risks money on an agent or a provider watches. Those of the chain are read from the facts when
-- asked for, and only final ones, so that a reorganisation takes none back. Ids are those of the rows behind them.

-- Verdicts under which other questions fail than under the one before.
create table derived.failure (
  id            text collate "C" not null generated always as ('verdict:' || verdict_id) stored,
  verdict_id    bigint primary key,
  settlement_id text not null,
  payer         text not null,
  provider      text not null,
  -- That was judged: a settlement that sits in another one by now waits for another verdict.
  block_hash    text not null,
  at            timestamptz not null,
  fault         text,
  -- Questions that fail, before and now.
  before        text[] not null,
  now           text[] not null
);
create index failure_payer on derived.failure (payer, at desc, id desc);
create index failure_provider on derived.failure (provider, at desc, id desc);

-- What the contract refused says nothing about whom it names: anyone can name anyone.
create function derived.failing(v verdicts.verdict) returns text[] language sql immutable as $$
  select case when v.outcome is null or v.outcome = 'rejected' then '{}' else array_remove(array[
    case when v.payment = 'fail' then 'payment' end, case when v.signature = 'fail' then 'signature' end,
    case when v.opening = 'fail' then 'opening' end, case when v.content = 'fail' then 'content' end,
    case when v.enclave = 'fail' then 'enclave' end, case when v.workload = 'fail' then 'workload' end], null) end
$$;

-- What verdicts changed, one look-up of each: whoever judges waits for it, and for no plan.
create function derived.note_failures(p_verdicts bigint[]) returns void language plpgsql
set plan_cache_mode = force_generic_plan as $$
begin
  insert into derived.failure (verdict_id, settlement_id, payer, provider, block_hash, at, fault, before, now)
    select v.id, v.settlement_id, c.payer, c.provider, v.block_hash, date_trunc('milliseconds', v.judged_at), v.fault,
      derived.failing(b), derived.failing(v)
    from unnest(p_verdicts) n(id)
    -- Each `offset 0` keeps the planner to the keys: a plan made for short tables stays while they grow.
    cross join lateral (select * from verdicts.verdict where id = n.id offset 0) v
    cross join lateral (select payer, provider from verdicts.current_verdict where settlement_id = v.settlement_id offset 0) c
    left join lateral (select * from verdicts.verdict where id = v.supersedes offset 0) b on true
    -- A verdict that names no block speaks of none of the chain's changes; it must never fail because of this table.
    where derived.failing(v) <> derived.failing(b) and v.block_hash is not null
  on conflict do nothing;
end $$;
select derived.note_failures((select array_agg(id) from verdicts.verdict));

-- Time of a block that no row of its own tells: that of the newest block at or before it whose time is known.
create function derived.time_at(p_block int) returns timestamptz language sql stable as $$
  select max(at) from (
    (select block_time as at from settlement where block_number <= p_block order by block_number desc, n desc limit 1)
    union all (select minted_time from agent where minted_block <= p_block order by minted_block desc limit 1)
    union all (select from_time from service_revision where from_block <= p_block
      order by from_block desc, from_log_index desc limit 1)
    union all (select block_time from anchor where block_number <= p_block
      order by block_number desc, log_index desc limit 1)) known
$$;

-- Where logs stand, as a range: [from, to) of an interval, the end open where it holds still. Without a beginning it
-- reaches back for ever.
create function derived.logs(p_block int, p_log int, p_to_block int, p_to_log int) returns int8range
language sql immutable as $$
  select int8range(case when a > b then b else a end, b) from (select p_block::bigint * 1048576 + p_log as a,
    case when p_to_block is not null then p_to_block::bigint * 1048576 + coalesce(p_to_log, 0)
      else 9223372036854775807 end as b) x
$$;

create type derived.change as (
  -- Kind and key of the row that tells it; the same for ever.
  id            text,
  -- owner, wallet (agent); signer, contract, code, image (provider); failed, cleared, withdrawn (both).
  kind          text,
  at            timestamptz,
  -- Of the log; null for what the auditor saw.
  block_number  int,
  tx_hash       text,
  from_value    text,
  to_value      text,
  settlement_id text,
  verdict_id    bigint,
  fault         text,
  root          text
);

-- The changes of an agent (p_key its id) or a provider (its address) behind a position, newest first. A settlement or
-- file counts for an agent where its payer's links of A- or better hold over the whole window, and no other agent's do.
create function derived.list_changes(p_subject text, p_key text, p_routers text[], p_at timestamptz, p_id text, p_limit int)
returns setof derived.change language sql stable as $$
with final as materialized (select coalesce(max(height), -1) as height from squid_processor.status),
own as materialized (
  select payer, range_agg(derived.logs(from_block, from_log_index, to_block, to_log_index)) as logs from payer_link
  where p_subject = 'agent' and agent_id = p_key and strength in ('S', 'A', 'A-') and payer <> all(p_routers)
  group by payer),
payer as materialized (
  select own.payer, own.logs, coalesce(o.logs, '{}') as others from own cross join lateral (
    select range_agg(derived.logs(from_block, from_log_index, to_block, to_log_index)) as logs, count(*) as links
    from (select * from payer_link l where l.payer = own.payer and strength in ('S', 'A', 'A-') and agent_id <> p_key
      limit 1001) l) o
  where o.links < 1000),
change as (
  select 'owner:' || id as id, 'owner' as kind, derived.time_at(from_block) as at, from_block as block_number, tx_hash,
    before as from_value, owner as to_value, null as settlement_id, null::bigint as verdict_id, null as fault, null as root
  from (select *, lag(owner) over (order by from_block, from_log_index) as before from agent_ownership
    where p_subject = 'agent' and agent_id = p_key and from_block <= (select height from final)) o where before is not null
  union all
  -- A wallet that a registration sets is no change; one that ends without another is.
  select 'wallet:' || id, 'wallet', derived.time_at(from_block), from_block, tx_hash, before, wallet, null, null, null, null
  from (select *, row_number() over w as place, case when (lag(to_block) over w, lag(to_log_index) over w)
      = (from_block, from_log_index) then lag(wallet) over w end as before
    from agent_wallet where p_subject = 'agent' and agent_id = p_key and from_block <= (select height from final)
    window w as (order by from_block, from_log_index)) w where place > 1 or how <> 'register'
  union all
  select 'wallet:' || id || ':end', 'wallet', derived.time_at(to_block), to_block, null, wallet, null, null, null, null, null
  from agent_wallet w where p_subject = 'agent' and agent_id = p_key and to_block <= (select height from final)
    and not exists (select from agent_wallet n where n.agent_id = w.agent_id
      and (n.from_block, n.from_log_index) = (w.to_block, w.to_log_index))
  union all
  select 'signer:' || id, 'signer', from_time, from_block, tx_hash, before, tee_signer, null, null, null, null
  from (select *, row_number() over w as place, lag(tee_signer) over w as before from service_revision
    where p_subject = 'provider' and provider_id = p_key and from_block <= (select height from final)
    window w as (partition by contract order by from_block, from_log_index)) r
  where place > 1 and before is distinct from tee_signer
  union all
  select 'contract:' || i.id, 'contract', derived.time_at(i.from_block), i.from_block, i.tx_hash, i.before,
    i.implementation, null, null, null, null
  from (select *, lag(implementation) over (partition by contract_id order by from_block, from_log_index) as before
    from contract_implementation where p_subject = 'provider') i
  where before is not null and i.from_block <= (select height from final) and i.from_block > (
    select min(from_block) from service_revision where provider_id = p_key and contract = i.contract_id)
  union all
  -- What was measured, between two reports of one address.
  select c.kind || ':' || r.id, c.kind, date_trunc('milliseconds', r.observed_at), null, null, c.before, c.now, null, null,
    null, '0x' || r.sha256
  from (select *, lag(code) over w as old_code, lag(system) over w as old_system from verdicts.enclave_report
    where p_subject = 'provider' and provider = p_key and code is not null window w as (partition by source order by id)) r
  cross join lateral (values ('code', old_code, code), ('image', old_system, system)) c(kind, before, now)
  where c.before <> c.now
  union all
  select f.id, case when f.now <@ f.before then 'cleared' else 'failed' end, f.at, null, null,
    array_to_string(f.before, ','), array_to_string(f.now, ','), f.settlement_id, f.verdict_id, f.fault, null
  from (
    (select f.* from derived.failure f join settlement s on s.id = f.settlement_id and s.block_hash = f.block_hash
      where p_subject = 'provider' and f.provider = p_key and (f.at, f.id) < (p_at, p_id collate "C") order by f.at desc, f.id desc limit p_limit)
    union all
    select f.* from payer p cross join lateral (
      select f.* from derived.failure f join settlement s on s.id = f.settlement_id and s.block_hash = f.block_hash
      cross join lateral (select derived.logs(coalesce(s.window_from_block, (
        select min(a.block_number) from account_change a
        where a.account_id = s.contract || '-' || s.payer || '-' || s.provider and a.cause = 'deposit-or-refund'
          and a.block_number <= s.block_number)), 0, s.block_number, s.log_index + 1) as logs) w
      where f.payer = p.payer and (f.at, f.id) < (p_at, p_id collate "C") and p.logs @> w.logs and not p.others && w.logs
      order by f.at desc, f.id desc limit p_limit) f) f
  union all
  -- Files of a trail's own parties: a stranger's says nothing about whom it names.
  select distinct 'withdrawn:' || w.root, 'withdrawn', w.withdrawn_at, null::int, null, null, null, null, null::bigint,
    null, w.root
  from verdicts.withdrawal w where exists (
    select from anchor a where a.root = w.root and a.block_number <= (select height from final)
      and a.author in (a.payer, a.provider) and (p_subject = 'provider' and a.provider = p_key or exists (
        select from payer p where p.payer = a.payer
          and p.logs @> derived.logs(a.block_number, a.log_index, a.block_number, a.log_index + 1)
          and not p.others && derived.logs(a.block_number, a.log_index, a.block_number, a.log_index + 1))))
    or p_subject = 'provider' and exists (
      select from verdicts.enclave_report r where r.provider = p_key and '0x' || r.sha256 = w.root))
select c.* from change c where (c.at, c.id collate "C") < (p_at, p_id collate "C")
order by c.at desc, c.id collate "C" desc limit p_limit
$$;
