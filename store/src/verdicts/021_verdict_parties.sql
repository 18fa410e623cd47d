-- Whose settlement a verdict is about, copied when it is made, for lists of verdicts by party. The parties of a settlement are
-- its transaction's own, so that no reorganisation changes them. Null where the settlement was gone by then.
alter table verdicts.verdict add column payer text;
alter table verdicts.verdict add column provider text;
update verdicts.verdict v set payer = s.payer, provider = s.provider from public.settlement s where s.id = v.settlement_id;
-- Facts may just have been made anew, empty.
update verdicts.verdict v set payer = c.payer, provider = c.provider
  from verdicts.current_verdict c where c.settlement_id = v.settlement_id and v.payer is null;

create function verdicts.name_parties() returns trigger language plpgsql as $$
begin
  select s.payer, s.provider into new.payer, new.provider from public.settlement s where s.id = new.settlement_id;
  return new;
end $$;
create trigger verdict_parties before insert on verdicts.verdict for each row
  when (new.payer is null) execute function verdicts.name_parties();

create index verdict_payer on verdicts.verdict (payer, id desc);
create index verdict_provider on verdicts.verdict (provider, id desc);
-- The number of a verdict does not follow its time exactly: lists over a range of time are in the order of both.
create index verdict_judged on verdicts.verdict (judged_at desc, id desc);
