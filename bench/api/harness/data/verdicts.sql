insert into verdicts.log (origin) values ('bench.example/log');
insert into verdicts.log_checkpoint (size, root, note) values (:settlements, repeat('ab', 32), 'note');

-- Bodies of the size of real ones: five checks a question, what was expected and found in each.
insert into verdicts.verdict (id, settlement_id, inputs, outcome, fault, payment, signature, opening, content, enclave, workload,
    body, body_signature, key_id, verifier, judged_at, payer, provider) overriding system value
  select row_number() over (order by i), :chain || '-' || bench.hex(tx, 32) || '-' || n, substr(bench.hex('inputs' || i, 32), 3), outcome,
    case outcome when 'failed' then 'provider' end, cells[1], cells[2], cells[3], cells[4], cells[5], cells[6],
    '{"blockHash":"' || bench.hex('block' || block, 32) || '","observations":[],"openedBy":null,"outcome":"' || outcome || '","questions":['
      || questions || '],"reports":[],"trails":[]}',
    left(encode(sha512(('signed' || i)::bytea), 'base64'), 88), repeat('cd', 32), 'bench/1', at + interval '2 minutes',
    payer_address, provider_address
  from bench.item join bench.verdict using (i) cross join lateral (
    select string_agg('{"checks":[' || (select string_agg('{"expected":"' || md5(i || id || c) || md5(id || c || i) || '","found":"'
      || md5(i || id || c) || md5(id || c || i) || '","id":"' || id || '.' || c || '","question":"' || id || '","status":"' || status
      || '"}', ',') from generate_series(1, 3) c) || '],"id":"' || id || '","status":"' || status || '"}', ',') as questions
    from unnest(array['payment', 'signature', 'opening', 'content', 'enclave', 'workload'], cells) q(id, status)) b
  order by i;
select setval(pg_get_serial_sequence('verdicts.verdict', 'id'), (select max(id) from verdicts.verdict));

insert into verdicts.current_verdict (settlement_id, verdict_id, inputs, outcome, payment, signature, opening, content, enclave,
    workload, payer, provider, amount, hour, block_number)
  select s.id, v.id, v.inputs, v.outcome, v.payment, v.signature, v.opening, v.content, v.enclave, v.workload, s.payer, s.provider,
    s.settled_amount, date_trunc('hour', s.block_time, 'UTC'), s.block_number
  from verdicts.verdict v join settlement s on s.id = v.settlement_id order by v.id;
insert into verdicts.share_rollup (payer, provider, hour, question, status, settlements, amount)
  select c.payer, c.provider, c.hour, q.question, q.status, count(*), sum(c.amount)
  from verdicts.current_verdict c cross join lateral (values ('payment', c.payment), ('signature', c.signature),
    ('opening', c.opening), ('content', c.content), ('enclave', c.enclave), ('workload', c.workload)) q(question, status)
  group by 1, 2, 3, 4, 5;
select verdicts.rebuild_days();
insert into verdicts.sweep_cursor (facts, block_number) select 'settlement', max(block) from bench.item on conflict do nothing;

-- A published file for each bill that adds up, :lines inferences in each.
create unlogged table bench.file as
select i, bench.hex('root' || i, 32) as root, payer_address, provider_address, block, at, n, amount, row_number() over (order by i) as f
from bench.item join bench.verdict using (i) where cells[3] = 'pass';
insert into anchor (id, flow, submission_index, root, size, sectors, start_pos, tags, payer, provider, author, claimed_sender,
    block_number, block_time, tx_hash, log_index)
  select 'storage-flow-' || f, bench.hex('flow', 20), f, root, 20000, 80, f * 80, '0x', payer_address, provider_address, provider_address,
    provider_address, block + 10, at + interval '20 seconds', bench.hex('anchor' || f, 32), n from bench.file order by f;
insert into verdicts.payload (root, size, sha256, source, fetched_at)
  select root, 20000, substr(bench.hex('payload' || f, 32), 3), 'http://node' || f % 5 || '.example', at + interval '1 minute' from bench.file order by f;
insert into verdicts.fetch_attempt (root, source, outcome, started_at, finished_at, bytes)
  select root, 'http://node' || f % 5 || '.example', 'match', at, at + interval '1 minute', 20000 from bench.file order by f;
insert into verdicts.trail (root, status, records, header, parsed_at)
  select root, 'parsed', :lines, '{}', at + interval '1 minute' from bench.file order by f;
insert into verdicts.trail_settlement (root, payer, provider, nonce, records)
  select root, payer_address, provider_address, 1700000000000 + i, :lines from bench.file order by f;
insert into verdicts.inference_record (root, line, nonce, request_hash, model, created_at, fee, request_sha256, response_sha256,
    request_bytes, response_bytes, signing_address, signature, statement)
  select root, line, 1700000000000 + i, '0x' || d || md5(d), 'model-' || i % 40, at, div(amount, :lines), d || md5(d || 'q'), md5(d || 'p') || d,
    1200, 2400, bench.hex('signer', 20), md5(d || '1') || md5(d || '2') || md5(d || '3') || md5(d || '4') || '1b', md5(d || '5') || md5(d || '6')
  from (select f.*, line, md5(i || '-' || line) as d from (select * from bench.file order by f) f, generate_series(2, :lines + 1) line) r
  limit :records;

insert into verdicts.enclave_report (provider, source, sha256, size, binds, observed_at, last_observed_at)
  select bench.provider(p), 'https://provider' || p || '.example', substr(bench.hex('report' || p || d, 32), 3), 9000,
    bench.hex('signer' || p || 500000, 20), :end::timestamptz - d * interval '12 days', :end::timestamptz - (d - 1) * interval '12 days'
  from generate_series(0, 199) p, generate_series(1, 30) d order by d desc, p;
