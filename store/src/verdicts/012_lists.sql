-- Indexes of the lists that the API serves, so that a page never reads a whole table.

-- Settlements by the status of a question, newest first.
create index current_verdict_payment on verdicts.current_verdict (payment, block_number desc);
create index current_verdict_signature on verdicts.current_verdict (signature, block_number desc);
create index current_verdict_opening on verdicts.current_verdict (opening, block_number desc);
create index current_verdict_content on verdicts.current_verdict (content, block_number desc);
create index current_verdict_enclave on verdicts.current_verdict (enclave, block_number desc);
create index current_verdict_workload on verdicts.current_verdict (workload, block_number desc);

create index verdict_outcome on verdicts.verdict (outcome, id desc);
create index verdict_fault on verdicts.verdict (fault, id desc) where fault is not null;

create index payload_fetched on verdicts.payload (fetched_at desc, root desc);
create index payload_gone on verdicts.payload (fetched_at desc, root desc) where withdrawn_at is not null;
create index trail_parsed on verdicts.trail (parsed_at desc, root desc);
create index trail_rejected on verdicts.trail (parsed_at desc, root desc) where status = 'rejected';
create index trail_settlement_provider on verdicts.trail_settlement (provider, root);

create index enclave_report_newest on verdicts.enclave_report (provider, id desc);
create index enclave_report_digest on verdicts.enclave_report (sha256, id desc);
create index enclave_report_bound on verdicts.enclave_report (binds, id desc) where binds is not null;
create index provider_drift_kind on verdicts.provider_drift (kind, id desc);

create index commitment_check_kind on verdicts.commitment_check (kind, outcome, id desc);
create index commitment_check_outcome on verdicts.commitment_check (outcome, id desc);
