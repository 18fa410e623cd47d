-- Registered by themselves from an address of their own; one in :every pays for inference.
insert into registry (id, chain_id, kind, version) values (':registry', :chain, 'erc8004', '2.0.0');
create unlogged table bench.agent as
select a, bench.agent(a) as id, 1 + (a * 900000 / :agents)::int as block, case when a % :every = 0 then bench.payer(a / :every - 1)
  else bench.hex('owner' || a, 20) end as wallet, bench.hex('mint' || a, 32) as tx from generate_series(1, :agents::bigint) a;

insert into agent (id, agent_id, owner, wallet, uri, name, description, minted_block, minted_time, mint_tx_hash, registered, registry_id)
  select id, a, wallet, wallet, 'https://agents.example/' || a || '/card.json', case when a % 5 > 0 then bench.name(a) end,
    case when a % 5 > 0 then 'Answers questions about ' || bench.name(a + 1) || ' and acts on what it finds.' end, block,
    :end::timestamptz - interval '400 days' + block * interval '2 seconds', tx, true, ':registry' from bench.agent order by a;
insert into agent_ownership (id, owner, from_block, from_log_index, tx_hash, agent_id)
  select id || '-' || block || '-0', wallet, block, 0, tx, id from bench.agent order by a;
insert into agent_wallet (id, wallet, how, sent_by_wallet, from_block, from_log_index, tx_hash, agent_id)
  select id || '-' || block || '-1', wallet, 'register', true, block, 1, tx, id from bench.agent order by a;
insert into payer_link (id, payer, type, strength, evidence, from_block, from_log_index, tx_hash, agent_id)
  select id || '-' || l.type || '-' || block, wallet, l.type, l.strength, l.evidence, block, 1, tx, id
  from bench.agent cross join lateral (values
    ('L4', 'A-', 'The wallet sent the registration of the agent itself.'),
    ('L5', 'B', 'The owner sent the transaction that brought the token.')) l(type, strength, evidence) order by a;

insert into agent_card (id, uri, from_block, tx_hash, agent_id)
  select id || '-' || block, 'https://agents.example/' || a || '/card.json', block, tx, id from bench.agent where a % 8 = 0;
insert into agent_metadata (id, key, value, value_size, from_block, from_log_index, tx_hash, agent_id)
  select id || '-' || block || '-2', 'version', '0x01', 1, block, 2, tx, id from bench.agent where a % 40 = 0;
insert into feedback (id, registry, client, index, value, value_decimals, tag1, tag2, endpoint, uri, hash, block_number, block_time,
    tx_hash, log_index, agent_id)
  select id || '-' || c, ':registry', bench.hex('client' || a || c, 20), 1, 50 + c, 0, 'quality', '', '',
    'https://feedback.example/' || a, bench.hex('feedback' || a || c, 32), 950000 + a % 40000, :end::timestamptz - interval '300 days',
    bench.hex('f' || a || c, 32), c, id from bench.agent, generate_series(1, 4) c where a % :every = 0;
insert into validation_request (id, registry, validator, request_hash, uri, block_number, block_time, tx_hash, tx_from, log_index, agent_id)
  select id || '-v', ':registry', bench.hex('validator' || a % 50, 20), bench.hex('validation' || a, 32), 'https://v.example', 960000,
    :end::timestamptz - interval '290 days', bench.hex('v' || a, 32), wallet, 0, id from bench.agent where a % :every = 0;
