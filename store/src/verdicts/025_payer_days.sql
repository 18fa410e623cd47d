-- What each payer settled by UTC day: by question and status, and by outcome as the question 'outcome'; refused items left out.
-- A payer's history is summed up from it: share_rollup has a row for each provider, hour, question and status, which for a payer
-- with other providers each hour is more than what it sums up. Kept by the projection itself, whoever writes it.
create table verdicts.payer_day (
  payer       text not null,
  -- Start of the day.
  day         timestamptz not null,
  question    text not null,
  status      text not null,
  settlements bigint not null,
  amount      numeric(78) not null,
  -- With its sums, so that a history is read in a row and not from wherever its days were written.
  primary key (payer, day, question, status) include (settlements, amount)
);

-- What verdicts in force add up to, a row for each cell that they touch.
create function verdicts.count_days(p_rows verdicts.current_verdict[], p_sign int)
returns table (payer text, day timestamptz, question text, status text, settlements bigint, amount numeric) language sql stable as $$
  select v.payer, date_trunc('day', v.hour, 'UTC'), q.question, q.status, p_sign * count(*), p_sign * sum(v.amount)
  from unnest(p_rows) v cross join lateral (values ('outcome', v.outcome), ('payment', v.payment), ('signature', v.signature),
    ('opening', v.opening), ('content', v.content), ('enclave', v.enclave), ('workload', v.workload)) q (question, status)
  where v.outcome <> 'rejected' group by 1, 2, 3, 4
$$;

-- Moves verdicts from their old place to their new one. Rows are written in the order of their key, old and new ones together, so
-- that two judgements cannot wait for each other.
create function verdicts.move_days(p_old verdicts.current_verdict[], p_new verdicts.current_verdict[])
returns void language plpgsql as $$
begin
  with moved as (
    select m.payer, m.day, m.question, m.status, sum(m.settlements) as settlements, sum(m.amount) as amount
    from (select * from verdicts.count_days(p_old, -1) union all select * from verdicts.count_days(p_new, 1)) m
    group by 1, 2, 3, 4 having sum(m.settlements) <> 0 or sum(m.amount) <> 0)
  insert into verdicts.payer_day as d (payer, day, question, status, settlements, amount)
    select * from moved order by 1, 2, 3, 4
  on conflict (payer, day, question, status) do update
    set settlements = d.settlements + excluded.settlements, amount = d.amount + excluded.amount;
  if p_old is not null then
    delete from verdicts.payer_day d using verdicts.count_days(p_old, -1) m where d.settlements = 0
      and (d.payer, d.day, d.question, d.status) = (m.payer, m.day, m.question, m.status);
  end if;
end $$;

-- An upsert comes by twice, once without rows.
create function verdicts.verdict_moved() returns trigger language plpgsql as $$
declare
  gone verdicts.current_verdict[];
  come verdicts.current_verdict[];
begin
  if tg_op = 'TRUNCATE' then
    truncate verdicts.payer_day;
    return null;
  end if;
  if tg_op <> 'INSERT' then
    select array_agg(o::verdicts.current_verdict) into gone from old_rows o;
  end if;
  if tg_op <> 'DELETE' then
    select array_agg(n::verdicts.current_verdict) into come from new_rows n;
  end if;
  if gone is not null or come is not null then perform verdicts.move_days(gone, come); end if;
  return null;
end $$;
create trigger payer_day_insert after insert on verdicts.current_verdict referencing new table as new_rows
  for each statement execute function verdicts.verdict_moved();
create trigger payer_day_update after update on verdicts.current_verdict referencing old table as old_rows new table as new_rows
  for each statement execute function verdicts.verdict_moved();
create trigger payer_day_delete after delete on verdicts.current_verdict referencing old table as old_rows
  for each statement execute function verdicts.verdict_moved();
create trigger payer_day_truncate after truncate on verdicts.current_verdict
  for each statement execute function verdicts.verdict_moved();

-- Makes the days anew from the verdicts in force. Judgements wait meanwhile.
create function verdicts.rebuild_days() returns void language plpgsql as $$
begin
  lock table verdicts.payer_day in exclusive mode;
  delete from verdicts.payer_day;
  insert into verdicts.payer_day (payer, day, question, status, settlements, amount)
    select v.payer, date_trunc('day', v.hour, 'UTC'), q.question, q.status, count(*), sum(v.amount)
    from verdicts.current_verdict v cross join lateral (values ('outcome', v.outcome), ('payment', v.payment),
      ('signature', v.signature), ('opening', v.opening), ('content', v.content), ('enclave', v.enclave),
      ('workload', v.workload)) q (question, status)
    where v.outcome <> 'rejected' group by 1, 2, 3, 4 order by 1, 2, 3, 4;
end $$;
select verdicts.rebuild_days();
