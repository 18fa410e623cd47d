-- A provider's newest settlements of a rare outcome: without it a list walks the provider's whole history, or everybody's failures.
create index current_verdict_provider on verdicts.current_verdict (provider, outcome, block_number desc);
