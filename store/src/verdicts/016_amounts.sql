-- Settlements of an outcome by what moved, for the lists of the API.
create index current_verdict_amount on verdicts.current_verdict (outcome, amount desc, block_number desc);
