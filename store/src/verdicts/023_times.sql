-- Rows that a sequence numbers, in the order of their time, for lists over a range of it.
create index enclave_report_observed on verdicts.enclave_report (observed_at desc, id desc);
create index report_attempt_made on verdicts.report_attempt (attempted_at desc, id desc);
create index provider_drift_found on verdicts.provider_drift (detected_at desc, id desc);
create index collateral_fetched on verdicts.collateral (fetched_at desc, id desc);
create index commitment_check_made on verdicts.commitment_check (checked_at desc, id desc);
create index log_entry_added on verdicts.log_entry (added_at desc, index desc);
create index log_checkpoint_time on verdicts.log_checkpoint (published_at desc, size desc);
