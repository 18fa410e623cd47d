-- rows-missing: a blob of 0G DA of which not every row of the payload was served. Rows of the extensions, by which a
-- decoder could replace them, are not decoded, and no row carries a proof: it says nothing about the blob or its publisher.
alter table verdicts.fetch_attempt drop constraint fetch_attempt_outcome_check;
alter table verdicts.fetch_attempt add constraint fetch_attempt_outcome_check check (outcome in (
    'match', 'mismatch', 'size-mismatch', 'never-uploaded', 'partial', 'pruned', 'unknown-root',
    'node-behind', 'wrong-network', 'unreachable', 'time-out', 'rate-limited', 'bad-answer', 'too-large',
    'da-unattested', 'da-decode-error', 'rows-missing', 'expired'));
alter table verdicts.commitment_check drop constraint commitment_check_outcome_check;
alter table verdicts.commitment_check add constraint commitment_check_outcome_check check (outcome in (
    'match', 'mismatch', 'no-hash', 'unread', 'size-mismatch', 'never-uploaded', 'partial', 'pruned', 'unknown-root',
    'node-behind', 'wrong-network', 'unreachable', 'time-out', 'rate-limited', 'bad-answer', 'too-large',
    'da-unattested', 'da-decode-error', 'rows-missing', 'expired'));
