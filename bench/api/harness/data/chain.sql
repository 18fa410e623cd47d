insert into network (id, chain_id, name, finality) values ('bench', :chain, 'bench', 2);
insert into squid_processor.status (id, height, hash, nonce)
  select 0, max(block), bench.hex('block' || max(block), 32), 0 from bench.item on conflict (id) do update
  set height = excluded.height, hash = excluded.hash;

insert into provider (id, first_seen_block, stake, current_service_id)
  select bench.provider(p), 500000, 100000000000000000000, bench.provider(p) || '-' || case p % 5 when 0 then 1000000 + :settlements / 4 * 25 else 500000 end || '-0'
  from generate_series(0, 199) p;
-- One in five changed its service in the middle of the year.
insert into service_revision (id, contract, service_type, url, model, verifiability, input_price, output_price, calldata,
    additional_info, tee_signer, derived_mode, pricing, from_block, from_log_index, from_time, to_block, to_log_index, to_time,
    tx_hash, provider_id)
  select bench.provider(p) || '-' || b.from_block || '-0', bench.hex('serving', 20), 'chatbot',
    'https://provider' || p || '.example/v1', 'org' || p % 7 || '/model-' || p % 40 || '-instruct', 'TeeML', 1000, 2000,
    'transaction', '{}', bench.hex('signer' || p || b.from_block, 20), case when p % 3 = 0 then 'relayed' else 'enclave' end,
    'plain', b.from_block, 0, :end::timestamptz - interval '400 days', b.to_block, 0, null, bench.hex('service' || p || b.from_block, 32), bench.provider(p)
  from generate_series(0, 199) p cross join lateral (
    select 500000 as from_block, case p % 5 when 0 then 1000000 + :settlements / 4 * 25 end as to_block
    union all select 1000000 + :settlements / 4 * 25, null where p % 5 = 0) b;

insert into settlement (id, n, payer, provider, named_provider, status, accepted, total_fee, unsettled_amount, settled_amount,
    requests_hash, nonce, signature, calldata, generation, implementation, fund_spent, balance_before, balance_after,
    previous_nonce, signer, signer_acknowledged, window_from_block, contract, block_number, block_hash, block_time, tx_hash,
    tx_from, log_index, service_id)
  select :chain || '-' || bench.hex(tx, 32) || '-' || n, n, payer_address, provider_address, provider_address, status,
    status < 2, amount, case status when 1 then div(amount, 2) else 0 end,
    case status when 0 then amount when 1 then div(amount, 2) else 0 end, bench.hex('requests' || i, 32), 1700000000000 + i,
    bench.hex('r' || i, 32) || substr(bench.hex('s' || i, 32), 3) || '1b', 'transaction', 'E', bench.hex('implementation', 20),
    amount, 9000000000000000000, 9000000000000000000 - amount, 1700000000000 + lag(i) over w,
    bench.hex('signer' || provider || revision, 20), true, lag(block) over w, bench.hex('serving', 20), block,
    bench.hex('block' || block, 32), at, bench.hex(tx, 32), provider_address, n,
    provider_address || '-' || revision || '-0'
  from (select *, case when provider % 5 = 0 and block >= 1000000 + :settlements / 4 * 25
      then 1000000 + :settlements / 4 * 25 else 500000 end as revision from bench.item) x
  window w as (partition by payer, provider order by i) order by i;

insert into account (id, contract, payer, provider, balance, pending_refund, nonce, opened_block, settled_block, updated_block)
  select bench.hex('serving', 20) || '-' || payer_address || '-' || provider_address, bench.hex('serving', 20), payer_address,
    provider_address, 5000000000000000000, 0, 1700000000000 + max(i), 900000, max(block), max(block)
  from bench.item group by payer_address, provider_address;
insert into account_change (id, balance, pending_refund, cause, block_number, log_index, block_time, tx_hash, account_id)
  select '900000-' || row_number() over (), 9000000000000000000, 0, 'deposit-or-refund', 900000, row_number() over (),
    :end::timestamptz - interval '370 days', bench.hex('deposit' || id, 32), id from account;
insert into account_change (id, balance, pending_refund, cause, block_number, log_index, block_time, tx_hash, account_id)
  select block || '-' || 4 + n, 9000000000000000000 - amount, 0, 'settlement', block, 4 + n, at, bench.hex(tx, 32),
    bench.hex('serving', 20) || '-' || payer_address || '-' || provider_address from bench.item;
