-- Values that depend on nothing but a label or a number, so that every run makes the same rows.
drop schema if exists bench cascade;
create schema bench;

-- 0x-prefixed hex of so many bytes, at most 32.
create function bench.hex(label text, bytes int) returns text language sql immutable parallel safe as
$$ select '0x' || left(encode(sha256(label::bytea), 'hex'), bytes * 2) $$;

-- Uniform in [0, 1).
create function bench.roll(n bigint, seed bigint) returns float8 language sql immutable parallel safe as
$$ select (hashint8extended(n, seed) & 1073741823) / 1073741824.0::float8 $$;

create function bench.payer(n bigint) returns text language sql immutable parallel safe as
$$ select bench.hex('payer' || n, 20) $$;
create function bench.provider(n bigint) returns text language sql immutable parallel safe as
$$ select bench.hex('provider' || n, 20) $$;

create function bench.agent(n bigint) returns text language sql immutable parallel safe as
$$ select 'eip155:' || :chain || ':' || ':registry' || ':' || n $$;

create function bench.name(n bigint) returns text language sql immutable parallel safe as $$
  select (array['Atlas', 'Beacon', 'Cinder', 'Delta', 'Ember', 'Falcon', 'Garnet', 'Harbor', 'Indigo', 'Juniper', 'Kestrel',
      'Lumen', 'Marble', 'Nimbus', 'Onyx', 'Prism', 'Quartz', 'Raven', 'Solace', 'Tundra'])[1 + floor(bench.roll(n, 31) * 20)::int]
    || ' ' || (array['trader', 'oracle', 'scout', 'writer', 'auditor', 'broker', 'planner', 'analyst', 'watcher',
      'researcher'])[1 + floor(bench.roll(n, 32) * 10)::int] || ' ' || n
$$;

-- One row a settlement: a year of them, four a block, ending with the last whole day.
create unlogged table bench.item as
select i, i % 4 as n, 1000000 + i / 4 * 50 as block, date_trunc('milliseconds', :end::timestamptz
    - (:settlements - 4 * (i / 4)) * (interval '365 days' / :settlements)) as at,
  'tx' || i / 4 as tx, payer, bench.payer(payer) as payer_address, provider, bench.provider(provider) as provider_address,
  bench.roll(i, 3) as luck, 100000000000000 * (1 + floor(10000 * power(bench.roll(i, 4), 3)))::numeric as amount,
  case when bench.roll(i, 5) < 0.94 then 0 when bench.roll(i, 5) < 0.97 then 1
    else 2 + floor(bench.roll(i, 6) * 4)::int end as status
from (
  select i, payer, floor(200 * power(bench.roll(payer * 3 + floor(bench.roll(i, 2) * 3)::int, 7), 3))::int as provider
  from (select i, floor(:paying * power(bench.roll(i, 1), 2.5))::bigint as payer
    from generate_series(0, :settlements::bigint - 1) i) p) q;

-- What the auditor found: nothing yet about the newest half per cent.
create unlogged table bench.verdict as
select i, outcome, (array[
    'pass', 'pass', case outcome when 'paid' then 'absent' when 'unavailable' then 'unavailable' else 'pass' end,
    case outcome when 'paid' then 'absent' when 'unavailable' then 'unavailable' when 'failed' then 'fail' else 'pass' end,
    case outcome when 'paid' then 'absent' when 'partial' then 'absent' else 'pass' end,
    case outcome when 'verified' then 'pass' else 'absent' end]) as cells
from (select i, case when luck < 0.45 then 'verified' when luck < 0.57 then 'relayed' when luck < 0.77 then 'paid'
    when luck < 0.89 then 'partial' when luck < 0.97 then 'unavailable' else 'failed' end as outcome
  from bench.item where status < 2 and i < :settlements * 0.995) o;
analyze bench.item, bench.verdict;
