-- Counted by the schema's own functions, a month at a time as the auditor would.
create procedure bench.count_all() language plpgsql as $$
declare month timestamptz;
begin
  for month in select generate_series(date_trunc('month', min(at), 'UTC'), max(at), interval '1 month') from bench.item loop
    insert into derived.aggregate select * from derived.count_intervals('hour', array(
      select distinct date_trunc('hour', at, 'UTC') from bench.item where at >= month and at < month + interval '1 month'), null, null);
    insert into derived.aggregate select * from derived.count_intervals('day', array(
      select distinct date_trunc('day', at, 'UTC') from bench.item where at >= month and at < month + interval '1 month'), null, null);
  end loop;
end $$;
call bench.count_all();
truncate derived.stale_hour;
select derived.note_failures((select array_agg(id) from verdicts.verdict));
insert into derived.paying_agent (minted_block, agent_id)
  select distinct a.minted_block, a.id from (select distinct payer from account) p join payer_link l using (payer)
  join agent a on a.id = l.agent_id where l.strength = 'A-';
select derived.count_agents(2000000000);
select derived.count_parties('{}', 2000000000);
insert into derived.event (tx, kind, settlement_id, payer, provider, block_number)
  select '3'::xid8, 'settlement', id, payer, provider, block_number from settlement order by block_number desc, n desc limit 1000;
drop schema bench cascade;
